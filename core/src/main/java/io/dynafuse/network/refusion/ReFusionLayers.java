package io.dynafuse.network.refusion;

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
 * The layers of ReFusion. Weights act on each source's features before the fusion module. A source's component is made of this source on both sides.
 *
 * <p>Features are made when they are needed and not kept: the encoders are a quarter of the work, and the features of one pair take most of the
 * memory.
 *
 * @param strips into which images are cut
 */
record ReFusionLayers(AdaptiveFusion fusion, Parameters parameters, Strips strips)
        implements Weighting<ReFusionLayers.Encoded> {
    private static final int HEADS = 8;
    private static final int EXPANSION = 2;
    private static final int BLOCKS = 2;
    private static final int SOURCES = 2;
    private static final Convolution FIRST = convolution(1, AdaptiveFusion.CHANNELS);
    private static final Convolution BEFORE_LAST = convolution(AdaptiveFusion.BOTH, AdaptiveFusion.CHANNELS);
    private static final Convolution LAST = convolution(AdaptiveFusion.CHANNELS, 1);
    private static final RestormerBlock ENCODER = new RestormerBlock(AdaptiveFusion.CHANNELS, HEADS, EXPANSION);
    private static final RestormerBlock DECODER = new RestormerBlock(AdaptiveFusion.BOTH, HEADS, EXPANSION);

    /**
     * Two sources.
     *
     * @param features of each, {@code [N,16,H,W]}, where they are given instead of encoded
     */
    record Encoded(SourceTensors sources, Optional<List<Tensor>> features) {}

    static ParameterDeclarations declare(AdaptiveFusion fusion) {
        return ParameterDeclarations.join(
                FIRST.declare("project_in_1"),
                FIRST.declare("project_in_2"),
                ENCODER.declare(BLOCKS).in("encoder1"),
                ENCODER.declare(BLOCKS).in("encoder2"),
                fusion.declare("FM"),
                DECODER.declare(BLOCKS).in("decoder"),
                BEFORE_LAST.declare("project_out_0"),
                LAST.declare("project_out_1"));
    }

    static Convolution convolution(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.ZERO, 1).withoutBias();
    }

    @Override
    public Encoded encode(SourceTensors sources) {
        return new Encoded(sources, Optional.empty());
    }

    @Override
    public Encoded repeated(Encoded encoded, int source) {
        Tensor image = encoded.sources.images().get(source);
        return encode(SourceTensors.of(Collections.nCopies(SOURCES, image)));
    }

    @Override
    public Tensor fuse(Encoded encoded) {
        return encoded.sources
                .alphas()
                .shares()
                .map(shares -> fuse(encoded, shares))
                .orElseGet(() -> Scope.compute(() -> fused(both(encoded))));
    }

    @Override
    public Tensor fuse(Encoded encoded, Tensor weights) {
        return Scope.compute(() -> {
            Tensor both = both(encoded);
            Tensor factors =
                    weights.times(StaticRule.SUM.weightedFactor(SOURCES)).to(both.precision());
            if (both.requiresGrad() || factors.requiresGrad()) {
                return fused(Tensor.concatenate(
                        IntStream.range(0, SOURCES)
                                .mapToObj(m -> of(m, both).times(factors.slice(1, m, 1)))
                                .toList(),
                        1));
            }
            for (int m = 0; m < SOURCES; m++) {
                of(m, both).timesInPlace(factors.slice(1, m, 1));
            }
            return fused(both);
        });
    }

    private Tensor fused(Tensor both) {
        return fusion.apply(both, parameters.in("FM"), strips);
    }

    @Override
    public Tensor decode(Encoded encoded, Tensor fused) {
        return Scope.compute(() -> {
            Tensor decoded = DECODER.apply(fused, BLOCKS, parameters.in("decoder"), strips);
            return strips.map(decoded, 2, part -> {
                Tensor before =
                        Activation.LEAKY_RELU.overwrite(BEFORE_LAST.apply(part, parameters.in("project_out_0")));
                return Activation.SIGMOID.overwrite(LAST.apply(before, parameters.in("project_out_1")));
            });
        });
    }

    @Override
    public List<Tensor> features(Encoded encoded) {
        return encoded.features.orElseGet(() -> {
            Tensor both = both(encoded);
            return IntStream.range(0, SOURCES).mapToObj(m -> of(m, both)).toList();
        });
    }

    @Override
    public Encoded withFeatures(Encoded encoded, List<Tensor> features) {
        return new Encoded(encoded.sources, Optional.of(features));
    }

    /** The features of both sources, {@code [N,32,H,W]}, channels-last. */
    private Tensor both(Encoded encoded) {
        if (encoded.features.isPresent()) {
            return Tensor.concatenate(encoded.features.get(), 1);
        }
        List<Tensor> images = encoded.sources.images();
        Tensor image = images.get(0);
        if (strips.isWhole(image)) {
            return Scope.compute(() -> Tensor.concatenate(
                    IntStream.range(0, SOURCES)
                            .mapToObj(m -> blocks(m, first(m, images.get(m))))
                            .toList(),
                    1));
        }
        Tensor both = Tensor.unwritten(image, image.size(0), AdaptiveFusion.BOTH, image.size(2), image.size(3));
        try (Scope scope = Scope.open()) {
            for (int m = 0; m < SOURCES; m++) {
                int source = m;
                strips.write(images.get(m), 1, part -> first(source, part), of(m, both));
                blocks(m, of(m, both));
            }
        }
        return both;
    }

    private static Tensor of(int source, Tensor both) {
        return both.slice(1, (long) source * AdaptiveFusion.CHANNELS, AdaptiveFusion.CHANNELS);
    }

    private Tensor first(int source, Tensor image) {
        return FIRST.apply(image, parameters.in("project_in_" + (source + 1)));
    }

    private Tensor blocks(int source, Tensor features) {
        return ENCODER.apply(features, BLOCKS, parameters.in("encoder" + (source + 1)), strips);
    }
}
