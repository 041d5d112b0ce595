package io.dynafuse.network.cddfuse;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layers of CDDFuse and of PFCFuse. Weights act on the base and the detail features of each source, before their sum and the fusion layers. A source's component is
 * what the fusion layers and the decoder make of its features alone, with no image added.
 *
 * <p>The features of small images are kept; those of large ones, which would take most of the memory, are made whenever they are needed.
 *
 * @param channels of base features, and of detail features
 * @param base the branch of base features
 * @param added the image that is added to what the decoder gives
 * @param strips into which images are cut
 */
record CddFuseLayers(int channels, BaseBranch base, AddedImage added, Parameters parameters, Strips strips)
        implements Weighting<CddFuseLayers.Encoded> {
    /** The encoder that both sources share. */
    static final String ENCODER = "encoder";

    /** The decoder. */
    static final String DECODER = "decoder";

    /** The fusion layer of base features. */
    static final String BASE_FUSION = "base_fusion";

    /** The fusion layer of detail features. */
    static final String DETAIL_FUSION = "detail_fusion";

    /** The source that is the infrared image. */
    static final int INFRARED = 0;

    /** The source that is the visible image. */
    static final int VISIBLE = 1;

    private static final int SOURCES = 2;
    private static final int HEADS = 8;
    private static final int EXPANSION = 2;
    private static final int BLOCKS = 4;
    private static final int DETAIL_LAYERS = 3;
    private static final int MOST_KEPT_PIXELS = 1 << 20;

    /**
     * Two sources.
     *
     * @param features of each, {@code [N,2·channels,H,W]}, base before detail, where they are kept
     */
    record Encoded(SourceTensors sources, Optional<List<Tensor>> features) {}

    /** CDDFuse's own branch of base features. */
    static BaseBranch attention(int channels) {
        return new AttentionBranch(channels, HEADS);
    }

    static ParameterDeclarations declare(int channels, BaseBranch base) {
        return ParameterDeclarations.join(
                declareEncoder(channels, base).in(ENCODER),
                declareDecoder(channels).in(DECODER),
                base.declare(BASE_FUSION),
                fusedDetail(channels).declare(DETAIL_FUSION));
    }

    private static ParameterDeclarations declareEncoder(int channels, BaseBranch base) {
        return ParameterDeclarations.join(
                convolution(1, channels).declare("patch_embed.proj"),
                block(channels).declare(BLOCKS).in("encoder_level1"),
                base.declare("baseFeature"),
                detail(channels).declare("detailFeature"));
    }

    private static ParameterDeclarations declareDecoder(int channels) {
        return ParameterDeclarations.join(
                reduction(channels).declare("reduce_channel"),
                block(channels).declare(BLOCKS).in("encoder_level2"),
                convolution(channels, channels / 2).declare("output.0"),
                convolution(channels / 2, 1).declare("output.2"));
    }

    @Override
    public Encoded encode(SourceTensors sources) {
        Encoded encoded = new Encoded(sources, Optional.empty());
        Tensor image = sources.images().get(0);
        boolean kept = image.size(0) * image.size(2) * image.size(3) <= MOST_KEPT_PIXELS;
        return kept ? withFeatures(encoded, features(encoded)) : encoded;
    }

    @Override
    public Tensor component(Encoded encoded, int source) {
        return Scope.compute(() -> {
            Tensor own = fused(
                    encoded.features.map(all -> all.get(source).copy()).orElseGet(() -> features(encoded, source)));
            return decode(own, Optional.empty());
        });
    }

    @Override
    public Encoded repeated(Encoded encoded, int source) {
        SourceTensors sources = SourceTensors.of(
                Collections.nCopies(SOURCES, encoded.sources.images().get(source)));
        return new Encoded(
                sources, encoded.features.map(features -> Collections.nCopies(SOURCES, features.get(source))));
    }

    @Override
    public Tensor fuse(Encoded encoded) {
        return encoded.sources
                .alphas()
                .shares()
                .map(shares -> fuse(encoded, shares))
                .orElseGet(() -> Scope.compute(() -> fused(sum(encoded, Optional.empty()))));
    }

    @Override
    public Tensor fuse(Encoded encoded, Tensor weights) {
        return Scope.compute(() -> {
            Tensor factors = weights.times(StaticRule.SUM.weightedFactor(SOURCES))
                    .to(encoded.sources.images().get(0).precision());
            return fused(sum(encoded, Optional.of(factors)));
        });
    }

    /** The sum of the features, a new tensor. */
    private Tensor sum(Encoded encoded, Optional<Tensor> factors) {
        Tensor infrared = weighted(encoded, INFRARED, factors);
        return Scope.compute(() -> {
            Tensor visible = weighted(encoded, VISIBLE, factors);
            boolean recorded = infrared.requiresGrad() || visible.requiresGrad();
            return recorded ? infrared.plus(visible) : infrared.plusInPlace(visible);
        });
    }

    /** Features times their factors, a new tensor. */
    private Tensor weighted(Encoded encoded, int source, Optional<Tensor> factors) {
        Optional<Tensor> factor = factors.map(all -> all.slice(1, source, 1));
        if (encoded.features.isPresent()) {
            Tensor features = encoded.features.get().get(source);
            return factor.map(features::times).orElseGet(features::copy);
        }
        Tensor features = features(encoded, source);
        return factor.map(features::timesInPlace).orElse(features);
    }

    /** The fusion layers, which may overwrite what they are given. */
    private Tensor fused(Tensor features) {
        Parameters ofBase = parameters.in(BASE_FUSION);
        Parameters ofDetail = parameters.in(DETAIL_FUSION);
        if (strips.isWhole(features)) {
            return Tensor.concatenate(
                    List.of(
                            base.apply(baseOf(features), ofBase, strips),
                            fusedDetail(channels).apply(detailOf(features), ofDetail)),
                    1);
        }
        base.apply(baseOf(features), ofBase, strips);
        Tensor detail = detailOf(features);
        int radius = fusedDetail(channels).radius();
        detail.copyInPlace(
                strips.map(detail, radius, part -> fusedDetail(channels).apply(part, ofDetail)));
        return features;
    }

    @Override
    public Tensor decode(Encoded encoded, Tensor fused) {
        return decode(fused, added.of(encoded.sources));
    }

    /** The image of features and, perhaps, of what is added. */
    Tensor decode(Tensor fused, Optional<Tensor> image) {
        Parameters decoder = parameters.in(DECODER);
        return Scope.compute(() -> {
            Tensor reduced =
                    strips.map(fused, 0, part -> reduction(channels).apply(part, decoder.in("reduce_channel")));
            Tensor decoded = block(channels).apply(reduced, BLOCKS, decoder.in("encoder_level2"), strips);
            Tensor output = strips.map(decoded, 2, part -> {
                Tensor before = Activation.LEAKY_RELU.overwrite(
                        convolution(channels, channels / 2).apply(part, decoder.in("output.0")));
                return convolution(channels / 2, 1).apply(before, decoder.in("output.2"));
            });
            return Activation.SIGMOID.overwrite(image.map(output::plus).orElse(output));
        });
    }

    @Override
    public List<Tensor> features(Encoded encoded) {
        return encoded.features.orElseGet(() -> IntStream.range(0, SOURCES)
                .mapToObj(source -> features(encoded, source))
                .toList());
    }

    @Override
    public Encoded withFeatures(Encoded encoded, List<Tensor> features) {
        return new Encoded(encoded.sources, Optional.of(features));
    }

    private Tensor features(Encoded encoded, int source) {
        return features(encoded.sources.images().get(source));
    }

    /** {@code [N,2·channels,H,W]}, base before detail, channels-last. */
    Tensor features(Tensor image) {
        Parameters encoder = parameters.in(ENCODER);
        Parameters first = encoder.in("patch_embed.proj");
        Parameters blocks = encoder.in("encoder_level1");
        Parameters ofBase = encoder.in("baseFeature");
        Parameters ofDetail = encoder.in("detailFeature");
        if (strips.isWhole(image)) {
            return Scope.compute(() -> {
                Tensor shared = block(channels)
                        .apply(convolution(1, channels).apply(image, first).channelsLast(), BLOCKS, blocks, strips);
                return Tensor.concatenate(
                        List.of(
                                base.apply(shared, ofBase, strips),
                                detail(channels).apply(shared, ofDetail)),
                        1);
            });
        }
        Tensor both = Tensor.unwritten(image, image.size(0), 2L * channels, image.size(2), image.size(3));
        try (Scope scope = Scope.open()) {
            Tensor shared = baseOf(both);
            strips.write(image, 1, part -> convolution(1, channels).apply(part, first), shared);
            block(channels).apply(shared, BLOCKS, blocks, strips);
            strips.write(
                    shared, detail(channels).radius(), part -> detail(channels).apply(part, ofDetail), detailOf(both));
            base.apply(shared, ofBase, strips);
        }
        return both;
    }

    private Tensor baseOf(Tensor both) {
        return both.slice(1, 0, channels);
    }

    private Tensor detailOf(Tensor both) {
        return both.slice(1, channels, channels);
    }

    private static RestormerBlock block(int channels) {
        return new RestormerBlock(channels, HEADS, EXPANSION);
    }

    private static DetailBranch detail(int channels) {
        return new DetailBranch(channels, DETAIL_LAYERS);
    }

    private static DetailBranch fusedDetail(int channels) {
        return new DetailBranch(channels, 1);
    }

    private static Convolution reduction(int channels) {
        return Convolution.of(2 * channels, channels, 1).withoutBias();
    }

    private static Convolution convolution(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.ZERO, 1).withoutBias();
    }
}
