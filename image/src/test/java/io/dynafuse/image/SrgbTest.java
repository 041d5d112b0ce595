package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrgbTest {
    /** 0.02 / 12.92; ((0.5 + 0.055) / 1.055)^2.4; ((0.735 + 0.055) / 1.055)^2.4. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.02, 0.00154799", "0.5, 0.21404114", "0.735, 0.49945816", "1, 1"})
    void valuesWorkedOutByHand(double encoded, double light) {
        assertThat(Srgb.toLight(encoded)).isCloseTo(light, within(1e-8));
        assertThat(Srgb.toEncoded(light)).isCloseTo(encoded, within(2e-7));
    }

    @Property
    void oneUndoesTheOther(@ForAll @DoubleRange(min = 0, max = 1) double encoded) {
        assertThat(Srgb.toEncoded(Srgb.toLight(encoded))).isCloseTo(encoded, within(1e-7));
    }
}
