package io.dynafuse.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlurTest {
    private static final int SIDE = 61;
    private static final int MIDDLE = 30;

    @ParameterizedTest
    @ValueSource(doubles = {1, 2.5, 6})
    void gaussianSpreadsAPointByItsFormula(double deviation) {
        float[] spread = spread(Blur.gaussian(deviation));
        double peak = 1 / (2 * Math.PI * deviation * deviation);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double squared = square(x - MIDDLE) + square(y - MIDDLE);
                // What is cut off at four deviations is made up for by 0.02 % more inside.
                assertThat((double) spread[y * SIDE + x])
                        .isCloseTo(peak * Math.exp(-squared / (2 * deviation * deviation)), within(4e-4 * peak));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 4.5, 8})
    void discSpreadsAPointEvenlyOverItsArea(double radius) {
        float[] spread = spread(Blur.disc(radius));
        float inside = spread[MIDDLE * SIDE + MIDDLE];
        for (int i = 0; i < spread.length; i++) {
            double distance = Math.hypot(i % SIDE - MIDDLE, i / SIDE - MIDDLE);
            if (distance <= radius - 0.5) {
                assertThat(spread[i]).isEqualTo(inside);
            } else if (distance >= radius + 0.5) {
                assertThat(spread[i]).isZero();
            } else {
                assertThat(spread[i]).isBetween(0f, inside);
            }
        }
        assertThat(sum(spread)).isCloseTo(1, within(1e-6));
        double area = Math.PI * radius * radius;
        assertThat(1 / inside).isCloseTo((float) area, within((float) (0.3 + area * 0.05)));
    }

    /** Blurring what the border was continued by gives the same inside. */
    @ParameterizedTest
    @EnumSource(Blur.Shape.class)
    void goesOnWithTheOutermostPixels(Blur.Shape shape) {
        int width = 7;
        int height = 4;
        int margin = 12;
        Random random = new Random(3);
        float[] plane = new float[width * height];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = random.nextFloat();
        }
        int wide = width + 2 * margin;
        int high = height + 2 * margin;
        float[] continued = new float[wide * high];
        for (int i = 0; i < continued.length; i++) {
            int x = Math.min(Math.max(i % wide - margin, 0), width - 1);
            int y = Math.min(Math.max(i / wide - margin, 0), height - 1);
            continued[i] = plane[y * width + x];
        }
        Blur blur = new Blur(shape, 3);
        float[] blurred = blur.apply(plane, width, height);
        float[] expected = blur.apply(continued, wide, high);
        for (int i = 0; i < blurred.length; i++) {
            int at = (i / width + margin) * wide + i % width + margin;
            assertThat(blurred[i]).isCloseTo(expected[at], within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "8, 1", "5, 3"})
    void leavesConstantImagesAsTheyAre(int width, int height) {
        float[] plane = new float[width * height];
        Arrays.fill(plane, 0.7f);
        for (Blur blur : new Blur[] {Blur.gaussian(6), Blur.disc(10)}) {
            for (float value : blur.apply(plane, width, height)) {
                assertThat(value).isCloseTo(0.7f, within(1e-6f));
            }
        }
    }

    @Test
    void refusesWhatIsNoSize() {
        for (double size : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Blur.gaussian(size))
                    .withMessageContaining("found " + size);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blur.disc(1).apply(new float[5], 2, 3))
                .withMessage("expected 6 values, found 5");
    }

    private static float[] spread(Blur blur) {
        float[] point = new float[SIDE * SIDE];
        point[MIDDLE * SIDE + MIDDLE] = 1;
        return blur.apply(point, SIDE, SIDE);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
