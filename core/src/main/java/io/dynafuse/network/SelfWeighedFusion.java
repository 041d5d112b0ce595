package io.dynafuse.network;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The weighting of networks that give a weight v⁽ᵐ⁾ to every source at every pixel by themselves: Σ v⁽ᵐ⁾E⁽ᵐ⁾ / Σ v⁽ᵐ⁾. Fusion weights multiply those of
 * the network, v⁽ᵐ⁾ω⁽ᵐ⁾, so that equal ones change nothing; so do the alphas of transparent sources.
 *
 * @param precision of the features
 * @param encoder from an image {@code [N,C,H,W]} to its features {@code [N,F,H,W]}
 * @param ownWeights v {@code [N,M,H,W]}, positive, of the images and the features of all sources
 * @param decoder from {@code [N,F,H,W]} to {@code [N,C,H,W]}; it may overwrite what it is given
 */
public record SelfWeighedFusion(
        Precision precision,
        UnaryOperator<Tensor> encoder,
        Function<EncodedSources, Tensor> ownWeights,
        UnaryOperator<Tensor> decoder)
        implements Weighting<EncodedSources> {
    @Override
    public EncodedSources encode(SourceTensors sources) {
        return new EncodedSources(
                sources, sources.images().stream().map(encoder).toList());
    }

    /** The decoder's image of this source's features, whatever the network would weigh it by. */
    @Override
    public Tensor component(EncodedSources encoded, int source) {
        return Scope.compute(() -> decoder.apply(encoded.features().get(source).copy()));
    }

    @Override
    public EncodedSources repeated(EncodedSources encoded, int source) {
        Tensor image = encoded.sources().images().get(source);
        return new EncodedSources(
                SourceTensors.of(Collections.nCopies(encoded.sources().count(), image)),
                Collections.nCopies(
                        encoded.sources().count(), encoded.features().get(source)));
    }

    @Override
    public Tensor fuse(EncodedSources encoded) {
        return fuse(encoded, Optional.empty());
    }

    @Override
    public Tensor fuse(EncodedSources encoded, Tensor weights) {
        return fuse(encoded, Optional.of(weights));
    }

    private Tensor fuse(EncodedSources encoded, Optional<Tensor> weights) {
        return Scope.compute(() -> {
            Tensor own = ownWeights.apply(encoded);
            Tensor products = weights.or(() -> encoded.sources().alphas().shares())
                    .map(own::times)
                    .orElse(own);
            Tensor shares =
                    products.dividedBy(products.mean(1).times(products.size(1))).to(precision);
            return IntStream.range(0, encoded.features().size())
                    .mapToObj(m -> encoded.features().get(m).times(shares.slice(1, m, 1)))
                    .reduce(Tensor::plus)
                    .orElseThrow();
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
