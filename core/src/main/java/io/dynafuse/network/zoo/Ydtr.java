package io.dynafuse.network.zoo;

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
import io.dynafuse.nn.NormalisedConvolution;
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

/**
 * YDTR (Tang, He and Liu 2023, ieeexplore.ieee.org/document/9834137): features of every source, scaled by channel and by pixel and passed through transformer
 * blocks; their sum passes the same layers again. Luma in and out, 107 K parameters. Means over the image and tokens of many pixels
 * make it depend on the image as a whole.
 */
public final class Ydtr implements WeightedNetwork {
    /** The network as published. */
    public static final Ydtr NETWORK = new Ydtr();

    private static final int CHANNELS = 64;
    private static final int HIDDEN = 8;

    private static final NormalisedConvolution FIRST =
            new NormalisedConvolution(Convolution.of(1, CHANNELS, 3).padding(Padding.REPLICATE, 1));
    private static final SqueezeExcitation OF_CHANNELS = new SqueezeExcitation(CHANNELS, HIDDEN);
    private static final List<Convolution> OF_PIXELS = List.of(
            Convolution.of(CHANNELS, HIDDEN, 3).padding(Padding.ZERO, 1),
            Convolution.of(HIDDEN, 1, 3).padding(Padding.ZERO, 1));
    private static final OneTokenBlocks BLOCKS = new OneTokenBlocks(CHANNELS, 2);
    private static final Convolution LAST = Convolution.of(CHANNELS, 1, 1);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("convInput.conv", "convInput.bn"),
            LAST.declare("convolutional_out.conv"),
            OF_PIXELS.get(0).declare("DDF.spatial_branch.body.0"),
            OF_PIXELS.get(1).declare("DDF.spatial_branch.body.1"),
            OF_CHANNELS.declare("DDF.channel_branch.fc"),
            BLOCKS.declare("basicLayer")));

    private Ydtr() {}

    @Override
    public String id() {
        return "ydtr";
    }

    @Override
    public String description() {
        return "YDTR (Tang et al. 2023), convolutions and transformer blocks, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2023,
                        "Tang, He, Liu: YDTR: Infrared and Visible Image Fusion via Y-Shape Dynamic Transformer. IEEE Transactions on Multimedia 25",
                        List.of(Task.VISIBLE_INFRARED),
                        Optional.empty(),
                        List.of(new Publication.PublishedFile(
                                "github.com/tthinking/YDTR",
                                "b1f01b4",
                                "models/model_10.pth",
                                "183c31a103ada74063e644b300d6708ed567dcc231a9d0f8d52e098c6c2a0d32")),
                        "shared encoder | sum | the encoder's own layers again, and a last one",
                        "with the authors' network on real images, layer by layer; a published image comes out within a gray level"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), CHANNELS, 11 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' files hold layers that are never called. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(
                name -> OneTokenBlocks.isWithoutEffect(name) || name.startsWith("conv.") || name.startsWith("conv64.")
                        ? Optional.empty()
                        : Optional.of(name));
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new LinearFusion(
                StaticRule.SUM, precision, image -> encode(image, parameters), fused -> decode(fused, parameters));
    }

    private static Tensor encode(Tensor image, Parameters parameters) {
        return Scope.compute(() -> refined(first(image, parameters), parameters));
    }

    /** {@code [N,64,H,W]}. */
    static Tensor first(Tensor image, Parameters parameters) {
        Parameters layer = parameters.in("convInput");
        return Scope.compute(() -> Activation.RELU
                .overwrite(FIRST.apply(image, layer.in("conv"), layer.in("bn")))
                .channelsLast());
    }

    private static Tensor refined(Tensor features, Parameters parameters) {
        return Scope.compute(() -> BLOCKS.apply(scaled(features, parameters.in("DDF")), parameters.in("basicLayer")));
    }

    /** Times the sum of a factor for every channel and one for every pixel. */
    private static Tensor scaled(Tensor features, Parameters branches) {
        return Scope.compute(() -> {
            Tensor ofPixels = OF_PIXELS
                    .get(1)
                    .apply(
                            OF_PIXELS.get(0).apply(features, branches.in("spatial_branch.body.0")),
                            branches.in("spatial_branch.body.1"));
            return features.times(OF_CHANNELS
                    .apply(features, branches.in("channel_branch.fc"))
                    .plus(ofPixels));
        });
    }

    private static Tensor decode(Tensor fused, Parameters parameters) {
        return Scope.compute(() -> Activation.TANH.overwrite(LAST.apply(
                refined(fused.channelsLast(), parameters).channelsLast(), parameters.in("convolutional_out.conv"))));
    }
}
