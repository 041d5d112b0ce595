package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
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
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * U2Fusion (Xu et al. 2022): one dense network with one set of parameters for every task; its two sources are the channels of its first layer. Luma in and
 * out, {@code [N,1,H,W]} in [0,1].
 */
public final class U2Fusion implements StaticNetwork {
    /** The network as published. */
    public static final U2Fusion NETWORK = new U2Fusion();

    private static final int CHANNELS = 44;
    private static final int DENSE_LAYERS = 5;
    /** All outputs of the dense block, and its input. */
    private static final int DENSE_CHANNELS = (DENSE_LAYERS + 1) * CHANNELS;

    private static final double SLOPE = 0.2;

    private static final Convolution FIRST = layer(2, CHANNELS);
    private static final List<Convolution> DENSE = IntStream.rangeClosed(1, DENSE_LAYERS)
            .mapToObj(before -> layer(before * CHANNELS, CHANNELS))
            .toList();
    private static final List<Convolution> DECODER =
            List.of(layer(DENSE_CHANNELS, 128), layer(128, 64), layer(64, 32), layer(32, 1));

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("encoder.conv1_1"),
            declare(DENSE, "encoder.dense_block_conv"),
            declare(DECODER, "decoder.conv2_")));

    private U2Fusion() {}

    private static Convolution layer(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.REFLECT, 1);
    }

    private static ParameterDeclarations declare(List<Convolution> layers, String name) {
        return ParameterDeclarations.join(IntStream.range(0, layers.size())
                .mapToObj(i -> layers.get(i).declare(name + (i + 1)))
                .toArray(ParameterDeclarations[]::new));
    }

    @Override
    public String id() {
        return "u2fusion";
    }

    @Override
    public String description() {
        return "U2Fusion (Xu et al. 2022), one network for all tasks, luma";
    }

    @Override
    public Optional<Publication> publication() {
        String repository = "github.com/hanna-xu/U2Fusion";
        String commit = "0a58821";
        return Optional.of(
                new Publication(
                        2022,
                        "Xu, Ma, Jiang, Guo, Ling: U2Fusion: A Unified Unsupervised Image Fusion Network. IEEE Transactions on Pattern Analysis and"
                                + " Machine Intelligence 44",
                        List.of(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                        Optional.empty(),
                        List.of(
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "model/model.ckpt.index",
                                        "15b7d283a1de8f616cc42978346bd24d47a9c380d624370368b956beb593014e"),
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "model/model.ckpt.data-00000-of-00001",
                                        "e50cada8d4ec92f2577ad5db5d212fba521dffb35d04e00a20364b43512c64c8")),
                        "none: the sources are channels of the first layer",
                        "with the authors' TensorFlow program on real images of all four tasks, and layer by layer on one of them"));
    }

    @Override
    public NetworkFacts facts() {
        // MRI is the second beside PET or SPECT, and the first beside CT.
        List<List<Role>> roles = List.of(
                List.of(Role.VISIBLE, Role.OVER, Role.FAR, Role.PET, Role.SPECT, Role.MRI),
                List.of(Role.INFRARED, Role.NEAR_INFRARED, Role.UNDER, Role.NEAR, Role.MRI, Role.CT));
        return new NetworkFacts(
                new Inputs(2, 2, 2, roles, ColourMode.LUMA, 1, InputNormalisation.none()),
                Optional.empty(),
                new ReceptiveField.Local(1 + DENSE_LAYERS, DECODER.size()),
                new ChromaRule(List.of(Role.VISIBLE)),
                // As its authors save it, and as it was in TTD's tables; published pictures of it may be stretched.
                OutputRange.SCALED,
                new MemoryModel(PARAMETERS.get().elements(), 1, 2 * DENSE_CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' file names two parts of the program before the layers, and weights kernels. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(
                name -> Optional.of(name.replaceFirst("^Generator(_1)?\\.", "").replaceFirst("\\.kernel$", ".weight")));
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        Tensor encoded = encode(sources, parameters);
        Tensor decoded = decodeFeatures(encoded, parameters);
        return last(DECODER)
                .apply(decoded, decoderLayer(DECODER.size(), parameters))
                .tanhInPlace()
                .times(0.5)
                .plus(0.5);
    }

    /** The outputs of the dense block, the last one first, and its input {@code [N,264,H,W]}. */
    static Tensor encode(SourceTensors sources, Parameters parameters) {
        Tensor features = rectified(
                FIRST, Tensor.concatenate(sources.images(), 1).channelsLast(), parameters.in("encoder.conv1_1"));
        for (int i = 0; i < DENSE_LAYERS; i++) {
            Tensor before = features;
            Convolution layer = DENSE.get(i);
            Parameters ofLayer = parameters.in("encoder.dense_block_conv" + (i + 1));
            features = Scope.compute(() -> Tensor.concatenate(List.of(rectified(layer, before, ofLayer), before), 1));
            before.close();
        }
        return features;
    }

    /** What the last layer sees, {@code [N,32,H,W]}; frees what it is given. */
    static Tensor decodeFeatures(Tensor encoded, Parameters parameters) {
        Tensor features = encoded;
        for (int i = 1; i < DECODER.size(); i++) {
            Tensor before = features;
            features = rectified(DECODER.get(i - 1), before, decoderLayer(i, parameters));
            before.close();
        }
        return features;
    }

    private static Parameters decoderLayer(int number, Parameters parameters) {
        return parameters.in("decoder.conv2_" + number);
    }

    private static Convolution last(List<Convolution> layers) {
        return layers.get(layers.size() - 1);
    }

    private static Tensor rectified(Convolution layer, Tensor input, Parameters parameters) {
        return Scope.compute(() -> layer.apply(input, parameters).leakyReluInPlace(SLOPE));
    }
}
