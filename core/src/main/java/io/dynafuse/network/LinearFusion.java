package io.dynafuse.network;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The weighting of networks that encode each source into one feature map, by the same encoder, and fuse these by sum, mean or maximum. The
 * weighted fusion is Σ ω⁽ᵐ⁾E⁽ᵐ⁾ times the factor of the {@link StaticRule}. If no gradients are required, all of it is computed in the
 * memory of the first source's features.
 */
public final class LinearFusion implements Weighting<LinearFusion.Features> {
    private final StaticRule rule;
    private final Precision precision;
    private final int narrowing;
    private final BiFunction<Tensor, Borders, Tensor> encoder;
    private final BiFunction<Tensor, Borders, Tensor> grayEncoder;
    private final BiFunction<Tensor, Borders, Tensor> decoder;

    /**
     * @param rule of the static fusion
     * @param precision of the features
     * @param encoder from {@code [N,C,H,W]} to features {@code [N,F,H,W]} that the caller may change; not negative if the rule is the
     *     maximum
     * @param decoder from features to {@code [N,C,H,W]}
     */
    public LinearFusion(
            StaticRule rule, Precision precision, UnaryOperator<Tensor> encoder, UnaryOperator<Tensor> decoder) {
        this(
                rule,
                precision,
                0,
                (image, borders) -> encoder.apply(image),
                (image, borders) -> encoder.apply(image),
                (features, borders) -> decoder.apply(features));
    }

    /**
     * The same for a network that knows which of its rows are an image's border, and encodes gray sources faster.
     *
     * @param narrowing how many rows the encoder leaves out at each end that is no border of the image
     * @param grayEncoder the encoder for images whose channels are equal before the normalisation
     */
    public LinearFusion(
            StaticRule rule,
            Precision precision,
            int narrowing,
            BiFunction<Tensor, Borders, Tensor> encoder,
            BiFunction<Tensor, Borders, Tensor> grayEncoder,
            BiFunction<Tensor, Borders, Tensor> decoder) {
        this.rule = rule;
        this.precision = precision;
        this.narrowing = narrowing;
        this.encoder = encoder;
        this.grayEncoder = grayEncoder;
        this.decoder = decoder;
    }

    /** The features of all sources, {@code [N,F,H,W]} each, and the alphas of the sources. */
    public static final class Features {
        private final List<Tensor> tensors;
        private final SourceAlphas alphas;
        private final Borders borders;
        private boolean firstHoldsStaticFusion;

        /** @param tensors {@code [N,F,H,W]} of one size for each source */
        public Features(List<Tensor> tensors, SourceAlphas alphas) {
            this(tensors, alphas, Borders.WHOLE);
        }

        private Features(List<Tensor> tensors, SourceAlphas alphas, Borders borders) {
            this.tensors = List.copyOf(tensors);
            this.alphas = alphas;
            this.borders = borders;
        }

        private Tensor first() {
            return tensors.get(0);
        }

        private int count() {
            return tensors.size();
        }

        private boolean requireGradients() {
            return tensors.stream().anyMatch(Tensor::requiresGrad);
        }
    }

    @Override
    public int narrowing() {
        return narrowing;
    }

    @Override
    public Features encode(SourceTensors sources) {
        return encode(sources, Borders.WHOLE);
    }

    @Override
    public Features encode(SourceTensors sources, Borders borders) {
        List<Tensor> features = IntStream.range(0, sources.count())
                .mapToObj(source -> (sources.gray().contains(source) ? grayEncoder : encoder)
                        .apply(sources.images().get(source), borders))
                .toList();
        return new Features(features, sources.alphas().rows(alphas -> borders.inner(alphas, narrowing)), borders);
    }

    @Override
    public Tensor component(Features encoded, int source) {
        return decoder.apply(encoded.tensors.get(source), encoded.borders);
    }

    @Override
    public Features repeated(Features encoded, int source) {
        return new Features(
                Collections.nCopies(encoded.count(), encoded.tensors.get(source)),
                SourceAlphas.OPAQUE,
                encoded.borders);
    }

    @Override
    public Tensor decode(Features encoded, Tensor fused) {
        return decoder.apply(fused, encoded.borders);
    }

    @Override
    public List<Tensor> features(Features encoded) {
        return encoded.tensors;
    }

    @Override
    public Features withFeatures(Features encoded, List<Tensor> features) {
        return new Features(features, encoded.alphas, encoded.borders);
    }

    /**
     * A sum or mean weighs each source by its share of the alphas at a pixel, α⁽ᵐ⁾/Σα; a maximum compares features times α⁽ᵐ⁾/max α, as
     * they are not negative. Both are the network's own fusion where all sources have data, and the features of the one source where only
     * one has.
     */
    @Override
    public Tensor fuse(Features encoded) {
        return Scope.compute(() -> {
            // Into new tensors, as tensors changed in place cannot always be differentiated.
            Tensor fused = encoded.alphas.areFull()
                    ? encoded.tensors.stream().reduce(rule::combine).orElseThrow()
                    : fuseTransparent(encoded);
            return averaged(fused, encoded.count());
        });
    }

    private Tensor fuseTransparent(Features encoded) {
        Tensor gains = gains(encoded.alphas);
        Tensor fused = encoded.first().times(gains.slice(1, 0, 1));
        for (int m = 1; m < encoded.count(); m++) {
            Tensor sum = fused;
            Tensor gain = gains.slice(1, m, 1);
            Tensor feature = encoded.tensors.get(m);
            fused = Scope.compute(() -> rule.combine(sum, feature.times(gain)));
            sum.close();
        }
        return fused;
    }

    @Override
    public Tensor fuse(Features encoded, Tensor weights) {
        return Scope.compute(() -> {
            Tensor scaled = scaled(weights, encoded.count());
            return addWeighted(encoded.first().times(scaled.slice(1, 0, 1)), encoded, scaled);
        });
    }

    /** Overwrites the first features, which follow from a sum or mean again if all sources are opaque. */
    @Override
    public Tensor fuseBeforeWeights(Features encoded) {
        if (rule == StaticRule.MAXIMUM || !encoded.alphas.areFull() || encoded.requireGradients()) {
            return fuse(encoded);
        }
        encoded.firstHoldsStaticFusion = true;
        return fuseInPlace(encoded);
    }

    @Override
    public Tensor fuseLast(Features encoded) {
        if (encoded.requireGradients()) {
            return fuse(encoded);
        }
        Tensor fused = Scope.compute(() -> {
            if (!encoded.alphas.areFull()) {
                Tensor gains = gains(encoded.alphas);
                for (int m = 0; m < encoded.count(); m++) {
                    encoded.tensors.get(m).timesInPlace(gains.slice(1, m, 1));
                }
            }
            return fuseInPlace(encoded);
        });
        return makeRoom(encoded, fused);
    }

    @Override
    public Tensor fuseLast(Features encoded, Tensor weights) {
        if (encoded.requireGradients()) {
            return fuse(encoded, weights);
        }
        Tensor fused = Scope.compute(() -> {
            if (encoded.firstHoldsStaticFusion) {
                return reweighInPlace(encoded, weights);
            }
            Tensor scaled = scaled(weights, encoded.count());
            return addWeighted(encoded.first().timesInPlace(scaled.slice(1, 0, 1)), encoded, scaled);
        });
        return makeRoom(encoded, fused);
    }

    /** Frees the other features, which are not needed any more. */
    private static Tensor makeRoom(Features encoded, Tensor fused) {
        encoded.tensors.stream().skip(1).forEach(Tensor::close);
        return fused;
    }

    private Tensor fuseInPlace(Features encoded) {
        Tensor fused = encoded.first();
        encoded.tensors.stream().skip(1).forEach(feature -> rule.combineInPlace(fused, feature));
        return averaged(fused, encoded.count());
    }

    private Tensor averaged(Tensor fused, int sources) {
        return rule == StaticRule.MEAN ? fused.timesInPlace(1.0 / sources) : fused;
    }

    /**
     * The static fusion S has overwritten E⁽¹⁾. As E⁽¹⁾ = ΣE⁽ᵐ⁾ − E⁽²⁾ − … − E⁽ᴹ⁾, the weighted sum is ω⁽¹⁾·ΣE⁽ᵐ⁾ + Σ (ω⁽ᵐ⁾ − ω⁽¹⁾)·E⁽ᵐ⁾
     * over the others.
     */
    private Tensor reweighInPlace(Features encoded, Tensor weights) {
        int sources = encoded.count();
        Tensor first = weights.slice(1, 0, 1);
        Tensor others = scaled(weights.minus(first), sources);
        // The factor M of a sum, or the M that a mean divided by.
        Tensor ofStatic = first.times(sources).to(precision);
        return addWeighted(encoded.first().timesInPlace(ofStatic), encoded, others);
    }

    private Tensor scaled(Tensor weights, int sources) {
        return weights.times(rule.weightedFactor(sources)).to(precision);
    }

    private static Tensor addWeighted(Tensor sum, Features encoded, Tensor scaled) {
        for (int m = 1; m < encoded.count(); m++) {
            sum.plusProductInPlace(encoded.tensors.get(m), scaled.slice(1, m, 1));
        }
        return sum;
    }

    /** The factors of features before the static fusion, {@code [N,M,H,W]}. */
    private Tensor gains(SourceAlphas alphas) {
        return (rule == StaticRule.MAXIMUM ? alphas.ofLargest() : alphas.ofMean()).to(precision);
    }
}
