package io.dynafuse.evaluation.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Measures of warm things on images made by hand. */
class WarmThingsTest {
    private static final int SIDE = 60;

    private interface Pixel {
        double at(int x, int y);
    }

    private static Image image(Pixel pixel) {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) pixel.at(i % SIDE, i / SIDE);
        }
        return Image.of(SIDE, SIDE, 1, values, SampleDepth.FLOAT_32);
    }

    private static boolean isIn(int x, int y, int left, int top, int side) {
        return x >= left && x < left + side && y >= top && y < top + side;
    }

    /** Two things of 6 by 6, far from each other, and a speck of 2 by 2. */
    private static double thing(int x, int y, double first, double second, double else_) {
        if (isIn(x, y, 10, 10, 6)) {
            return first;
        }
        return isIn(x, y, 40, 40, 6) ? second : else_;
    }

    private static final Image MASK = image((x, y) -> isIn(x, y, 10, 50, 2) ? 1 : thing(x, y, 1, 1, 0));
    private static final Image INFRARED = image((x, y) -> isIn(x, y, 10, 50, 2) ? 1 : thing(x, y, 0.9, 0.6, 0.2));

    private static double contrast(Image fused) {
        return WarmThings.of(MASK).contrast(fused, INFRARED).orElseThrow();
    }

    @Test
    void contrastIsTheShareThatIsKept() {
        assertThat(contrast(INFRARED)).isCloseTo(1, within(1e-6));
        // Half of 0.7 and a quarter of 0.4.
        assertThat(contrast(image((x, y) -> thing(x, y, 0.65, 0.4, 0.3)))).isCloseTo((0.5 + 0.25) / 2, within(1e-6));
        // Brightness alone changes nothing.
        assertThat(contrast(image((x, y) -> thing(x, y, 0.95, 0.65, 0.25)))).isCloseTo(1, within(1e-6));
    }

    @Test
    void contrastIsClipped() {
        // Twice 0.4, and dark beyond what it was warm: -0.8 of 0.7.
        assertThat(contrast(image((x, y) -> thing(x, y, 0, 1, 0.2)))).isCloseTo((-0.2 / 0.7 + 1.5) / 2, within(1e-6));
        assertThat(contrast(image((x, y) -> thing(x, y, 0, 0, 0.9)))).isCloseTo((-1 - 1) / 2.0, within(1e-6));
    }

    /** What is next to the thing and what is further than 8 pixels away have no say. */
    @Test
    void surroundingsAreARing() {
        Image halo = image((x, y) -> isIn(x, y, 9, 9, 8) && !isIn(x, y, 10, 10, 6)
                ? 0
                : isIn(x, y, 2, 2, 22) || isIn(x, y, 32, 32, 22) ? thing(x, y, 0.9, 0.6, 0.2) : 1);
        assertThat(contrast(halo)).isCloseTo(1, within(1e-6));
        Image ring = image((x, y) -> isIn(x, y, 10, 18, 1) ? 1 : thing(x, y, 0.9, 0.6, 0.2));
        // One of 22² - 8² pixels is 0.8 brighter.
        assertThat(contrast(ring)).isCloseTo((1 - 0.8 / 420 / 0.7 + 1) / 2, within(1e-6));
    }

    @Test
    void nothingWarmIsNoContrast() {
        assertThat(WarmThings.of(image((x, y) -> 0)).contrast(INFRARED, INFRARED))
                .isEmpty();
        assertThat(WarmThings.of(MASK).contrast(INFRARED, image((x, y) -> thing(x, y, 0.24, 0.1, 0.2))))
                .isEmpty();
        assertThat(WarmThings.of(image((x, y) -> 1)).contrast(INFRARED, INFRARED))
                .isEmpty();
    }

    /** Diagonal neighbours are one thing. */
    @Test
    void thingsAreConnectedAtCorners() {
        Image mask = image((x, y) -> isIn(x, y, 20, 20, 5) || isIn(x, y, 25, 25, 5) ? 1 : 0);
        Image infrared = image((x, y) -> isIn(x, y, 20, 20, 5) || isIn(x, y, 25, 25, 5) ? 0.8 : 0);
        Image half = image((x, y) -> isIn(x, y, 20, 20, 5) ? 0.8 : 0);
        assertThat(WarmThings.of(mask).contrast(half, infrared)).hasValueCloseTo(0.5, within(1e-6));
    }

    private static Image texture(long seed, DoubleUnaryOperator change) {
        Random random = new Random(seed);
        double[] noise = random.doubles((long) SIDE * SIDE, 0, 0.5).toArray();
        return image((x, y) -> change.applyAsDouble(noise[y * SIDE + x]));
    }

    @Test
    void detailIsACorrelation() {
        WarmThings warm = WarmThings.of(MASK);
        Image visible = texture(1, value -> value);
        assertThat(warm.detail(visible, visible)).hasValueCloseTo(1.0, within(1e-6));
        assertThat(warm.detail(texture(1, value -> 0.3 * value + 0.4), visible)).hasValueCloseTo(1.0, within(1e-5));
        assertThat(warm.detail(texture(1, value -> 1 - value), visible)).hasValueCloseTo(-1.0, within(1e-5));
        assertThat(warm.detail(texture(2, value -> value), visible)).hasValueCloseTo(0.0, within(0.1));
        assertThat(warm.detail(image((x, y) -> 0.5), visible)).hasValue(0);
        assertThat(warm.detail(visible, image((x, y) -> 0.5))).isEmpty();
    }

    /** Within 8 pixels of warm things the infrared image may win. */
    @Test
    void detailIsThatOfTheRest() {
        Image visible = texture(1, value -> value);
        float[] values = visible.values().clone();
        // Blurring reaches 6 pixels far.
        values[12 * SIDE + 12] = 1;
        Image fused = Image.of(SIDE, SIDE, 1, values, SampleDepth.FLOAT_32);
        assertThat(WarmThings.of(MASK).detail(fused, visible)).hasValueCloseTo(1.0, within(1e-9));
    }

    @Test
    void sizesMustAgree() {
        Image small = Image.of(2, 1, 1, new float[2], SampleDepth.BITS_8);
        assertThatThrownBy(() -> WarmThings.of(MASK).contrast(small, INFRARED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60x60, found 2x1");
    }
}
