package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticNetwork;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.BatchNormalisation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.GuidedFilter;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * SESF-Fuse (Ma et al. 2020): of two images with other depths of focus, the one whose features vary more around a pixel gives this pixel. The map of these
 * decisions is cleaned and smoothed. Images are {@code [N,3,H,W]} in [0,1]; the authors' results are cut down to 8 bits. A decision has no derivative, so
 * that this network cannot be trained; {@link SesfMean}, of the same parameters, can.
 */
public final class Sesf implements StaticNetwork {
    /** The network as published. */
    public static final Sesf NETWORK = new Sesf();

    static final int FEATURES = 64;

    private static final int CHANNELS = 16;
    private static final int SQUEEZED = 2;
    private static final double MEAN = 0.4500517361627943;
    private static final double DEVIATION = 0.26465333914691797;

    /** The window in which features are said to vary, and the disk that cleans the map. */
    private static final int RADIUS = 5;

    /** Of the area of the image: what is smaller is no region of its own. */
    private static final double SMALLEST_REGION = 0.01;

    /** ε is 0.1 for images of 0 to 255. */
    private static final GuidedFilter FILTER = new GuidedFilter(4, 0.1 / (255 * 255));

    private static final List<String> ENCODER = List.of("features", "conv_encode_1", "conv_encode_2", "conv_encode_3");
    private static final List<String> EXCITATIONS = List.of("se_f", "se_1", "se_2", "se_3");
    private static final List<Block> ENCODER_BLOCKS = List.of(
            new Block(1, CHANNELS),
            new Block(CHANNELS, CHANNELS),
            new Block(2 * CHANNELS, CHANNELS),
            new Block(3 * CHANNELS, CHANNELS));
    private static final Excitation EXCITATION = new Excitation(CHANNELS, SQUEEZED);

    private static final List<String> DECODER =
            List.of("conv_decode_1", "conv_decode_2", "conv_decode_3", "conv_decode_4");
    private static final List<Block> DECODER_BLOCKS =
            List.of(new Block(FEATURES, 64), new Block(64, 32), new Block(32, CHANNELS), new Block(CHANNELS, 1));

    static final Once<ParameterDeclarations> PARAMETERS = new Once<>(Sesf::declare);

    private Sesf() {}

    private static ParameterDeclarations declare() {
        ParameterDeclarations all = ParameterDeclarations.of();
        for (int i = 0; i < ENCODER.size(); i++) {
            all = ParameterDeclarations.join(
                    all, ENCODER_BLOCKS.get(i).declare(ENCODER.get(i)), EXCITATION.declare(EXCITATIONS.get(i)));
        }
        for (int i = 0; i < DECODER.size(); i++) {
            all = ParameterDeclarations.join(all, DECODER_BLOCKS.get(i).declare(DECODER.get(i)));
        }
        return all;
    }

    /** A convolution, then rectification, and only then normalisation. */
    private record Block(int inputs, int outputs) {
        ParameterDeclarations declare(String name) {
            return ParameterDeclarations.join(
                            convolution().declare("0"), normalisation().declare("2"))
                    .in(name);
        }

        Tensor apply(Tensor input, Parameters block) {
            return Scope.compute(() -> normalisation()
                    .apply(Activation.RELU.overwrite(convolution().apply(input, block.in("0"))), block.in("2")));
        }

        private Convolution convolution() {
            return Convolution.of(inputs, outputs, 3).padding(Padding.ZERO, 1);
        }

        private BatchNormalisation normalisation() {
            return BatchNormalisation.of(outputs);
        }
    }

    /** Squeeze and excitation (Hu et al. 2018, arXiv:1709.01507): every channel times a factor that follows from the means of all channels. */
    private record Excitation(int channels, int squeezed) {
        ParameterDeclarations declare(String name) {
            return ParameterDeclarations.join(
                            Linear.of(channels, squeezed).withoutBias().declare("fc.0", Initializer.heNormal()),
                            Linear.of(squeezed, channels).withoutBias().declare("fc.2"))
                    .in(name);
        }

        Tensor apply(Tensor input, Parameters layer) {
            return Scope.compute(() -> {
                Tensor means = input.mean(2, 3).reshape(-1, channels);
                Tensor squeeze = Activation.RELU.overwrite(
                        Linear.of(channels, squeezed).withoutBias().apply(means, layer.in("fc.0")));
                Tensor factors = Activation.SIGMOID.overwrite(
                        Linear.of(squeezed, channels).withoutBias().apply(squeeze, layer.in("fc.2")));
                return input.times(factors.reshape(-1, channels, 1, 1));
            });
        }
    }

    @Override
    public String id() {
        return "sesf";
    }

    @Override
    public String description() {
        return "SESF-Fuse (Ma et al. 2020), decisions between two depths of focus, RGB";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(publication(
                "none: each pixel is one source's by decision",
                "with the authors' program on a crop of a real scene: features, decisions, and the result in 8 bits"));
    }

    static Publication publication(String cut, String verification) {
        return new Publication(
                2020,
                "Ma, Zhu, Yin, Ban, Huang, Mukeshimana: SESF-Fuse: An Unsupervised Deep Model for Multi-focus Image Fusion. Neural Computing and"
                        + " Applications 33",
                List.of(Task.MULTI_FOCUS),
                Optional.of("LGPL-3.0"),
                List.of(new Publication.PublishedFile(
                        "github.com/Keep-Passion/SESF-Fuse",
                        "23e60b8",
                        "nets/parameters/lp+lssim_se_sf_net_times30.pkl",
                        "8758fcab88f19f673e31c9a8d1dc60e67f5b655572462ea099c49248b36fdaa3")),
                cut,
                verification);
    }

    @Override
    public NetworkFacts facts() {
        List<List<Role>> roles = List.of(List.of(Role.NEAR), List.of(Role.FAR));
        return new NetworkFacts(
                new Inputs(2, 2, 2, roles, ColourMode.RGB, 1, InputNormalisation.none()),
                Optional.empty(),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), FEATURES, 4 * FEATURES));
    }

    /** None of them is trained, as decisions have no derivatives. */
    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get().frozen();
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        Tensor first = sources.images().get(0);
        Tensor second = sources.images().get(1);
        Tensor regions = regions(decision(first, second, parameters)).to(first.device(), Precision.FP32);
        Tensor guide = chosen(first, second, regions).to(Precision.FP32);
        int colours = sources.gray().size() == sources.count() ? 1 : ColourMode.RGB.channels();
        return chosen(first, second, smooth(regions, guide.slice(1, 0, colours)));
    }

    /**
     * The map smoothed by a guide of several colours: of each, its slope is that of a guide of this colour alone, and all slopes are added up, as if colours
     * were independent. An edge that all colours show is exceeded.
     */
    private static Tensor smooth(Tensor map, Tensor guide) {
        return Scope.compute(() -> {
            long colours = guide.size(1);
            Tensor smoothed =
                    map.boxMean(FILTER.radius()).boxMean(FILTER.radius()).times(1 - colours);
            for (long colour = 0; colour < colours; colour++) {
                smoothed.plusInPlace(FILTER.smooth(map, guide.slice(1, colour, 1)));
            }
            return smoothed;
        });
    }

    /** The first image where the map is 1, the second where it is 0, and between them between. */
    private static Tensor chosen(Tensor first, Tensor second, Tensor map) {
        return Scope.compute(() -> {
            Tensor share = map.to(first.precision());
            return second.plus(first.minus(second).times(share));
        });
    }

    /** 1 where the first image is sharper, 0 elsewhere, {@code [N,1,H,W]}. */
    static Tensor decision(Tensor first, Tensor second, Parameters parameters) {
        return Scope.compute(() -> variation(encode(normalised(luma(first)), parameters))
                .minus(variation(encode(normalised(luma(second)), parameters)))
                .isPositive());
    }

    /**
     * The spatial frequency of features around every pixel, but for a factor, {@code [N,1,H,W]}: the mean of squared differences from the left and the upper
     * neighbour, 0 beyond the border.
     */
    private static Tensor variation(Tensor features) {
        return Scope.compute(() -> {
            long height = features.size(2);
            long width = features.size(3);
            Tensor padded = features.zeroPad(1);
            Tensor left = padded.slice(2, 1, height).slice(3, 0, width);
            Tensor upper = padded.slice(2, 0, height).slice(3, 1, width);
            return left.minus(features)
                    .square()
                    .plusInPlace(upper.minus(features).square())
                    .mean(1)
                    .boxMean(RADIUS);
        });
    }

    /** The map without its thin and small regions, {@code [N,1,H,W]} on the processor. */
    private static Tensor regions(Tensor decision) {
        return Scope.compute(() -> Tensor.concatenate(
                LongStream.range(0, decision.size(0))
                        .mapToObj(image -> regionsOfOne(decision.slice(0, image, 1)))
                        .toList(),
                0));
    }

    private static Tensor regionsOfOne(Tensor decision) {
        int height = Math.toIntExact(decision.size(2));
        int width = Math.toIntExact(decision.size(3));
        double smallest = SMALLEST_REGION * height * width;
        BinaryMap map = BinaryMap.of(decision.toFloats(), width, height)
                .opened(RADIUS)
                .withoutRegionsBelow(smallest)
                .closed(RADIUS)
                .inverse()
                .withoutRegionsBelow(smallest)
                .inverse();
        return Tensor.of(map.toFloats(), 1, 1, height, width);
    }

    /** As scikit-image weighs colours, {@code [N,1,H,W]}. */
    private static Tensor luma(Tensor image) {
        return Scope.compute(() -> image.slice(1, 0, 1)
                .times(0.2125)
                .plus(image.slice(1, 1, 1).times(0.7154))
                .plus(image.slice(1, 2, 1).times(0.0721)));
    }

    /** Luma as the network takes it. */
    static Tensor normalised(Tensor luma) {
        return Scope.compute(() -> luma.plus(-MEAN).times(1 / DEVIATION));
    }

    /** The features of normalised luma, {@code [N,64,H,W]}. */
    static Tensor encode(Tensor normalised, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor features = encoded(0, normalised, parameters).channelsLast();
            for (int i = 1; i < ENCODER.size(); i++) {
                features = Tensor.concatenate(List.of(features, encoded(i, features, parameters)), 1);
            }
            return features;
        });
    }

    private static Tensor encoded(int block, Tensor input, Parameters parameters) {
        return Scope.compute(() -> EXCITATION.apply(
                ENCODER_BLOCKS.get(block).apply(input, parameters.in(ENCODER.get(block))),
                parameters.in(EXCITATIONS.get(block))));
    }

    /** The normalised luma of features. */
    static Tensor decode(Tensor features, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor decoded = features;
            for (int i = 0; i < DECODER.size(); i++) {
                decoded = DECODER_BLOCKS.get(i).apply(decoded, parameters.in(DECODER.get(i)));
            }
            return decoded;
        });
    }

    /** Luma of what {@link #decode} gives. */
    static Tensor image(Tensor normalised) {
        return Scope.compute(() -> normalised.times(DEVIATION).plus(MEAN));
    }
}
