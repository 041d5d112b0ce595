package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.network.ConcatenatedFusion;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
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
 * SDNet (Zhang and Ma 2021): a densely connected encoder for each source, whose features one single layer fuses; in training, the result is squeezed and
 * decomposed into both sources again. One checkpoint for each of four tasks. Luma in and out.
 */
public final class SdNet implements WeightedNetwork {
    /** The network as published. */
    public static final SdNet NETWORK = new SdNet();

    private static final int GROWTH = PairedLayers.GROWTH;
    private static final int SEPARATED = 128;

    /** In the order of the sources. */
    private static final List<String> SOURCES = List.of("ir", "vi");

    /** Each sees all before it. */
    private static final List<Convolution> ENCODER = List.of(
            around(1, GROWTH, 5),
            around(GROWTH, GROWTH, 3),
            around(2 * GROWTH, GROWTH, 3),
            around(3 * GROWTH, GROWTH, 3));

    private static final Convolution SEPARATION = Convolution.of(1, SEPARATED, 1);
    private static final List<Convolution> DECOMPOSITION =
            List.of(around(SEPARATED, 16, 3), around(16, 4, 3), around(4, 1, 3));
    private static final int FIRST_OF_DECOMPOSITION = 7;

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            declare(ENCODER, 1),
            PairedLayers.declareFusion("layer5_fuse"),
            SEPARATION.declare("layer6_sept"),
            declare(DECOMPOSITION, FIRST_OF_DECOMPOSITION)));

    private SdNet() {}

    private static Convolution around(int inputs, int outputs, int side) {
        return Convolution.of(inputs, outputs, side).padding(Padding.ZERO, side / 2);
    }

    /** Layers of both sources. */
    private static ParameterDeclarations declare(List<Convolution> layers, int firstNumber) {
        return ParameterDeclarations.join(SOURCES.stream()
                .flatMap(source -> IntStream.range(0, layers.size())
                        .mapToObj(i -> layers.get(i).declare(name(firstNumber + i, source))))
                .toArray(ParameterDeclarations[]::new));
    }

    private static String name(int layer, String source) {
        return "layer" + layer + "_" + source;
    }

    @Override
    public String id() {
        return "sdnet";
    }

    @Override
    public String description() {
        return "SDNet (Zhang and Ma 2021), dense encoders and a single layer of fusion, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2021,
                "Zhang, Ma: SDNet: A Versatile Squeeze-and-Decomposition Network for Real-Time Image Fusion. IJCV 2021",
                PairedLayers.TASKS,
                Optional.of("MIT"),
                List.of(
                        file(
                                "IR_VIS/checkpoint/IRVIS.model-10.index",
                                "bed2d4628732a36bc972de1189c4e139d8bc233077da20156e8e662a17df35aa"),
                        file(
                                "IR_VIS/checkpoint/IRVIS.model-10.data-00000-of-00001",
                                "17e4426453f09f3dae7887244f48eed54550bdd584792ac284597ee3713293a0"),
                        file(
                                "Medical/checkpoint/Medical.model-29.index",
                                "e7e22f1195e6b624f38ba886c36a734be183a0399282c1ee6e9582db15ffa969"),
                        file(
                                "Medical/checkpoint/Medical.model-29.data-00000-of-00001",
                                "062d217c7eca5cf910d11115a40347927d7a7b2e6c034a7a76b6149defd97898"),
                        file(
                                "Multi_exposure/checkpoint/MEF.model-11.index",
                                "93054dfad619624e602abbc49eecc85d4d33794d2444296cfec0ff698320ae68"),
                        file(
                                "Multi_exposure/checkpoint/MEF.model-11.data-00000-of-00001",
                                "81fe45422b083a002a842c728f9fa1cf14b32a80e82f120a4e97a1006bfc4e6f"),
                        file(
                                "Multi_focus/checkpoint/MFF.model-19.index",
                                "e0047d1b76f501e8730ba8b98ac3d3736d940c3961f2549dbec8f1cccaa39d72"),
                        file(
                                "Multi_focus/checkpoint/MFF.model-19.data-00000-of-00001",
                                "1d568798216d6b22ad4e019e70717b950ebf79682a813acc9846c86e8c4e10f0")),
                "an encoder for each source | side by side | one layer",
                "with the authors' program on real images of every task, and its decomposition of one"));
    }

    private static Publication.PublishedFile file(String path, String sha256) {
        return new Publication.PublishedFile("github.com/HaoZhang1018/SDNet", "bf6a2ee", path, sha256);
    }

    @Override
    public NetworkFacts facts() {
        return PairedLayers.facts(new ReceptiveField.Local(5, 0), PARAMETERS.get());
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** Those of the {@linkplain #decompose decomposition}. */
    @Override
    public boolean isForTrainingOnly(String parameter) {
        return parameter.matches("layer[6-9]_.*");
    }

    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(name -> Optional.of(PairedLayers.parameterOf(name)));
    }

    @Override
    public Optional<Task> taskOf(String fileName) {
        return PairedLayers.taskOf(fileName);
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new ConcatenatedFusion(
                precision,
                images -> IntStream.range(0, SOURCES.size())
                        .mapToObj(source -> encode(images.get(source), SOURCES.get(source), parameters))
                        .toList(),
                fused -> PairedLayers.fused(fused, parameters.in("layer5_fuse")));
    }

    private static Tensor encode(Tensor image, String source, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor features =
                    layer(0, SignedImages.of(image), source, parameters).channelsLast();
            for (int i = 1; i < ENCODER.size(); i++) {
                features = Tensor.concatenate(List.of(features, layer(i, features, source, parameters)), 1);
            }
            return features;
        });
    }

    private static Tensor layer(int layer, Tensor input, String source, Parameters parameters) {
        return PairedLayers.rectified(ENCODER.get(layer).apply(input, parameters.in(name(layer + 1, source))));
    }

    /**
     * What the fused image still holds of each source, for training: it is compared with that source.
     *
     * @param fused {@code [N,1,H,W]} in [0,1]
     * @return of each source {@code [N,1,H,W]} in [0,1]
     */
    public static List<Tensor> decompose(Tensor fused, Parameters parameters) {
        try (Scope scope = Scope.open()) {
            Tensor separated = PairedLayers.rectified(SEPARATION
                    .apply(SignedImages.of(fused), parameters.in("layer6_sept"))
                    .channelsLast());
            return SOURCES.stream()
                    .map(source -> scope.release(decomposed(separated, source, parameters)))
                    .toList();
        }
    }

    private static Tensor decomposed(Tensor separated, String source, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor output = separated;
            for (int i = 0; i < DECOMPOSITION.size(); i++) {
                output = DECOMPOSITION.get(i).apply(output, parameters.in(name(FIRST_OF_DECOMPOSITION + i, source)));
                if (i < DECOMPOSITION.size() - 1) {
                    PairedLayers.rectified(output);
                }
            }
            return SignedImages.toUnit(Activation.TANH.overwrite(output));
        });
    }
}
