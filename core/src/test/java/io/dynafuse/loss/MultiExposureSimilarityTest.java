package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The similarity to two exposures worked out by sums in 64 bits, and for images that it is known of. */
class MultiExposureSimilarityTest {
    private static final LossShape SHAPE = new LossShape(1, 3, 7, 9);
    private static final int PIXELS = SHAPE.height() * SHAPE.width();

    private final Scope scope = Scope.open();
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        scope.close();
    }

    private float[] image(double least, double most) {
        float[] values = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(least, most);
        }
        return values;
    }

    private static MultiExposureSimilarity similarity(float[] fused, float[] first, float[] second) {
        return MultiExposureSimilarity.of(SHAPE.tensor(fused), SHAPE.tensor(first), SHAPE.tensor(second));
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    /** The mean over the channels and over a Gaussian of σ = 11/6 around a pixel, 0 beyond the border. */
    private static double mean(int at, IntToDoubleFunction values) {
        double sum = 0;
        double weights = 0;
        for (int dy = -5; dy <= 5; dy++) {
            for (int dx = -5; dx <= 5; dx++) {
                double weight = Math.exp(-(dx * dx + dy * dy) / (2 * Math.pow(11.0 / 6, 2)));
                weights += weight;
                int y = at / SHAPE.width() + dy;
                int x = at % SHAPE.width() + dx;
                if (y >= 0 && y < SHAPE.height() && x >= 0 && x < SHAPE.width()) {
                    int pixel = y * SHAPE.width() + x;
                    sum += weight
                            * (values.applyAsDouble(pixel)
                                    + values.applyAsDouble(PIXELS + pixel)
                                    + values.applyAsDouble(2 * PIXELS + pixel))
                            / 3;
                }
            }
        }
        return sum / weights;
    }

    private static double mean(int at, float[] image) {
        return mean(at, i -> image[i]);
    }

    private static double covariance(int at, float[] x, float[] y) {
        return mean(at, i -> (double) x[i] * y[i]) - mean(at, x) * mean(at, y);
    }

    private static double exposure(int at, float[] image) {
        double whole =
                IntStream.range(0, PIXELS).mapToDouble(i -> mean(i, image)).sum() / PIXELS;
        return Math.exp(-Math.pow(whole - 0.5, 2) / 0.08) * Math.exp(-Math.pow(mean(at, image) - 0.5, 2) / 0.08);
    }

    @Test
    void luminanceIsThatOfWellExposedSources() {
        float[] fused = image(0, 1);
        float[] dark = image(0, 0.4);
        float[] bright = image(0.5, 1);
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            double weightOfDark = exposure(i, dark);
            double weightOfBright = exposure(i, bright);
            double desired =
                    (weightOfDark * mean(i, dark) + weightOfBright * mean(i, bright)) / (weightOfDark + weightOfBright);
            double found = mean(i, fused);
            sum += (2 * found * desired + 1e-4) / (found * found + desired * desired + 1e-4);
        }
        assertThat(value(similarity(fused, dark, bright).luminance())).isCloseTo(sum / PIXELS, within(1e-5));
    }

    @Test
    void structureIsThatOfTheSourceWithMoreContrast() {
        float[] fused = image(0, 1);
        float[] first = image(0.2, 0.8);
        float[] second = image(0.2, 0.8);
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            boolean isSecond = covariance(i, second, second) > covariance(i, first, first);
            float[] source = isSecond ? second : first;
            sum += (2 * covariance(i, fused, source) + 9e-4)
                    / (covariance(i, fused, fused) + covariance(i, source, source) + 9e-4);
        }
        assertThat(value(similarity(fused, first, second).structure())).isCloseTo(sum / PIXELS, within(1e-4));
    }

    @Test
    void anImageIsAllOfTwoExposuresThatEqualIt() {
        float[] image = image(0, 1);
        assertThat(value(similarity(image, image, image).product())).isCloseTo(1, within(1e-5));
    }

    /** Black has no contrast anywhere. */
    @Test
    void theSourceWithContrastHasAllStructure() {
        float[] image = image(0, 1);
        float[] black = new float[SHAPE.size()];
        assertThat(value(similarity(image, image, black).structure())).isCloseTo(1, within(1e-5));
        assertThat(value(similarity(image, black, image).structure())).isCloseTo(1, within(1e-5));
        assertThat(value(similarity(black, black, image).structure())).isLessThan(0.1);
    }
}
