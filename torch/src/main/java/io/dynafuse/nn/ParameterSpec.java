package io.dynafuse.nn;

import io.dynafuse.random.Seeds;
import java.util.Arrays;
import java.util.List;

/**
 * What a network says about one of its parameters.
 *
 * @param name the full name, as in {@code encoder.conv1.weight}
 * @param shape the sizes, slowest first
 * @param initializer what it begins with
 * @param trained whether training changes it; running statistics and what stays frozen are not
 * @param optional whether a checkpoint may lack it, which then counts as zeros
 */
public record ParameterSpec(String name, List<Long> shape, Initializer initializer, boolean trained, boolean optional) {
    /** @throws IllegalArgumentException if a size is below 1 */
    public ParameterSpec {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("expected sizes of 1 or more for " + name + ", found " + shape);
        }
    }

    /** A trained parameter. */
    static ParameterSpec trained(String name, Initializer initializer, long... shape) {
        return new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), initializer, true, false);
    }

    /** Whether it is a running statistic of batch normalisation, which is stored with the parameters and counted among them by nobody. */
    public boolean isStatistic() {
        return BatchNormalisation.isStatistic(name);
    }

    /** The number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * What it begins with, in row-major order.
     *
     * @param seed the network's, from which this parameter gets one of its own by name
     */
    public float[] initialValues(long seed) {
        return initializer.values(shape, Seeds.derive(seed, name));
    }
}
