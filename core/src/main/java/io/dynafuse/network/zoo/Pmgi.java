package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.network.ConcatenatedFusion;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Convolution;
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
import java.util.stream.IntStream;

/**
 * PMGI (Zhang et al. 2020): two densely connected paths, each of one source twice beside the other once, which exchange features between their layers; a
 * single layer fuses the features of both. One checkpoint for each of four tasks. Luma in and out.
 *
 * <p>Every layer is normalised by the mean and the variance of the image itself, as the authors' program for inference leaves batch normalisation in training
 * mode. So the network looks at an image as a whole, and no bias before such a layer changes anything.
 */
public final class Pmgi implements WeightedNetwork {
    /** The network as published. */
    public static final Pmgi NETWORK = new Pmgi();

    private static final int GROWTH = PairedLayers.GROWTH;

    /** Ends of the layers' names, in the order of the sources that the paths see twice. */
    private static final List<String> PATHS = List.of("", "_vi");

    private static final Convolution FIRST = around(3, 5);
    private static final Convolution SECOND = around(GROWTH, 3);
    private static final Convolution EXCHANGE = around(2 * GROWTH, 1);
    private static final Convolution THIRD = around(3 * GROWTH, 3);
    private static final Convolution FOURTH = around(4 * GROWTH, 3);
    private static final InstanceNormalisation NORMALISATION = InstanceNormalisation.plain(GROWTH);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            declare(FIRST, "layer1"),
            declare(SECOND, "layer2"),
            declare(EXCHANGE, "layer2_3"),
            declare(THIRD, "layer3"),
            declare(EXCHANGE, "layer3_4"),
            declare(FOURTH, "layer4"),
            PairedLayers.declareFusion("layer5")));

    private Pmgi() {}

    private static Convolution around(int inputs, int side) {
        return Convolution.of(inputs, GROWTH, side).padding(Padding.ZERO, side / 2);
    }

    /** A layer of both paths, of whose biases the normalisation leaves nothing. */
    private static ParameterDeclarations declare(Convolution convolution, String name) {
        return ParameterDeclarations.join(PATHS.stream()
                .map(path -> convolution.declare(name + path).frozen(name + path + ".bias"))
                .toArray(ParameterDeclarations[]::new));
    }

    @Override
    public String id() {
        return "pmgi";
    }

    @Override
    public String description() {
        return "PMGI (Zhang et al. 2020), two paths that exchange features, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2020,
                "Zhang, Xu, Xiao, Guo, Ma: Rethinking the Image Fusion: A Fast Unified Image Fusion Network based on Proportional Maintenance of"
                        + " Gradient and Intensity. AAAI 2020",
                PairedLayers.TASKS,
                Optional.of("MIT"),
                List.of(
                        file(
                                "IR_VI/checkpoint/CGAN_120/CGAN.model-1.index",
                                "043868b3410d237300f80d1d023192f01bd5fd3d7360c2832ffdeb90c01939ea"),
                        file(
                                "IR_VI/checkpoint/CGAN_120/CGAN.model-1.data-00000-of-00001",
                                "005d29cd3fdbf3805369a8372ce3fb15190905db6aed7dee661880776b8cfccf"),
                        file(
                                "Medical/checkpoint/CGAN_120/CGAN.model-29.index",
                                "26ee2784ffc0f1caea86b8705dd05380dae61f77f339839db2251a8380334d2c"),
                        file(
                                "Medical/checkpoint/CGAN_120/CGAN.model-29.data-00000-of-00001",
                                "3e95eefac0b8b6e3aca4b91d1f79c76c1bc40ccff717d58e77e2107c5d698816"),
                        file(
                                "Multi-exp/checkpoint/CGAN_120/CGAN.model-9.index",
                                "ed373d296376e9b907d2a80c4bdd206946cf9c00b27e8ddb1e8109d16cfd002e"),
                        file(
                                "Multi-exp/checkpoint/CGAN_120/CGAN.model-9.data-00000-of-00001",
                                "f4593b9ebb63b832cb067512689504a8a0afbba3319f8926748f6ddba7cfd4f7"),
                        file(
                                "Multi-focus/checkpoint/CGAN_60/CGAN.model-1.index",
                                "8a4d10df2e327028124024a3ff47571354108b71db8aff6c19db3b17711bb209"),
                        file(
                                "Multi-focus/checkpoint/CGAN_60/CGAN.model-1.data-00000-of-00001",
                                "25ca20b23bede382dd161532049380105ce1532b2d22f3276f142003e5b16d99")),
                "paths that exchange features | side by side | one layer",
                "with the authors' program on real images of every task"));
    }

    private static Publication.PublishedFile file(String path, String sha256) {
        return new Publication.PublishedFile(
                "github.com/HaoZhang1018/PMGI_AAAI2020", "61a85e4", "Code_PMGI/" + path, sha256);
    }

    @Override
    public NetworkFacts facts() {
        return PairedLayers.facts(new ReceptiveField.Global(), PARAMETERS.get());
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' files hold batch normalisations that their program for inference never reads. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(
                name -> name.contains(".BatchNorm.") ? Optional.empty() : Optional.of(PairedLayers.parameterOf(name)));
    }

    @Override
    public Optional<Task> taskOf(String fileName) {
        return PairedLayers.taskOf(fileName);
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new ConcatenatedFusion(
                precision,
                images -> encode(images, parameters),
                fused -> PairedLayers.fused(fused, parameters.in("layer5")));
    }

    private static List<Tensor> encode(List<Tensor> images, Parameters parameters) {
        try (Scope scope = Scope.open()) {
            List<Tensor> signed = images.stream().map(SignedImages::of).toList();
            List<Tensor> inputs = List.of(
                    Tensor.concatenate(List.of(signed.get(0), signed.get(0), signed.get(1)), 1)
                            .channelsLast(),
                    Tensor.concatenate(List.of(signed.get(1), signed.get(1), signed.get(0)), 1)
                            .channelsLast());
            List<Tensor> first = layers(FIRST, inputs, "layer1", parameters);
            List<Tensor> second = layers(SECOND, first, "layer2", parameters);
            List<Tensor> joined = pairs(first, second);
            List<Tensor> third =
                    layers(THIRD, pairs(joined, exchanged(second, "layer2_3", parameters)), "layer3", parameters);
            joined = pairs(joined, third);
            List<Tensor> fourth =
                    layers(FOURTH, pairs(joined, exchanged(third, "layer3_4", parameters)), "layer4", parameters);
            return pairs(joined, fourth).stream().map(scope::release).toList();
        }
    }

    /** A layer of both paths. */
    private static List<Tensor> layers(
            Convolution convolution, List<Tensor> inputs, String name, Parameters parameters) {
        return IntStream.range(0, PATHS.size())
                .mapToObj(path -> Scope.compute(() -> PairedLayers.rectified(NORMALISATION.apply(
                        convolution.apply(inputs.get(path), parameters.in(name + PATHS.get(path)))))))
                .toList();
    }

    /** What each path learns of the features of both. */
    private static List<Tensor> exchanged(List<Tensor> features, String name, Parameters parameters) {
        Tensor both = Tensor.concatenate(features, 1);
        return layers(EXCHANGE, List.of(both, both), name, parameters);
    }

    /** Channels of each path, one after the other. */
    private static List<Tensor> pairs(List<Tensor> first, List<Tensor> second) {
        return IntStream.range(0, PATHS.size())
                .mapToObj(path -> Tensor.concatenate(List.of(first.get(path), second.get(path)), 1))
                .toList();
    }
}
