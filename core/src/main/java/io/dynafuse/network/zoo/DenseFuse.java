package io.dynafuse.network.zoo;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SelfWeighedFusion;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
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
import java.util.stream.Stream;

/**
 * DenseFuse (Li and Wu 2019, doi:10.1109/TIP.2018.2887342): an auto-encoder with a dense block, 74 K parameters. The features of the sources, 64 channels
 * each, are fused by their mean, or by the paper's l1-norm rule, which has no parameters. Its numbers are those of 8-bit images, 0 to 255; images here are
 * in [0,1].
 *
 * <p>The attention of the published program, the exponential of a sum of features, overflows for such images. The l1-norm rule here is the paper's.
 */
public enum DenseFuse implements WeightedNetwork {
    /** Luma, fused by the mean. */
    GRAY("densefuse", ColourMode.LUMA, false),
    /** Three channels, fused by the mean. */
    RGB("densefuse-rgb", ColourMode.RGB, false),
    /** Luma, fused by the l1-norm rule, with the same parameters. */
    GRAY_L1("densefuse-l1", ColourMode.LUMA, true),
    /** Three channels, fused by the l1-norm rule, with the same parameters. */
    RGB_L1("densefuse-rgb-l1", ColourMode.RGB, true);

    private static final double WHITE = 255;
    private static final int GROWTH = 16;
    private static final int CHANNELS = 64;
    private static final int BLOCK_RADIUS = 1;
    // Below any activity of 8-bit images, so that sources without any feature at a pixel share it evenly.
    private static final double LEAST_ACTIVITY = 1e-6;

    private final String id;
    private final ColourMode colour;
    private final boolean weighsItself;
    private final List<Layer> dense;
    private final List<Layer> decoding;
    private final Layer first;
    private final Once<ParameterDeclarations> parameters;

    DenseFuse(String id, ColourMode colour, boolean weighsItself) {
        this.id = id;
        this.colour = colour;
        this.weighsItself = weighsItself;
        first = Layer.of("conv1", colour.channels(), GROWTH);
        dense = List.of(
                Layer.of("DB1.denseblock.0.dense_conv", GROWTH, GROWTH),
                Layer.of("DB1.denseblock.1.dense_conv", 2 * GROWTH, GROWTH),
                Layer.of("DB1.denseblock.2.dense_conv", 3 * GROWTH, GROWTH));
        decoding = List.of(
                Layer.of("conv2", CHANNELS, 64),
                Layer.of("conv3", 64, 32),
                Layer.of("conv4", 32, 16),
                Layer.of("conv5", 16, colour.channels()));
        parameters = new Once<>(this::declare);
    }

    private ParameterDeclarations declare() {
        return ParameterDeclarations.join(Stream.of(List.of(first), dense, decoding)
                .flatMap(List::stream)
                .map(Layer::declare)
                .toArray(ParameterDeclarations[]::new));
    }

    /** A convolution and what is never negative of it. */
    private record Layer(String name, Convolution convolution) {
        static Layer of(String name, int inputs, int outputs) {
            return new Layer(
                    name + ".conv2d", Convolution.of(inputs, outputs, 3).padding(Padding.REFLECT, 1));
        }

        ParameterDeclarations declare() {
            return convolution.declare(name);
        }

        Tensor apply(Tensor input, Parameters parameters) {
            return Activation.RELU.overwrite(convolution.apply(input, parameters.in(name)));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return "DenseFuse (Li and Wu 2019), features fused by "
                + (weighsItself ? "their l1 norms" : "mean")
                + (colour == ColourMode.RGB ? ", RGB" : ", luma");
    }

    @Override
    public Optional<Publication> publication() {
        Publication.PublishedFile file = colour == ColourMode.RGB
                ? published(
                        "models/densefuse_rgb.model",
                        "d1829f47c0ff02ecfc294907655384eebc911a00deb89b91e354ae47c8728ea5")
                : published(
                        "models/densefuse_gray.model",
                        "b34cf3650f04161b31ac2467decfeedf7eba39165b7618f846e0f298ecd2ac65");
        return Optional.of(new Publication(
                2019,
                "Li, Wu: DenseFuse: A Fusion Approach to Infrared and Visible Images. IEEE Transactions on Image Processing 28(5)",
                List.of(Task.VISIBLE_INFRARED),
                Optional.empty(),
                List.of(file),
                "shared encoder | " + (weighsItself ? "mean weighed by l1 norms" : "mean") + " | decoder",
                "encoder, decoder and the fusion by mean with the author's network on real images"
                        + (weighsItself ? "; the l1-norm rule with weights worked out by hand" : "")));
    }

    private static Publication.PublishedFile published(String path, String sha256) {
        return new Publication.PublishedFile("github.com/hli1221/densefuse-pytorch", "4394b63", path, sha256);
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, colour, InputNormalisation.none()),
                Optional.of(StaticRule.MEAN),
                new ReceptiveField.Local(1 + dense.size() + (weighsItself ? BLOCK_RADIUS : 0), decoding.size()),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(parameters().elements(), CHANNELS, 3 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return parameters.get();
    }

    /** The authors' files write an underscore where the id has a hyphen. */
    @Override
    public boolean isNamedBy(String fileName) {
        return fileName.replace('_', '-').contains(id);
    }

    /**
     * {@link Reference#MAXIMUM}. A component is nearly its source, as of any good auto-encoder, so that the losses of {@link Reference#COMPONENT} are
     * nearly 0; and the fusion is nearly the mean of two sources, as far from the one as from the other, so that those of {@link Reference#FUSED} are equal.
     */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.MAXIMUM);
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return weighsItself
                ? new SelfWeighedFusion(
                        precision,
                        image -> encode(image, parameters),
                        encoded -> activities(encoded.features()),
                        fused -> decode(fused, parameters))
                : new LinearFusion(
                        StaticRule.MEAN,
                        precision,
                        image -> encode(image, parameters),
                        fused -> decode(fused, parameters));
    }

    private Tensor encode(Tensor image, Parameters parameters) {
        return Scope.compute(() -> denseAfter(dense.size(), image, parameters));
    }

    /** The output of every layer after its input. */
    private Tensor denseAfter(int layers, Tensor image, Parameters parameters) {
        return Scope.compute(() -> {
            if (layers == 0) {
                return first.apply(image.times(WHITE).channelsLast(), parameters);
            }
            Tensor input = denseAfter(layers - 1, image, parameters);
            return Tensor.concatenate(List.of(input, dense.get(layers - 1).apply(input, parameters)), 1);
        });
    }

    /**
     * How active every source is at every pixel: the l1 norm of its features there, averaged over a block around it (the paper's Eq. 2 and 3).
     *
     * @param features of every source, {@code [N,F,H,W]}
     * @return {@code [N,M,H,W]}, positive and in 32 bits
     */
    static Tensor activities(List<Tensor> features) {
        return Scope.compute(
                () -> Tensor.concatenate(features.stream().map(DenseFuse::norm).toList(), 1)
                        .boxMean(BLOCK_RADIUS)
                        .plus(LEAST_ACTIVITY));
    }

    private static Tensor norm(Tensor features) {
        return Scope.compute(
                () -> features.absolute().mean(1).to(Precision.FP32).times(features.size(1)));
    }

    private Tensor decode(Tensor fused, Parameters parameters) {
        return Scope.compute(() -> decodedBy(decoding.size(), fused, parameters).times(1 / WHITE));
    }

    /** What the first so many layers of the decoder make of fused features. */
    Tensor decodedBy(int layers, Tensor fused, Parameters parameters) {
        return layers == 0
                ? fused
                : Scope.compute(
                        () -> decoding.get(layers - 1).apply(decodedBy(layers - 1, fused, parameters), parameters));
    }
}
