package io.dynafuse.benchmarks;

import io.dynafuse.nn.Convolution;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.Map;

/** A convolution alone, by the engine's kernel, on an input that is ready: extended, in the kernel's layout and in memory that was used before. */
record BareConvolution(Convolution convolution) {
    /** So few that the C library gives the memory of one result to the next, where that of larger ones would be fresh and its pages missing. */
    private static final int ROWS = 64;

    /** Products and sums for a pixel. */
    long operations() {
        return 2L
                * convolution.outputs()
                * (convolution.inputs() / convolution.groups())
                * convolution.side()
                * convolution.side();
    }

    /** The time for an image, in milliseconds; to be called on the engine's thread. */
    double milliseconds(int width, int height) {
        try (Scope scope = Scope.open()) {
            int border = convolution.side() - 1;
            Tensor input = halves(1, convolution.inputs(), ROWS + border, width + border)
                    .channelsLast();
            Tensor weight = halves(
                            convolution.outputs(),
                            convolution.inputs() / convolution.groups(),
                            convolution.side(),
                            convolution.side())
                    .channelsLast();
            Parameters layer = Parameters.of(Map.of("weight", weight, "bias", halves(convolution.outputs())));
            int strips = (height + ROWS - 1) / ROWS;
            run(input, layer);
            double all = TakingTurns.milliseconds(() -> {
                for (int strip = 0; strip < strips; strip++) {
                    run(input, layer);
                }
                return strips;
            });
            return all * height / (strips * ROWS);
        }
    }

    private void run(Tensor input, Parameters layer) {
        try (Scope scope = Scope.open()) {
            convolution.apply(input, layer);
        }
    }

    private static Tensor halves(long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        Arrays.fill(values, 0.5f);
        return Tensor.of(values, shape);
    }
}
