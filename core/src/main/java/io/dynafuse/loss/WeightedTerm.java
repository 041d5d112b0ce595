package io.dynafuse.loss;

/**
 * A part of a sum of losses: a kind of loss and its factor.
 *
 * @param weight from 1e-20 to 1e20
 */
public record WeightedTerm<T extends LossKind>(double weight, T term) {
    // Losses times this, and their derivatives, neither overflow nor underflow in 32 bits.
    private static final double LARGEST_WEIGHT = 1e20;

    /** @throws IllegalArgumentException if the weight is out of range */
    public WeightedTerm {
        if (!(weight >= 1 / LARGEST_WEIGHT && weight <= LARGEST_WEIGHT)) {
            throw new IllegalArgumentException("expected the weight of a loss from " + 1 / LARGEST_WEIGHT + " to "
                    + LARGEST_WEIGHT + ", found " + weight);
        }
    }

    @Override
    public String toString() {
        return weight == 1 ? term.word() : weight + "*" + term.word();
    }
}
