package io.dynafuse.network.tcmoa;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a router distributes tokens among adapters: noisy top-k gating (Shazeer et al. 2017, arXiv:1701.06538).
 *
 * @param values {@code [T,experts]} in [0,1], of each token 1 together, at most two of them positive
 * @param load how many tokens each adapter got, {@code [1,experts]}; with noise, is expected to get
 */
record Gates(Tensor values, Tensor load) {
    private static final int SELECTED = 2;
    private static final double LEAST_DEVIATION = 0.1;
    private static final double BALANCE_SHARE = 1e-3;
    private static final double EPSILON = 1e-10;

    /**
     * Opens the two largest gates of every token, or all if there are fewer.
     *
     * @param logits {@code [T,experts]}
     */
    static Gates of(Tensor logits) {
        try (Scope scope = Scope.open()) {
            Tensor values = open(logits);
            return new Gates(scope.release(values), scope.release(total(values.isPositive())));
        }
    }

    /**
     * The same by noisy logits, so that a router tries adapters that it would not choose.
     *
     * @param spread {@code [T,experts]}: the deviation of the noise is 0.1 above the softplus of it
     * @param noise {@code [T,experts]}, standard normal
     */
    static Gates noisy(Tensor logits, Tensor spread, Tensor noise) {
        try (Scope scope = Scope.open()) {
            Tensor deviation = spread.softplus().plus(LEAST_DEVIATION);
            Tensor noisy = logits.plus(noise.times(deviation));
            Tensor values = open(noisy);
            Tensor load = noisy.size(1) > SELECTED ? expected(logits, noisy, deviation) : total(values.isPositive());
            return new Gates(scope.release(values), scope.release(load));
        }
    }

    private static Tensor open(Tensor logits) {
        return Scope.compute(() -> {
            int selected = (int) Math.min(SELECTED, logits.size(1));
            Tensor largest = logits.largest(selected, 1);
            // 1 for the largest two.
            Tensor chosen = largest.slice(1, selected - 1L, 1)
                    .minus(logits)
                    .isPositive()
                    .times(-1)
                    .plus(1);
            Tensor powers = logits.minus(largest.slice(1, 0, 1)).exponential().times(chosen);
            return powers.dividedBy(powers.mean(1).times(powers.size(1)));
        });
    }

    /** Σ P(an adapter would be among those chosen if its own noise were drawn again). */
    private static Tensor expected(Tensor logits, Tensor noisy, Tensor deviation) {
        Tensor largest = noisy.largest(SELECTED + 1, 1);
        Tensor next = largest.slice(1, SELECTED, 1);
        Tensor last = largest.slice(1, SELECTED - 1L, 1);
        Tensor above = noisy.minus(next).isPositive();
        Tensor threshold = last.plus(above.times(next.minus(last)));
        return total(logits.minus(threshold).dividedBy(deviation).normalDistribution());
    }

    private static Tensor total(Tensor ofTokens) {
        return Scope.compute(() -> ofTokens.mean(0).times(ofTokens.size(0)));
    }

    /** Large where some adapters get more than others: what keeps all of them in use. A tensor of one element. */
    Tensor imbalance() {
        return Scope.compute(() ->
                squaredVariation(total(values)).plus(squaredVariation(load)).times(BALANCE_SHARE));
    }

    /** Of all tokens, what each adapter got. */
    List<Double> shares() {
        try (Scope scope = Scope.open()) {
            float[] means = values.mean(0).toFloats();
            return IntStream.range(0, means.length)
                    .mapToObj(expert -> (double) means[expert])
                    .toList();
        }
    }

    private static Tensor squaredVariation(Tensor ofExperts) {
        long count = ofExperts.size(1);
        if (count == 1) {
            return ofExperts.times(0).meanOfAll();
        }
        Tensor mean = ofExperts.meanOfAll();
        Tensor variance = ofExperts.minus(mean).square().meanOfAll().times(count / (count - 1.0));
        return variance.dividedBy(mean.square().plus(EPSILON));
    }

    /** These gates and others, each in a share. */
    static Gates mixed(Gates first, double share, Optional<Gates> others) {
        return new Gates(
                sum(first.values.times(share), others.map(Gates::values)),
                sum(first.load.times(share), others.map(Gates::load)));
    }

    private static Tensor sum(Tensor first, Optional<Tensor> other) {
        return other.map(first::plus).orElse(first);
    }

    Gates released(Scope scope) {
        return new Gates(scope.release(values), scope.release(load));
    }
}
