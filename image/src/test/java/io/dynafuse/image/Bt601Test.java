package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Bt601Test {
    /** Red: Y = 0.299, Cb = 0.5 − 0.299·0.564, Cr = 0.5 + 0.701·0.713; planes of red and of (0.2, 0.4, 0.6). */
    @Test
    void knownColours() {
        float[] yCbCr = Bt601.toYCbCr(new float[] {1, 0.2f, 0, 0.4f, 0, 0.6f});

        assertThat(yCbCr[0]).isCloseTo(0.299f, within(1e-6f));
        assertThat(yCbCr[2]).isCloseTo(0.331364f, within(1e-6f));
        assertThat(yCbCr[4]).isCloseTo(0.999813f, within(1e-6f));
        // Y = 0.0598 + 0.2348 + 0.0684 = 0.363; Cb = 0.237·0.564 + 0.5; Cr = −0.163·0.713 + 0.5
        assertThat(yCbCr[1]).isCloseTo(0.363f, within(1e-6f));
        assertThat(yCbCr[3]).isCloseTo(0.633668f, within(1e-6f));
        assertThat(yCbCr[5]).isCloseTo(0.383781f, within(1e-6f));
        assertThat(Bt601.luma(new float[] {1, 0.2f, 0, 0.4f, 0, 0.6f})).containsExactly(yCbCr[0], yCbCr[1]);
    }

    @Property(tries = 300)
    void theInverseUndoesIt(@ForAll @Size(12) float[] any) {
        float[] rgb = new float[12];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Math.abs(any[i] % 1);
        }

        assertThat(Bt601.toRgb(Bt601.toYCbCr(rgb))).containsExactly(rgb, within(1e-6f));
    }

    @Property
    void withoutColourChromaIsExactlyNeutral(@ForAll @FloatRange(min = 0, max = 1) float gray) {
        assertThat(Bt601.toYCbCr(new float[] {gray, gray, gray})).containsExactly(gray, 0.5f, 0.5f);
    }

    @Test
    void planesMustBeThree() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bt601.luma(new float[4]));
        assertThatIllegalArgumentException().isThrownBy(() -> Bt601.toYCbCr(new float[5]));
        assertThatIllegalArgumentException().isThrownBy(() -> Bt601.toRgb(new float[7]));
    }
}
