package io.dynafuse.network.zoo;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.EncodedSources;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
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
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.GuidedFilter;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.InstanceNormalisation;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * MEF-Net (Ma et al. 2020): of every exposure, on its own, a network makes a map of weights in low resolution, which a guided filter brings to the edges of
 * the full one; the result is the mean of the exposures under these weights. Luma in and out, {@code [N,1,H,W]} in [0,1], of any number of exposures. Its
 * authors shrink larger images to a shorter side of 2048 pixels; here an image keeps its size. Their low resolution is of images rounded to 8 bits.
 */
public final class MefNet implements WeightedNetwork {
    /** The network as published. */
    public static final MefNet NETWORK = new MefNet();

    /** The shorter side of the low resolution, in pixels. */
    private static final int LOW = 128;

    private static final int CHANNELS = 24;
    private static final double SLOPE = 0.2;
    private static final double LEAST_WEIGHT = 1e-8;
    private static final GuidedFilter FILTER = new GuidedFilter(1, 1e-4);
    private static final InstanceNormalisation NORMALISATION = InstanceNormalisation.of(CHANNELS);

    /** The n-th is named lr.3n; its normalisation and its rectification have the two numbers that follow. */
    private static final List<Convolution> LAYERS = List.of(
            layer(1, 1),
            layer(CHANNELS, 2),
            layer(CHANNELS, 4),
            layer(CHANNELS, 8),
            layer(CHANNELS, 16),
            layer(CHANNELS, 1));

    private static final Convolution LAST = Convolution.of(CHANNELS, 1, 1);
    private static final String LAST_NAME = "lr.18";

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            ParameterDeclarations.join(
                    IntStream.range(0, LAYERS.size()).mapToObj(MefNet::declare).toArray(ParameterDeclarations[]::new)),
            LAST.declare(LAST_NAME)));

    private MefNet() {}

    private static Convolution layer(int inputs, int dilation) {
        return Convolution.of(inputs, CHANNELS, 3)
                .dilation(dilation)
                .padding(Padding.ZERO, dilation)
                .withoutBias();
    }

    private static String convolution(int layer) {
        return "lr." + 3 * layer;
    }

    private static String normalisation(int layer) {
        return "lr." + (3 * layer + 1);
    }

    private static ParameterDeclarations declare(int layer) {
        return ParameterDeclarations.join(
                LAYERS.get(layer).declare(convolution(layer)),
                ParameterDeclarations.join(
                                ParameterDeclarations.of("w_0", Initializer.ones(), 1),
                                ParameterDeclarations.of("w_1", Initializer.zeros(), 1),
                                NORMALISATION.declare("in_norm"))
                        .in(normalisation(layer)));
    }

    @Override
    public String id() {
        return "mefnet";
    }

    @Override
    public String description() {
        return "MEF-Net (Ma et al. 2020), weights of exposures, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2020,
                "Ma, Duanmu, Zhu, Fang, Wang: Deep Guided Learning for Fast Multi-Exposure Image Fusion. IEEE Transactions on Image Processing 29",
                List.of(Task.MULTI_EXPOSURE),
                Optional.empty(),
                List.of(new Publication.PublishedFile(
                        "github.com/makedede/MEFNet",
                        "d2b87b4",
                        "checkpoint/MEFNet_release.pt",
                        "8d524b43086cff513c36ae34814669ea4d1cbee4014d394b1a921b5114360b1b")),
                "the image itself, weighed by the network | mean under weights | nothing",
                "with the authors' network on two exposures and on four: weights in low resolution, and on four what follows from them; from the images"
                        + " alone, within five gray levels, as the authors round the low resolution to 8 bits"));
    }

    @Override
    public NetworkFacts facts() {
        long lowResolution = 4L * 4 * CHANNELS * LOW * 4 * LOW;
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.MEAN),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 2, 6, 0, lowResolution));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** {@link Reference#FUSED}, as a component is the source itself. */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED);
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return fusion(encoded -> weights(encoded, parameters, precision), precision);
    }

    /** The mean of images, which are their own features, under weights; a mean of images in [0,1] is in it too. */
    static SelfWeighedFusion fusion(Function<EncodedSources, Tensor> ownWeights, Precision precision) {
        return new SelfWeighedFusion(precision, UnaryOperator.identity(), ownWeights, UnaryOperator.identity());
    }

    private static Tensor weights(EncodedSources encoded, Parameters parameters, Precision precision) {
        return Scope.compute(() -> Tensor.concatenate(
                encoded.sources().images().stream()
                        .map(image -> weight(image.to(Precision.FP32), parameters, precision))
                        .toList(),
                1));
    }

    private static Tensor weight(Tensor image, Parameters parameters, Precision precision) {
        return Scope.compute(() -> {
            Tensor low = inLowResolution(image);
            Tensor ofLow = ofLowResolution(low.to(precision), parameters).to(Precision.FP32);
            return positive(guided(image, low, ofLow));
        });
    }

    /** An image with a shorter side of 128 pixels. */
    static Tensor inLowResolution(Tensor image) {
        long height = image.size(2);
        long width = image.size(3);
        long shorter = Math.min(height, width);
        return image.resizeSmoothly(LOW * height / shorter, LOW * width / shorter);
    }

    /** The weights that the network gives to an image in low resolution, {@code [N,1,h,w]}. */
    static Tensor ofLowResolution(Tensor low, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor features = low;
            for (int i = 0; i < LAYERS.size(); i++) {
                features = normalised(
                        LAYERS.get(i), features, parameters.in(convolution(i)), parameters.in(normalisation(i)));
            }
            return LAST.apply(features, parameters.in(LAST_NAME));
        });
    }

    private static Tensor normalised(Convolution layer, Tensor input, Parameters ofLayer, Parameters ofNormalisation) {
        return Scope.compute(() -> {
            Tensor convolved = layer.apply(input, ofLayer).channelsLast();
            Tensor standardised = NORMALISATION.apply(convolved, ofNormalisation.in("in_norm"));
            return convolved
                    .times(ofNormalisation.get("w_0"))
                    .plus(standardised.times(ofNormalisation.get("w_1")))
                    .leakyReluInPlace(SLOPE);
        });
    }

    /**
     * Weights in full resolution, {@code [N,1,H,W]}: the linear functions that make weights of the image in low resolution, of the image.
     *
     * @param weights {@code [N,1,h,w]}, as is {@code low}
     */
    static Tensor guided(Tensor image, Tensor low, Tensor weights) {
        return Scope.compute(() ->
                GuidedFilter.ofGuide(FILTER.lines(weights, low).resizeBilinear(image.size(2), image.size(3)), image));
    }

    /** Weights before they are divided by their sum. */
    static Tensor positive(Tensor guided) {
        return Scope.compute(() -> guided.absolute().plus(LEAST_WEIGHT));
    }
}
