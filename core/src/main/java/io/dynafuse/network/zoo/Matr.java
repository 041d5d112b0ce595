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
import io.dynafuse.nn.BatchNormalisation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.NormalisedConvolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * MATR (Tang et al. 2022, doi:10.1109/TIP.2022.3193288): functional and anatomical images, the luma of PET or SPECT and an MRI, are the two channels of the
 * first layer, so that fusion weights have no place in it. Convolutions whose kernels depend on the image (Lin et al. 2020, arXiv:1910.05577) and transformer
 * blocks, one set of each, used at three depths; 13 K parameters. It depends on the image as a whole.
 *
 * <p>The authors' program takes square images only, as it takes the root of the number of pixels; nothing in the network needs that, and this one takes any
 * size.
 */
public final class Matr implements StaticNetwork {
    /** The network as published. */
    public static final Matr NETWORK = new Matr();

    private static final int CHANNELS = 16;
    private static final int DEPTHS = 3;

    private static final GatedConvolution FIRST = new GatedConvolution(2, CHANNELS);
    private static final GatedConvolution SHARED = new GatedConvolution(CHANNELS, CHANNELS);
    private static final OneTokenBlocks BLOCKS = new OneTokenBlocks(CHANNELS, 3);
    private static final Convolution LAST = Convolution.of(CHANNELS, 1, 1).withoutBias();

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("convInput"),
            SHARED.declare("conv"),
            LAST.declare("convolutional_out.conv1"),
            BLOCKS.declare("basicLayer")));

    private Matr() {}

    /**
     * A 3×3 convolution, normalised and rectified, whose kernel is scaled by what the image as a whole shows: the means of 3×3 blocks of every channel make
     * a factor for every number of the kernel.
     */
    private record GatedConvolution(int inputs, int outputs) {
        private static final int SIDE = 3;
        private static final int LATENT = 5;
        private static final Linear ENCODING = Linear.of(SIDE * SIDE, LATENT).withoutBias();
        private static final Linear DECODING = Linear.of(LATENT, SIDE * SIDE).withoutBias();

        ParameterDeclarations declare(String name) {
            return ParameterDeclarations.join(
                    convolution().declare("conv1", "bn1").in(name),
                    ParameterDeclarations.join(
                                    ENCODING.declare("ce"),
                                    BatchNormalisation.of(inputs).declare("ce_bn"),
                                    BatchNormalisation.of(inputs).declare("ci_bn2"),
                                    ParameterDeclarations.of("ci.weight", Initializer.uniformFanIn(), outputs, inputs),
                                    BatchNormalisation.of(outputs).declare("ci_bn"),
                                    DECODING.declare("gd"),
                                    DECODING.declare("gd2"))
                            .in(name + ".conv1"));
        }

        private NormalisedConvolution convolution() {
            return new NormalisedConvolution(Convolution.of(inputs, outputs, SIDE)
                    .padding(Padding.ZERO, SIDE / 2)
                    .withoutBias());
        }

        /** Every image has a kernel of its own. */
        Tensor apply(Tensor input, Parameters layer) {
            return Scope.compute(() -> Tensor.concatenate(
                    IntStream.range(0, Math.toIntExact(input.size(0)))
                            .mapToObj(n -> ofImage(input.slice(0, n, 1), layer))
                            .toList(),
                    0));
        }

        private Tensor ofImage(Tensor image, Parameters layer) {
            return Scope.compute(() -> {
                Parameters gated = layer.in("conv1");
                Tensor kernel = gated.get("weight").times(gate(image, gated));
                return Activation.RELU.overwrite(
                        convolution().apply(image, Parameters.of(Map.of("weight", kernel)), layer.in("bn1")));
            });
        }

        /** The factors of the kernel in (0,1), {@code [outputs,inputs,3,3]}. */
        private Tensor gate(Tensor image, Parameters layer) {
            return Scope.compute(() -> {
                Tensor context = ENCODING.apply(
                        image.gridMean(SIDE, SIDE).planar().reshape(1, inputs, SIDE * SIDE), layer.in("ce"));
                Tensor ofInputs = DECODING.apply(rectified(inputs, context, layer.in("ce_bn")), layer.in("gd"));
                Tensor across = layer.get("ci.weight").matmul(rectified(inputs, context, layer.in("ci_bn2")));
                Tensor ofOutputs = DECODING.apply(rectified(outputs, across, layer.in("ci_bn")), layer.in("gd2"));
                return Activation.SIGMOID.overwrite(
                        ofInputs.reshape(1, inputs, SIDE, SIDE).plus(ofOutputs.reshape(outputs, 1, SIDE, SIDE)));
            });
        }

        private static Tensor rectified(int channels, Tensor context, Parameters normalisation) {
            return Activation.RELU.overwrite(BatchNormalisation.of(channels).apply(context, normalisation));
        }
    }

    @Override
    public String id() {
        return "matr";
    }

    @Override
    public String description() {
        return "MATR (Tang et al. 2022), medical images, early fusion, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2022,
                        "Tang, He, Liu, Duan: MATR: Multimodal Medical Image Fusion via Multiscale Adaptive Transformer. IEEE Transactions on Image Processing 31",
                        List.of(Task.MEDICAL),
                        Optional.empty(),
                        List.of(new Publication.PublishedFile(
                                "github.com/tthinking/MATR",
                                "b427644",
                                "models/model_10.pth",
                                "523f6be0ef0330a84c473a7ad2e037a7eb1a98584021c4772dfd317c1c0ddaab")),
                        "none: the sources are channels of the first layer",
                        "with the authors' network on a real pair, layer by layer, by numbers from runs whose result correlates with a published one, which has been through colour, by 0.99995"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.empty(),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.PET, Role.SPECT)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 1, 18 * CHANNELS));
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
        List<Tensor> depths = Stream.iterate(
                        shared(first(sources, parameters), parameters), above -> shared(above, parameters))
                .limit(DEPTHS)
                .toList();
        Tensor sum = depths.stream()
                .map(features -> transformed(features, parameters))
                .reduce(Tensor::plus)
                .orElseThrow();
        return Activation.TANH.overwrite(LAST.apply(sum, parameters.in("convolutional_out.conv1")));
    }

    /** {@code [N,16,H,W]}. */
    static Tensor first(SourceTensors sources, Parameters parameters) {
        return Scope.compute(
                () -> FIRST.apply(Tensor.concatenate(sources.images(), 1).channelsLast(), parameters.in("convInput")));
    }

    /** The convolution that every depth shares. */
    static Tensor shared(Tensor features, Parameters parameters) {
        return SHARED.apply(features, parameters.in("conv"));
    }

    private static Tensor transformed(Tensor features, Parameters parameters) {
        return Scope.compute(() -> shared(blocks(features, parameters).channelsLast(), parameters));
    }

    /** The transformer blocks that every depth shares. */
    static Tensor blocks(Tensor features, Parameters parameters) {
        return BLOCKS.apply(features, parameters.in("basicLayer"));
    }
}
