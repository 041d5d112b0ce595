package io.dynafuse.checkpoint;

import java.util.List;

/** The rules that every shape in this package obeys. */
final class Shapes {
    /** PyTorch's own limit; it also limits the work per element that a hostile file can cause. */
    private static final int MAXIMUM_RANK = 64;

    private Shapes() {}

    /**
     * The number of elements of a tensor of {@code shape}.
     *
     * @throws IllegalArgumentException if a size is negative, there are more than 64 of them, or the product overflows
     */
    static long elements(List<Long> shape) {
        if (shape.size() > MAXIMUM_RANK) {
            throw new IllegalArgumentException(
                    "a tensor has " + shape.size() + " dimensions; at most " + MAXIMUM_RANK + " are possible");
        }
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a tensor has the negative size " + shape);
        }
        try {
            return shape.stream().reduce(1L, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a tensor has the impossible size " + shape, e);
        }
    }
}
