package io.dynafuse.network;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * A network with its parameters, cut where the sources meet: I_F = D( fuse(E⁽¹⁾(x⁽¹⁾), …, E⁽ᴹ⁾(x⁽ᴹ⁾)) ) (TTD, Eq. 1). All tensors
 * are {@code [N,C,H,W]} in the network's own numbers (see {@link NetworkFacts#normalisation}), on its device and in its
 * precision. Methods run inside an open {@link Scope}, do not change their arguments unless their name ends in
 * {@code InPlace}, and may be called from one thread at a time.
 */
public interface FusionModel extends AutoCloseable {
    /** Which network this is. */
    Network network();

    /** Where the parameters are. */
    Device device();

    /** What the network computes in. */
    Precision precision();

    /**
     * E: the features of every source.
     *
     * @param sources M tensors {@code [N,C,H,W]} of one size, C as {@link ColourMode#channels} says
     * @return M new tensors {@code [N,F,H,W]}, which the caller may change and close
     */
    List<Tensor> encode(List<Tensor> sources);

    /**
     * D: the image of fused features. Derivatives by them can be found if they are {@linkplain Tensor#requiresGrad recorded}.
     *
     * @param fused {@code [N,F,H,W]}
     * @return {@code [N,C,H,W]}
     */
    Tensor decode(Tensor fused);

    /**
     * The network's own fusion of M features {@code [N,F,H,W]}, as {@link StaticRule} says. Derivatives by them can be found if they
     * are recorded.
     */
    default Tensor fuse(List<Tensor> features) {
        StaticRule rule = network().facts().staticRule();
        return Scope.compute(() -> {
            // Into new tensors, as derivatives by what changes in place cannot always be found.
            Tensor fused = features.stream().reduce(rule::combine).orElseThrow();
            return rule == StaticRule.MEAN ? fused.timesInPlace(1.0 / features.size()) : fused;
        });
    }

    /** {@link #fuse(List)} in the memory of the first of the features, which is lost: no large tensor is made. */
    default Tensor fuseInPlace(List<Tensor> features) {
        StaticRule rule = network().facts().staticRule();
        Tensor fused = features.get(0);
        features.stream().skip(1).forEach(feature -> rule.combineInPlace(fused, feature));
        return rule == StaticRule.MEAN ? fused.timesInPlace(1.0 / features.size()) : fused;
    }

    /**
     * The weighted fusion of M features {@code [N,F,H,W]}: Σ ω⁽ᵐ⁾E⁽ᵐ⁾ times the factor of the static rule, so that equal weights give
     * the static result of a sum or mean network.
     *
     * @param weights {@code [N,M,H,W]} in [0,1], source m in channel m
     */
    default Tensor fuse(List<Tensor> features, Tensor weights) {
        return Scope.compute(() -> {
            Tensor scaled = scaled(weights, features.size());
            return addWeighted(features.get(0).times(scaled.slice(1, 0, 1)), features, scaled);
        });
    }

    /** {@link #fuse(List, Tensor)} in the memory of the first of the features, which is lost: no large tensor is made. */
    default Tensor fuseInPlace(List<Tensor> features, Tensor weights) {
        return Scope.compute(() -> {
            Tensor scaled = scaled(weights, features.size());
            return addWeighted(features.get(0).timesInPlace(scaled.slice(1, 0, 1)), features, scaled);
        });
    }

    /**
     * The weighted fusion of features whose static fusion S by {@link #fuseInPlace(List)} has taken the place of the first. As that
     * was E⁽¹⁾ = ΣE⁽ᵐ⁾ − E⁽²⁾ − … − E⁽ᴹ⁾, the weighted sum is ω⁽¹⁾·ΣE⁽ᵐ⁾ + Σ (ω⁽ᵐ⁾ − ω⁽¹⁾)·E⁽ᵐ⁾ over the others.
     *
     * @throws IllegalStateException for a maximum network, whose static fusion does not hold the sum
     */
    default Tensor reweighInPlace(List<Tensor> features, Tensor weights) {
        StaticRule rule = network().facts().staticRule();
        if (rule == StaticRule.MAXIMUM) {
            throw new IllegalStateException("a maximum of features cannot be weighed again");
        }
        return Scope.compute(() -> {
            int sources = features.size();
            Tensor first = weights.slice(1, 0, 1);
            Tensor others = scaled(weights.minus(first), sources);
            // The factor M of a sum, or the M that a mean divided by.
            Tensor ofStatic = first.times(sources).to(precision());
            return addWeighted(features.get(0).timesInPlace(ofStatic), features, others);
        });
    }

    private Tensor scaled(Tensor weights, int sources) {
        return weights.times(network().facts().staticRule().weightedFactor(sources))
                .to(precision());
    }

    private static Tensor addWeighted(Tensor sum, List<Tensor> features, Tensor scaled) {
        for (int m = 1; m < features.size(); m++) {
            sum.plusProductInPlace(features.get(m), scaled.slice(1, m, 1));
        }
        return sum;
    }

    /** Frees the parameters. */
    @Override
    void close();
}
