package io.dynafuse.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.testing.Differences;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strips against the image as a whole. */
class StripsTest {
    private static final int WIDTH = 5;
    private static final int CHANNELS = 4;
    private static final double CLOSE = 1e-5;

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor image(int height) {
        Random random = new Random(height);
        float[] values = new float[2 * CHANNELS * height * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.of(values, 2, CHANNELS, height, WIDTH).channelsLast();
    }

    /** A mean that looks {@code halo} pixels far, in which zeros beyond the image count: a strip's rows beyond its halo would show. */
    private static UnaryOperator<Tensor> layers(int halo) {
        float[] kernel = new float[CHANNELS * (2 * halo + 1) * (2 * halo + 1)];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = 1 + i % 7;
        }
        Parameters weight =
                Parameters.of(Map.of("weight", Tensor.of(kernel, CHANNELS, 1, 2L * halo + 1, 2L * halo + 1)));
        Convolution mean = Convolution.depthwise(CHANNELS, 2 * halo + 1)
                .padding(Padding.ZERO, halo)
                .withoutBias();
        return part -> mean.apply(part, weight);
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] values = expected.toFloats();
        double largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(Differences.largest(values, actual.toFloats()) / largest).isLessThan(CLOSE);
    }

    // Halo and height: of one strip, of several, the last of a row, lower than its halo, full.
    @ParameterizedTest
    @CsvSource({"0,1", "0,8", "0,9", "0,31", "1,1", "1,8", "1,9", "1,16", "1,30", "2,3", "2,17", "2,18", "2,49", "3,25"
    })
    void equalTheWhole(int halo, int height) {
        Tensor image = image(height);
        UnaryOperator<Tensor> layers = layers(halo);
        UnaryOperator<Tensor> sums = part -> part.mean(2, 3).times(part.size(2) * part.size(3));
        Tensor whole = layers.apply(image);
        Strips strips = new Strips(1);
        assertSame(whole, strips.map(image, halo, layers));
        assertSame(sums.apply(whole), strips.sum(image, halo, layers, sums));

        // Into some channels of a larger image, of which the others stay.
        Tensor larger = Tensor.concatenate(List.of(image, image, image), 1);
        strips.write(image, halo, layers, larger.slice(1, CHANNELS, CHANNELS));
        assertSame(Tensor.concatenate(List.of(image, whole, image), 1), larger);

        Tensor slice = larger.slice(1, 2L * CHANNELS, CHANNELS);
        Tensor sum = strips.add(slice, halo, layers);
        assertThat(sum == slice).isEqualTo(!strips.isWhole(slice));
        Tensor expected = image.plus(whole);
        assertSame(expected, sum);
        assertSame(Tensor.concatenate(List.of(image, whole, strips.isWhole(slice) ? image : expected), 1), larger);
    }

    @Test
    void oneStripOverwritesNothingAndLeavesNothing() {
        Tensor image = image(20);
        float[] before = image.toFloats();
        int owned = scope.size();
        Strips.WHOLE.add(image, 1, layers(1));
        assertThat(image.toFloats()).containsExactly(before);
        // The result, and the kernel.
        assertThat(scope.size()).isEqualTo(owned + 2);
    }

    @Test
    void recordedImagesAreOneStrip() {
        Tensor image = image(20).asVariable();
        assertThat(new Strips(1).isWhole(image)).isTrue();
        assertThat(new Strips(1).isWhole(image(20))).isFalse();
        Tensor result = Autograd.record(() -> new Strips(1).add(image, 1, layers(1)));
        assertThat(result.requiresGrad()).isTrue();
    }

    /** On the engine's thread, where nothing is recorded, as images are fused. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,40", "40,17", "7,33"})
    void aRestormerBlockIsTheSameInAnyStrips(int pixels, int height) throws Exception {
        RestormerBlock block = new RestormerBlock(CHANNELS, 2, 2);
        try (EngineThread thread = new EngineThread();
                Parameters parameters = block.declare("b").initialise(3)) {
            float[][] results = thread.call(() -> {
                try (Scope inner = Scope.open()) {
                    return new float[][] {
                        block.apply(image(height), parameters.in("b"), Strips.WHOLE)
                                .toFloats(),
                        block.apply(image(height), parameters.in("b"), new Strips(pixels))
                                .toFloats()
                    };
                }
            });
            assertThat(results[1]).containsExactly(results[0], within(1e-5f));
        }
    }

    @Test
    void noPixels() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Strips(0)).withMessageContaining("found 0");
    }
}
