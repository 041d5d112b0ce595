package io.dynafuse.network.zoo;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.CheckpointAdapter;
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
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.MinMaxNormalisation;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * DeepFuse (Prabhakar, Srikar and Babu 2017, doi:10.1109/ICCV.2017.505): one encoder of two layers for all exposures, a decoder of four. Luma in and out,
 * 317 K parameters. What the last layer gives is of no particular range; the result is stretched to [0,1], so that it depends on the image as a whole.
 *
 * <p>The sources count as MATLAB's luma, from 16 for black to 235 for white.
 */
public final class DeepFuse implements WeightedNetwork {
    /** The network as published. */
    public static final DeepFuse NETWORK = new DeepFuse();

    private static final double BLACK = 16;
    private static final double WHITE = 235;
    private static final int CHANNELS = 64;

    private static final List<Layer> ENCODER =
            List.of(Layer.of("encoder.conv1", 1, 32, 3), Layer.of("encoder.conv2", 32, CHANNELS, 5));
    private static final List<Layer> DECODER = List.of(
            Layer.of("decoder.conv1", CHANNELS, 64, 7),
            Layer.of("decoder.conv2", 64, 32, 5),
            Layer.of("decoder.conv3", 32, 16, 5),
            Layer.of("decoder.conv4", 16, 1, 7));
    private static final List<Layer> LAYERS =
            Stream.of(ENCODER, DECODER).flatMap(List::stream).toList();
    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() ->
            ParameterDeclarations.join(LAYERS.stream().map(Layer::declare).toArray(ParameterDeclarations[]::new)));

    /** What the authors' file calls kernels, before their number. */
    private static final String NUMBERED = "arr_";

    private DeepFuse() {}

    /** A convolution of the same size, without bias, and a leaky ReLU. */
    private record Layer(String name, Convolution convolution) {
        static Layer of(String name, int inputs, int outputs, int side) {
            return new Layer(
                    name,
                    Convolution.of(inputs, outputs, side)
                            .padding(Padding.ZERO, side / 2)
                            .withoutBias());
        }

        ParameterDeclarations declare() {
            return convolution.declare(name);
        }

        Tensor apply(Tensor input, Parameters parameters) {
            return Activation.LEAKY_RELU.overwrite(convolution.apply(input, parameters.in(name)));
        }
    }

    @Override
    public String id() {
        return "deepfuse";
    }

    @Override
    public String description() {
        return "DeepFuse (Prabhakar et al. 2017), exposures, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2017,
                        "Prabhakar, Srikar, Babu: DeepFuse: A Deep Unsupervised Approach for Exposure Fusion with Extreme Exposure Image Pairs. ICCV 2017",
                        List.of(Task.MULTI_EXPOSURE),
                        Optional.of("research purposes only, not for commercial use"),
                        List.of(new Publication.PublishedFile(
                                "github.com/KRamPrabhakar/DeepFuse",
                                "31c226f",
                                "DF_model_Epoch99.npz",
                                "dd6ad74ad6bb91ea083febf49a5ab2af888416e6a3a1ec4b7af07920fdd9b91a")),
                        "shared encoder | sum | decoder, stretched to [0,1]",
                        "with the authors' network on real images, layer by layer; two of their three published results were made again, and come out within a gray level"));
    }

    /** The sum of the paper and a mean are the same here: a decoder without biases passes a factor on, and the stretch takes it away. */
    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.MEAN),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), CHANNELS, 2 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' file numbers the kernels, from 0, in the order of the layers; they are those of true convolution. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(name -> Optional.of(LAYERS.stream()
                        .filter(layer -> name.equals(NUMBERED + LAYERS.indexOf(layer)))
                        .map(layer -> layer.name() + ".weight")
                        .findFirst()
                        .orElse(name)))
                .turning(name -> name.startsWith(NUMBERED));
    }

    /** {@link Reference#FUSED}: a component is stretched to [0,1] whatever the range of its source is, so that the two compare badly. */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED);
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new LinearFusion(
                StaticRule.MEAN,
                precision,
                image -> encode(image, parameters),
                fused -> MinMaxNormalisation.apply(decodedBy(DECODER.size(), fused, parameters), 0));
    }

    private static Tensor encode(Tensor image, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor first = ENCODER.get(0)
                    .apply(image.times(WHITE - BLACK).plus(BLACK), parameters)
                    .channelsLast();
            return ENCODER.get(1).apply(first, parameters);
        });
    }

    /** What the first so many layers of the decoder make of fused features. */
    static Tensor decodedBy(int layers, Tensor fused, Parameters parameters) {
        return layers == 0
                ? fused
                : Scope.compute(
                        () -> DECODER.get(layers - 1).apply(decodedBy(layers - 1, fused, parameters), parameters));
    }
}
