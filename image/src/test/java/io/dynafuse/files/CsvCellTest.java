package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1+1",
                "-1+1",
                "-",
                "--1",
                "-1.5 dB",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "＝1",
                "-Infinity x",
                "+.",
                "-1e"
            })
    void whatASpreadsheetWouldRunIsMarkedAsText(String text) {
        assertThat(CsvCell.of(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "scene",
                "a=b",
                "'x",
                "-1.5",
                "+2",
                "-.5",
                "-1.",
                "-1.5E-7",
                "-Infinity",
                "+NaN",
                "NaN",
                "1=1"
            })
    void numbersAndOtherTextStay(String text) {
        assertThat(CsvCell.of(text)).isEqualTo(text);
    }

    @Test
    void numbersAreWrittenAsJavaWritesThem() {
        assertThat(CsvCell.of(-1.5)).isEqualTo("-1.5");
        assertThat(CsvCell.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(CsvCell.of(-7L)).isEqualTo("-7");
    }
}
