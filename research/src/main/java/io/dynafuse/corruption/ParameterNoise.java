package io.dynafuse.corruption;

import io.dynafuse.random.Seeds;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Gaussian noise on a network's parameters, which makes worse networks of a good one (TTD, Table 8): every learned number θ
 * becomes θ + level · unit · n with n drawn from N(0, 1). The running statistics of batch normalisation are not learned and stay.
 *
 * <p>The noise of a tensor depends on the seed and the tensor's name alone, and is the same but for its size at every level.
 *
 * @param level 0 or more; TTD goes from 0 to 0.5
 * @param unit what the level multiplies
 * @param seed the study's; each tensor's is {@linkplain Seeds#derive derived} with its name
 */
public record ParameterNoise(double level, Unit unit, long seed) {
    private static final List<String> STATISTICS = List.of("running_mean", "running_var", "num_batches_tracked");

    /** @throws IllegalArgumentException if the level is negative or not finite */
    public ParameterNoise {
        if (!(level >= 0) || Double.isInfinite(level)) {
            throw new IllegalArgumentException("expected a noise level of 0 or more, found " + level);
        }
    }

    /**
     * Noise in {@link Unit#TENSOR_DEVIATION}, the unit that comes nearer to what TTD prints; {@link Unit} has the figures.
     *
     * @throws IllegalArgumentException if the level is negative or not finite
     */
    public static ParameterNoise of(double level, long seed) {
        return new ParameterNoise(level, Unit.TENSOR_DEVIATION, seed);
    }

    /**
     * A copy of the parameters with noise; of level 0, equal bit by bit.
     *
     * @param parameters as a checkpoint holds them, in 32-bit floats; not changed
     * @return parameters that the caller closes
     */
    public Parameters applyTo(Parameters parameters) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> noisy = new LinkedHashMap<>();
            for (String name : parameters.names()) {
                Tensor tensor = parameters.get(name);
                float[] values = tensor.toFloats();
                if (level > 0 && isLearned(name)) {
                    add(values, new Random(Seeds.derive(seed, name)));
                }
                noisy.put(name, Tensor.of(values, tensor.shape()));
            }
            return Parameters.owning(noisy);
        }
    }

    private void add(float[] values, Random random) {
        double deviation = level * unit.of(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + deviation * random.nextGaussian());
        }
    }

    private static boolean isLearned(String name) {
        return !STATISTICS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * What the level of parameter noise is a multiple of. TTD does not say; what it prints (Table 8, LLVIP) can be compared with IFCNN-SUM's
     * static fusion of six visible-infrared pairs, means and standard deviations over eight seeds, all as parts of the value without noise:
     *
     * <pre>
     * level                     0.1                       0.3                       0.5
     *                   EN     SD     AG          EN     SD     AG          EN     SD     AG
     * printed          0.99   0.98   0.97        0.85   0.85   0.86        0.65   0.80   0.72
     * TENSOR_DEVIATION 0.98   0.99   1.00        0.90   0.92   0.94        0.86   0.83   0.90
     *                 ±0.02  ±0.08  ±0.08       ±0.03  ±0.20  ±0.18       ±0.07  ±0.25  ±0.27
     * ABSOLUTE         0.90   1.02   1.19        0.30   1.24   1.30        0.12   1.13   1.08
     *                 ±0.17  ±0.25  ±0.32       ±0.21  ±0.64  ±0.94       ±0.09  ±0.70  ±0.98
     * </pre>
     *
     * What is printed lies within one standard deviation of the first but for EN from 0.3 on, which it keeps higher; the second leaves next
     * to nothing of the image from 0.3 on.
     */
    public enum Unit {
        /** The standard deviation (divisor n) of the tensor's own values; 0 for a tensor of one value. */
        TENSOR_DEVIATION,
        /** 1: the level itself is the noise's standard deviation, whatever the size of the parameters. */
        ABSOLUTE;

        /** The number that stands for level 1. */
        double of(float[] values) {
            return switch (this) {
                case TENSOR_DEVIATION -> deviation(values);
                case ABSOLUTE -> 1;
            };
        }

        private static double deviation(float[] values) {
            double mean = 0;
            for (float value : values) {
                mean += value;
            }
            mean /= values.length;
            double squares = 0;
            for (float value : values) {
                squares += (value - mean) * (value - mean);
            }
            return Math.sqrt(squares / values.length);
        }
    }
}
