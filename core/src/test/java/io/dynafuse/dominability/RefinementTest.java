package io.dynafuse.dominability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.nn.GuidedFilter;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {
    private static final int WIDTH = 20;
    private static final int HEIGHT = 16;
    private static final Dominability BASE = Dominability.of(Reference.FUSED);

    /** 1 / (1 + exp((s₂ − s₁) / T)) with s = exp(−ℓ), the sign turned for the contrast. */
    @ParameterizedTest
    @CsvSource({"1, false", "0.1, false", "0.1, true", "10, false", "0.0001, false"})
    void temperatureDividesScores(double temperature, boolean contrast) {
        double difference = Math.exp(-0.2) - Math.exp(-1);
        double sign = contrast ? -1 : 1;
        double expected = 1 / (1 + Math.exp(-sign * difference / temperature));
        String words = "temperature=" + temperature + (contrast ? ", contrast" : "");
        try (Scope scope = Scope.open()) {
            float[] weights = BASE.with(words)
                    .weights(Tensor.of(new float[] {0.2f, 1}, 1, 2, 1, 1))
                    .toFloats();
            assertThat((double) weights[0]).isCloseTo(expected, within(1e-5));
            assertThat((double) weights[1]).isCloseTo(1 - expected, within(1e-5));
        }
    }

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static float[] smooth(int radius, double edge, float[] image, float[] guide) {
        try (Scope scope = Scope.open()) {
            return new GuidedFilter(radius, edge)
                    .smooth(plane(image), plane(guide))
                    .toFloats();
        }
    }

    private static Tensor plane(float[] values) {
        return Tensor.of(values, 1, 1, HEIGHT, WIDTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 30})
    void aConstantStaysConstant(int radius) {
        float[] constant = new float[WIDTH * HEIGHT];
        Arrays.fill(constant, 0.7f);
        assertThat(smooth(radius, 0.0025, constant, random(1))).containsExactly(constant, within(1e-5f));
    }

    /** Every window's variance is far above the edge, which pulls slopes down by a thousandth at most. */
    @Test
    void aLinearFunctionOfTheGuideIsKept() {
        float[] guide = random(2);
        float[] image = new float[guide.length];
        for (int i = 0; i < guide.length; i++) {
            image[i] = 3 * guide[i] + 2;
        }
        assertThat(smooth(2, 1e-6, image, guide)).containsExactly(image, within(3e-3f));
        // The test would not see a filter that keeps everything.
        assertThat(spread(smooth(2, 1e-6, random(3), guide))).isLessThan(0.7 * spread(random(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void aFlatGuideLeavesTheMeanOfMeans(int radius) {
        float[] flat = new float[WIDTH * HEIGHT];
        Arrays.fill(flat, 0.5f);
        float[] image = random(4);
        assertThat(smooth(radius, 0.0025, image, flat))
                .containsExactly(boxMean(boxMean(image, radius), radius), within(1e-5f));
    }

    private static float[] boxMean(float[] image, int radius) {
        float[] means = new float[image.length];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double sum = 0;
                int count = 0;
                for (int v = Math.max(0, y - radius); v <= Math.min(HEIGHT - 1, y + radius); v++) {
                    for (int u = Math.max(0, x - radius); u <= Math.min(WIDTH - 1, x + radius); u++) {
                        sum += image[v * WIDTH + u];
                        count++;
                    }
                }
                means[y * WIDTH + x] = (float) (sum / count);
            }
        }
        return means;
    }

    /** A loss of 1 left of the edge and of 3 right of it, with noise of ±0.5: the noise goes, the step of 2 stays. */
    @Test
    void anEdgeOfTheGuideKeepsAStepOfTheLoss() {
        float[] guide = new float[WIDTH * HEIGHT];
        float[] loss = random(5);
        for (int i = 0; i < loss.length; i++) {
            boolean right = i % WIDTH >= WIDTH / 2;
            guide[i] = right ? 1 : 0;
            loss[i] += right ? 2.5f : 0.5f;
        }
        float[] smoothed = smooth(4, 0.0025, loss, guide);
        float[] flattened = boxMean(loss, 4);
        for (int y = 0; y < HEIGHT; y++) {
            int right = y * WIDTH + WIDTH / 2;
            assertThat(smoothed[right] - smoothed[right - 1]).isBetween(1.7f, 2.3f);
            assertThat(flattened[right] - flattened[right - 1]).isLessThan(0.7f);
        }
        assertThat(smoothed[0]).isCloseTo(1, within(0.25f));
        assertThat(smoothed[WIDTH - 1]).isCloseTo(3, within(0.25f));
    }

    @Test
    void smoothedLossesAreNeverNegative() {
        float[] guide = new float[WIDTH * HEIGHT];
        float[] loss = new float[WIDTH * HEIGHT];
        for (int i = 0; i < loss.length; i++) {
            guide[i] = i % 7 == 0 ? 1 : i % 3 * 0.3f;
            loss[i] = i % 7 == 0 ? 1 : 0;
        }
        float[] filtered = smooth(3, 0.0025, loss, guide);
        try (Scope scope = Scope.open()) {
            float[] smoothed = BASE.with("smoothing=3")
                    .smooth(plane(loss), plane(guide), 1)
                    .toFloats();
            int negative = 0;
            for (int i = 0; i < loss.length; i++) {
                assertThat(smoothed[i]).isEqualTo(Math.max(0, filtered[i]));
                negative += filtered[i] < 0 ? 1 : 0;
            }
            assertThat(negative).isPositive();
        }
    }

    /** An edge counts from 5 % of the range on: the same picture in other numbers is smoothed alike. */
    @Test
    void smoothingDoesNotDependOnTheNumbersOfTheNetwork() {
        float[] source = random(6);
        float[] scaled = new float[source.length];
        for (int i = 0; i < source.length; i++) {
            scaled[i] = 4 * source[i] - 2;
        }
        Dominability smoothing = BASE.with("smoothing=2");
        try (Scope scope = Scope.open()) {
            float[] expected =
                    smoothing.smooth(plane(random(7)), plane(source), 1).toFloats();
            assertThat(smoothing.smooth(plane(random(7)), plane(scaled), 4).toFloats())
                    .containsExactly(expected, within(1e-4f));
            assertThat(expected).isEqualTo(rectified(smooth(2, 0.0025, random(7), source)));
        }
    }

    private static float[] rectified(float[] values) {
        float[] rectified = values.clone();
        for (int i = 0; i < values.length; i++) {
            rectified[i] = Math.max(0, values[i]);
        }
        return rectified;
    }

    /** Variances of a guide in bfloat16 would be rounding: 2.5² has steps of 1/32 there, a whole edge. */
    @Test
    void lowPrecisionSourcesGuideAsWell() {
        float[] source = random(8);
        for (int i = 0; i < source.length; i++) {
            source[i] = 2 + 0.1f * source[i];
        }
        Dominability smoothing = BASE.with("smoothing=2");
        try (Scope scope = Scope.open()) {
            Tensor rounded = plane(source).to(Precision.BF16);
            assertThat(smoothing.smooth(plane(random(9)), rounded, 1).toFloats())
                    .containsExactly(
                            smoothing
                                    .smooth(plane(random(9)), rounded.to(Precision.FP32), 1)
                                    .toFloats(),
                            within(1e-5f));
        }
    }

    @Test
    void withoutSmoothingLossesStayAsTheyAre() {
        try (Scope scope = Scope.open()) {
            Tensor loss = plane(random(10));
            assertThat(BASE.smooth(loss, plane(random(11)), 1)).isSameAs(loss);
        }
    }

    private static double spread(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
        }
        return Math.sqrt(squares / values.length - Math.pow(sum / values.length, 2));
    }
}
