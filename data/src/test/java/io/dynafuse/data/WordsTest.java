package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void oneIsNoPlural() {
        assertThat(Words.counted(0, "scene")).isEqualTo("0 scenes");
        assertThat(Words.counted(1, "scene")).isEqualTo("1 scene");
        assertThat(Words.counted(2, "scene")).isEqualTo("2 scenes");
    }

    @Test
    void fiveNamesStandForMany() {
        assertThat(Words.some(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c, d, e");
        assertThat(Words.some(List.of("a", "b", "c", "d", "e", "f"))).isEqualTo("a, b, c, d, e and 1 more");
    }

    @Test
    void linesAreCountedThatAreNotShown() {
        assertThat(Words.shortened(List.of("a", "b"), 2)).containsExactly("a", "b");
        assertThat(Words.shortened(List.of("a", "b", "c"), 2)).containsExactly("a", "b", "and 1 more");
        assertThat(Words.shortened(List.of("1", "2", "3", "4", "5", "6")))
                .hasSize(6)
                .endsWith("5", "and 1 more");
    }
}
