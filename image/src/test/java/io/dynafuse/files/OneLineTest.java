package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    /** Controls of both ranges, line ends of Unicode, signs that turn the direction or show nothing, halves of characters. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 9, '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0x9f, 0xad, 0x61c, 0x200b, 0x200e, 0x200f,
                0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd83d, 0xdc00, 0xe0041
            })
    void whatSteersATerminalBecomesABlank(int codePoint) {
        assertThat(OneLine.of("a" + Character.toString(codePoint) + "b")).isEqualTo("a b");
        assertThat(OneLine.isUnseen(codePoint)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"größe.png", "図 1.png", "می\u200cخواهم", "\ud83d\udc69\u200d\ud83d\udd2c.tif", "a, b; \"c\""})
    void whatPeopleWriteStays(String text) {
        assertThat(OneLine.of(text)).isEqualTo(text);
        assertThat(text.codePoints()).noneMatch(OneLine::isUnseen);
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        String cut = OneLine.brief("a".repeat(79) + "\ud83d\udd2c".repeat(9));
        assertThat(cut).isEqualTo("a".repeat(79) + "…");
        assertThat(OneLine.of("x".repeat(5000))).hasSize(1001);
        assertThat(OneLine.whole("x".repeat(5000) + "\n")).hasSize(5000);
    }
}
