package io.dynafuse.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberStyleTest {
    private static NumberStyle style(double... numbers) {
        return NumberStyle.of(DoubleStream.of(numbers));
    }

    @ParameterizedTest
    @CsvSource({
        "0.72571, 0.7257",
        "4.89949, 4.8995",
        "65.85041, 65.850",
        "-123.456, −123.46",
        "123456.78, 123456.8",
        "0, 0.0000",
        "0.00012345, 1.2345e-04",
        "23456789, 2.3457e+07",
        "Infinity, ∞",
        "-Infinity, −∞"
    })
    void aNumberHasAboutFiveDigits(double number, String text) {
        assertThat(style(number).text(number)).isEqualTo(text);
    }

    @Test
    void allNumbersOfAMeasureHaveTheDecimalsOfTheLargest() {
        assertThat(style(0.5, 65, Double.POSITIVE_INFINITY).text(0.5)).isEqualTo("0.500");
    }

    @Test
    void zeroHasNoSign() {
        assertThat(style(1).text(-0.00001)).isEqualTo("0.0000");
    }

    @Test
    void nothingIsADash() {
        assertThat(style().text(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void aDifferenceNeverLooksLikeNothing() {
        assertThat(style(60).difference(-0.000123)).isEqualTo("1.2e-04");
        assertThat(style(60).difference(0.25)).isEqualTo("0.250");
    }
}
