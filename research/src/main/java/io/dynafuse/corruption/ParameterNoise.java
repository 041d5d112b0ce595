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
public record ParameterNoise(double level, NoiseUnit unit, long seed) {
    private static final List<String> STATISTICS = List.of("running_mean", "running_var", "num_batches_tracked");

    /** @throws IllegalArgumentException if the level is negative or not finite */
    public ParameterNoise {
        if (!(level >= 0) || Double.isInfinite(level)) {
            throw new IllegalArgumentException("expected a noise level of 0 or more, found " + level);
        }
    }

    /**
     * Noise in {@link NoiseUnit#TENSOR_DEVIATION}, the unit that comes nearer to what TTD prints; {@link NoiseUnit} has the figures.
     *
     * @throws IllegalArgumentException if the level is negative or not finite
     */
    public static ParameterNoise of(double level, long seed) {
        return new ParameterNoise(level, NoiseUnit.TENSOR_DEVIATION, seed);
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
}
