package io.dynafuse.checkpoint;

import java.util.List;

/**
 * A tensor to be written.
 *
 * @param shape the sizes, slowest first; empty for a scalar
 * @param values row-major; kept, not copied, so that the caller must not change them until they are written
 */
public record StoredTensor(List<Long> shape, float[] values) {
    /**
     * @throws IllegalArgumentException if a size is negative, there are more than 64 of them, or their product is not the
     *     number of {@code values}
     */
    public StoredTensor {
        shape = List.copyOf(shape);
        if (Shapes.elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + Shapes.elements(shape) + " values, found " + values.length);
        }
    }
}
