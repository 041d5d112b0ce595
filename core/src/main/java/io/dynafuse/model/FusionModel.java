package io.dynafuse.model;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * A network with its parameters, cut where the sources meet: I_F = D( fuse(E⁽¹⁾(x⁽¹⁾), …, E⁽ᴹ⁾(x⁽ᴹ⁾)) ) (TTD, Eq. 1). All tensors
 * are {@code [N,C,H,W]} in the network's own numbers (see {@link NetworkFacts#normalisation}), on its device and in its
 * precision. Methods run inside an open {@link Scope}, do not change their arguments, and may be called from one thread at a
 * time.
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
     * @return M tensors {@code [N,F,H,W]}
     */
    List<Tensor> encode(List<Tensor> sources);

    /**
     * D: the image of fused features.
     *
     * @param fused {@code [N,F,H,W]}
     * @return {@code [N,C,H,W]}
     */
    Tensor decode(Tensor fused);

    /** The network's own fusion of M features {@code [N,F,H,W]}, as {@link StaticRule} says. */
    default Tensor fuse(List<Tensor> features) {
        StaticRule rule = network().facts().staticRule();
        if (rule == StaticRule.MAXIMUM) {
            return Scope.compute(() -> features.stream().reduce(Tensor::maximum).orElseThrow());
        }
        return Scope.compute(() -> {
            Tensor sum = features.get(0).plus(features.get(1));
            features.stream().skip(2).forEach(sum::plusInPlace);
            return rule == StaticRule.MEAN ? sum.timesInPlace(1.0 / features.size()) : sum;
        });
    }

    /**
     * The weighted fusion of M features {@code [N,F,H,W]}: Σ ω⁽ᵐ⁾E⁽ᵐ⁾ times the factor of the static rule, so that equal weights give
     * the static result of a sum or mean network.
     *
     * @param weights {@code [N,M,H,W]} in [0,1], source m in channel m
     */
    default Tensor fuse(List<Tensor> features, Tensor weights) {
        return Scope.compute(() -> {
            int factor = network().facts().staticRule().weightedFactor(features.size());
            Tensor scaled = weights.times(factor).to(precision());
            Tensor sum = features.get(0).times(scaled.slice(1, 0, 1));
            for (int m = 1; m < features.size(); m++) {
                sum.plusProductInPlace(features.get(m), scaled.slice(1, m, 1));
            }
            return sum;
        });
    }

    /** Frees the parameters. */
    @Override
    void close();
}
