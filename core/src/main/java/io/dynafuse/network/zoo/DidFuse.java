package io.dynafuse.network.zoo;

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
import io.dynafuse.nn.Initializer;
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
 * DIDFuse (Zhao et al. 2020): one encoder for all sources parts each into base and detail; their sums, and those of two shallower feature maps, are
 * decoded. Luma in and out.
 */
public final class DidFuse implements WeightedNetwork {
    /** The network as published. */
    public static final DidFuse NETWORK = new DidFuse();

    private static final int CHANNELS = 64;
    /** Base, detail and two shallower maps. */
    private static final int STREAMS = 4;

    private static final NormalisedConvolution FIRST = layer(1, CHANNELS, Padding.REFLECT);
    private static final NormalisedConvolution MIDDLE = layer(CHANNELS, CHANNELS, Padding.ZERO);
    private static final NormalisedConvolution JOINING = layer(2 * CHANNELS, CHANNELS, Padding.ZERO);
    private static final NormalisedConvolution LAST = layer(2 * CHANNELS, 1, Padding.REFLECT);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("cov1.cov1.1", "cov1.cov1.2"),
            slope("cov1.cov1.3"),
            MIDDLE.declare("cov2.cov2.0", "cov2.cov2.1"),
            slope("cov2.cov2.2"),
            MIDDLE.declare("cov3.cov3.0", "cov3.cov3.1"),
            MIDDLE.declare("cov4.cov4.0", "cov4.cov4.1"),
            JOINING.declare("cov5.cov5.0", "cov5.cov5.1"),
            slope("cov5.cov5.2"),
            JOINING.declare("cov6.cov6.0", "cov6.cov6.1"),
            slope("cov6.cov6.2"),
            LAST.declare("cov7.cov7.1", "cov7.cov7.2")));

    private DidFuse() {}

    private static NormalisedConvolution layer(int inputs, int outputs, Padding padding) {
        return new NormalisedConvolution(Convolution.of(inputs, outputs, 3).padding(padding, 1));
    }

    private static ParameterDeclarations slope(String name) {
        return ParameterDeclarations.of("weight", Initializer.constant(0.25f), 1)
                .in(name);
    }

    @Override
    public String id() {
        return "didfuse";
    }

    @Override
    public String description() {
        return "DIDFuse (Zhao et al. 2020), base and detail features, luma";
    }

    @Override
    public Optional<Publication> publication() {
        String repository = "github.com/Zhaozixiang1228/IVIF-DIDFuse";
        String commit = "5f28730";
        return Optional.of(
                new Publication(
                        2020,
                        "Zhao, Xu, Zhang, Liu, Zhang, Li: DIDFuse: Deep Image Decomposition for Infrared and Visible Image Fusion. IJCAI 2020",
                        List.of(Task.VISIBLE_INFRARED),
                        Optional.empty(),
                        List.of(
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "Models/Encoder_weight_IJCAI.pkl",
                                        "4d84a4e64e58469d3d4591f83c6683ead3e422498519db99bb617cb29d268471"),
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "Models/Decoder_weight_IJCAI.pkl",
                                        "c6974e2a7c66ab579a77bacb086023237a229e769d459783bad8ff43e52e9986")),
                        "shared encoder of four feature maps | sum | decoder",
                        "with the authors' network on real images, layer by layer; two of their published images come out within a gray level"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Local(3, 3),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), STREAMS * CHANNELS, 3 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new LinearFusion(
                StaticRule.SUM, precision, image -> encode(image, parameters), fused -> decode(fused, parameters));
    }

    /** Base, detail, then the two maps before them, the nearer one first, {@code [N,256,H,W]}. */
    private static Tensor encode(Tensor image, Parameters parameters) {
        return Scope.compute(() -> {
            Parameters one = parameters.in("cov1.cov1");
            Tensor first =
                    FIRST.apply(image, one.in("1"), one.in("2")).channelsLast().leakyRelu(one.get("3.weight"));
            Parameters two = parameters.in("cov2.cov2");
            Tensor second = rectified(MIDDLE, first, two);
            return Tensor.concatenate(
                    List.of(
                            bounded(second, parameters.in("cov3.cov3")),
                            bounded(second, parameters.in("cov4.cov4")),
                            second,
                            first),
                    1);
        });
    }

    private static Tensor bounded(Tensor input, Parameters layer) {
        return Activation.TANH.overwrite(MIDDLE.apply(input, layer.in("0"), layer.in("1")));
    }

    private static Tensor rectified(NormalisedConvolution convolution, Tensor input, Parameters layer) {
        return Scope.compute(
                () -> convolution.apply(input, layer.in("0"), layer.in("1")).leakyRelu(layer.get("2.weight")));
    }

    private static Tensor decode(Tensor fused, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor joined = rectified(JOINING, fused.slice(1, 0, 2 * CHANNELS), parameters.in("cov5.cov5"));
            Tensor nearer = rectified(
                    JOINING,
                    Tensor.concatenate(List.of(joined, fused.slice(1, 2 * CHANNELS, CHANNELS)), 1),
                    parameters.in("cov6.cov6"));
            Parameters last = parameters.in("cov7.cov7");
            return Activation.SIGMOID.overwrite(LAST.apply(
                    Tensor.concatenate(List.of(nearer, fused.slice(1, 3 * CHANNELS, CHANNELS)), 1),
                    last.in("1"),
                    last.in("2")));
        });
    }
}
