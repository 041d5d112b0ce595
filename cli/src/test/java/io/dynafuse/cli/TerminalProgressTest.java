package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProgressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 1 | 4 | , about 30 s left",
                "10 | 3 | 4 | , about 3 s left",
                "1 | 99 | 100 | , about 1 s left",
                "60 | 1 | 10 | , about 9 min left",
                "3600 | 1 | 100 | , about 99 h left",
                "10 | 4 | 4 | ''",
                "10 | 0 | 4 | ''"
            })
    void theRestTakesAsLongAPartAsWhatIsDone(long seconds, int done, int total, String words) {
        assertThat(TerminalProgress.timeLeft(seconds * 1_000_000_000L, done, total))
                .isEqualTo(words);
    }
}
