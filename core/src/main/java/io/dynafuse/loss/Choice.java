package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;

/** Takes every element of one tensor or of another. */
final class Choice {
    private Choice() {}

    /** Of the first where its strength is not less than that of the second. */
    static Tensor ofStronger(Tensor first, Tensor strength, Tensor second, Tensor strengthOfSecond) {
        Tensor isSecond = strengthOfSecond.minus(strength).isPositive();
        return first.times(isSecond.times(-1).plus(1)).plus(second.times(isSecond));
    }
}
