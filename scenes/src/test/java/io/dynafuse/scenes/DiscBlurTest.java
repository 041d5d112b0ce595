package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscBlurTest {
    /** Sums over the disc's rows pixel by pixel, as the definition has it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7, 2, 3.3, 8})
    void everyPixelIsTheMeanOfItsDisc(double radius) {
        Canvas canvas = noise(23, 19);
        Canvas blurred = new DiscBlur(radius).apply(canvas);
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                assertThat(blurred.planes[0][y * canvas.width + x])
                        .isCloseTo((float) mean(canvas, x, y, radius), within(2e-6f));
            }
        }
    }

    private static double mean(Canvas canvas, int x, int y, double radius) {
        double sum = 0;
        double area = 0;
        for (int dy = (int) -radius; dy <= radius; dy++) {
            double half = Math.max(0.5, Math.sqrt(radius * radius - dy * dy));
            for (int dx = -10; dx <= 10; dx++) {
                double part = Math.max(0, Math.min(half, dx + 0.5) - Math.max(-half, dx - 0.5));
                int px = Math.min(Math.max(x + dx, 0), canvas.width - 1);
                int py = Math.min(Math.max(y + dy, 0), canvas.height - 1);
                sum += part * canvas.planes[0][py * canvas.width + px];
                area += part;
            }
        }
        return sum / area;
    }

    @Test
    void coverageIsBlurredLikeWhatItCovers() {
        Canvas canvas = noise(20, 20);
        System.arraycopy(canvas.planes[0], 0, canvas.coverage, 0, canvas.coverage.length);
        Canvas blurred = new DiscBlur(2.5).apply(canvas);
        assertThat(blurred.coverage).containsExactly(blurred.planes[0]);
    }

    @Test
    void belowHalfAPixelNothingIsBlurred() {
        Canvas canvas = noise(20, 20);
        assertThat(new DiscBlur(0.49).apply(canvas)).isSameAs(canvas);
    }

    private static Canvas noise(int width, int height) {
        Canvas canvas = new Canvas(width, height, 1);
        Random random = new Random(4);
        for (int i = 0; i < canvas.coverage.length; i++) {
            canvas.planes[0][i] = random.nextFloat();
        }
        return canvas;
    }
}
