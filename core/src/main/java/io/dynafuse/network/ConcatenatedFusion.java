package io.dynafuse.network;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The weighting of networks that make features of each source, by an encoder each or by coupled ones, which the decoder sees side by side. Weights
 * scale the features of each of M sources by M·ω⁽ᵐ⁾. A source's component is made of this source in place of every one.
 *
 * @param precision of the features
 * @param encoders from M images {@code [N,C,H,W]} to the features of each, {@code [N,F,H,W]}
 * @param decoder from {@code [N,M·F,H,W]}, in the order of the sources, to {@code [N,C,H,W]}; it may overwrite what it is given
 */
public record ConcatenatedFusion(
        Precision precision, Function<List<Tensor>, List<Tensor>> encoders, UnaryOperator<Tensor> decoder)
        implements Weighting<EncodedSources> {
    @Override
    public EncodedSources encode(SourceTensors sources) {
        return new EncodedSources(sources, encoders.apply(sources.images()));
    }

    @Override
    public EncodedSources repeated(EncodedSources encoded, int source) {
        Tensor image = encoded.sources().images().get(source);
        return encode(SourceTensors.of(Collections.nCopies(encoded.sources().count(), image)));
    }

    @Override
    public Tensor fuse(EncodedSources encoded) {
        return encoded.sources()
                .alphas()
                .shares()
                .map(shares -> fuse(encoded, shares))
                .orElseGet(() -> Tensor.concatenate(encoded.features(), 1));
    }

    @Override
    public Tensor fuse(EncodedSources encoded, Tensor weights) {
        return Scope.compute(() -> {
            int sources = encoded.features().size();
            Tensor factors =
                    weights.times(StaticRule.SUM.weightedFactor(sources)).to(precision);
            return Tensor.concatenate(
                    IntStream.range(0, sources)
                            .mapToObj(m -> encoded.features().get(m).times(factors.slice(1, m, 1)))
                            .toList(),
                    1);
        });
    }

    @Override
    public Tensor decode(EncodedSources encoded, Tensor fused) {
        return Scope.compute(() -> decoder.apply(fused));
    }

    @Override
    public List<Tensor> features(EncodedSources encoded) {
        return encoded.features();
    }

    @Override
    public EncodedSources withFeatures(EncodedSources encoded, List<Tensor> features) {
        return encoded.with(features);
    }
}
