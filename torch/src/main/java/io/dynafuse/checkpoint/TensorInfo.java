package io.dynafuse.checkpoint;

import java.util.List;

/**
 * What a checkpoint says about one of its tensors.
 *
 * @param name the name, normalised as {@link Checkpoint} describes
 * @param type the stored number format
 * @param shape the sizes, slowest first; empty for a scalar; none is negative
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {
    /** @throws IllegalArgumentException if a size is negative, there are more than 64 of them, or the product overflows */
    public TensorInfo {
        shape = List.copyOf(shape);
        Shapes.elements(shape);
    }

    /** The number of elements: the product of {@link #shape}, 1 for a scalar. */
    public long elements() {
        return Shapes.elements(shape);
    }
}
