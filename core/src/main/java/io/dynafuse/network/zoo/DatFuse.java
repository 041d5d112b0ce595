package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.network.ChromaRule;
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
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.NormalisedConvolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * DATFuse (Tang et al. 2023, doi:10.1109/TCSVT.2023.3234340): the luma of an infrared and a visible image are the two channels of the first layer, so that
 * fusion weights have no place in it. Features scaled by channel and by pixel, then transformer blocks; 11 K parameters. Means over the
 * image and tokens of many pixels make it depend on the image as a whole.
 */
public final class DatFuse implements StaticNetwork {
    /** The network as published. */
    public static final DatFuse NETWORK = new DatFuse();

    private static final int CHANNELS = 16;
    private static final int HIDDEN = 4;

    private static final NormalisedConvolution FIRST =
            new NormalisedConvolution(Convolution.of(2, CHANNELS, 5).padding(Padding.REPLICATE, 2));
    private static final NormalisedConvolution EXTRACTION =
            new NormalisedConvolution(Convolution.of(CHANNELS, CHANNELS, 3).padding(Padding.REPLICATE, 1));
    private static final SqueezeExcitation OF_CHANNELS = new SqueezeExcitation(CHANNELS, HIDDEN);
    private static final NormalisedConvolution INTO_PIXELS =
            new NormalisedConvolution(Convolution.of(CHANNELS, HIDDEN, 3).padding(Padding.ZERO, 1));
    private static final NormalisedConvolution OF_PIXELS =
            new NormalisedConvolution(Convolution.of(HIDDEN, 1, 3).padding(Padding.ZERO, 1));
    private static final OneTokenBlocks BLOCKS = new OneTokenBlocks(CHANNELS, 2);
    private static final Convolution LAST = Convolution.of(CHANNELS, 1, 1);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("convolutional.conv", "convolutional.bn"),
            LAST.declare("convolutional_out.conv"),
            EXTRACTION.declare("fem.conv", "fem.bn"),
            OF_CHANNELS.declare("cam.fc"),
            INTO_PIXELS.declare("sam.body.0", "sam.body.1"),
            OF_PIXELS.declare("sam.body.3", "sam.body.4"),
            BLOCKS.declare("basicLayer")));

    private DatFuse() {}

    @Override
    public String id() {
        return "datfuse";
    }

    @Override
    public String description() {
        return "DATFuse (Tang et al. 2023), dual attention, early fusion, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2023,
                        "Tang, He, Liu, Duan, Si: DATFuse: Infrared and Visible Image Fusion via Dual Attention Transformer. IEEE TCSVT 33(7)",
                        List.of(Task.VISIBLE_INFRARED),
                        Optional.empty(),
                        List.of(new Publication.PublishedFile(
                                "github.com/tthinking/DATFuse",
                                "0cd93f1",
                                "model_10.pth",
                                "075b636954cbd425fc29be808bcfb42232e29b203f054c2a637ed301300d5a1d")),
                        "none: the sources are channels of the first layer",
                        "with the authors' network on a real pair, layer by layer; a published image comes out within a gray level"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.empty(),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 1, 11 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' files hold tensors that have no effect. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return OneTokenBlocks.ADAPTER;
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        Tensor transformed = transformed(sources, parameters);
        Tensor extracted = extracted(transformed.channelsLast(), parameters);
        return Activation.TANH.overwrite(LAST.apply(
                scaled(extracted, extracted, parameters).channelsLast(), parameters.in("convolutional_out.conv")));
    }

    /** What the transformer makes of the features of both sources, {@code [N,16,H,W]}. */
    static Tensor transformed(SourceTensors sources, Parameters parameters) {
        return Scope.compute(() -> BLOCKS.apply(attended(sources, parameters), parameters.in("basicLayer")));
    }

    /** {@code [N,16,H,W]}. */
    static Tensor first(SourceTensors sources, Parameters parameters) {
        Parameters layer = parameters.in("convolutional");
        return Scope.compute(() -> Activation.RELU.overwrite(
                FIRST.apply(Tensor.concatenate(sources.images(), 1).channelsLast(), layer.in("conv"), layer.in("bn"))));
    }

    private static Tensor attended(SourceTensors sources, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor first = first(sources, parameters);
            return Activation.RELU.overwrite(scaled(extracted(first, parameters), first, parameters));
        });
    }

    /** The same layer twice, rectified in between. */
    static Tensor extracted(Tensor features, Parameters parameters) {
        Parameters layer = parameters.in("fem");
        return Scope.compute(() -> EXTRACTION.apply(
                Activation.RELU.overwrite(EXTRACTION.apply(features, layer.in("conv"), layer.in("bn"))),
                layer.in("conv"),
                layer.in("bn")));
    }

    /** Features times the sum of a factor for every channel and one for every pixel, plus others. */
    private static Tensor scaled(Tensor features, Tensor others, Parameters parameters) {
        return Scope.compute(
                () -> features.times(ofChannels(features, parameters).plus(ofPixels(features, parameters)))
                        .plusInPlace(others));
    }

    /** {@code [N,16,1,1]}. */
    static Tensor ofChannels(Tensor features, Parameters parameters) {
        return Scope.compute(() -> Activation.SIGMOID.overwrite(OF_CHANNELS.apply(features, parameters.in("cam.fc"))));
    }

    /** {@code [N,1,H,W]}. */
    static Tensor ofPixels(Tensor features, Parameters parameters) {
        Parameters body = parameters.in("sam.body");
        return Scope.compute(() -> Activation.SIGMOID.overwrite(OF_PIXELS.apply(
                Activation.RELU.overwrite(INTO_PIXELS.apply(features, body.in("0"), body.in("1"))),
                body.in("3"),
                body.in("4"))));
    }
}
