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
import io.dynafuse.nn.InstanceNormalisation;
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
 * The generator of TarDAL (Liu et al. 2022), as first published: a dense network whose two sources are the channels of its first layer. Luma in and out,
 * {@code [N,1,H,W]} in [0,1]. It normalises by mean and variance of the image itself, as its batch normalisations do in training; by the running statistics
 * that its files also hold, images become dark and clipped.
 */
public final class TarDal implements StaticNetwork {
    /** The network as published. */
    public static final TarDal NETWORK = new TarDal();

    private static final int CHANNELS = 32;
    private static final int DENSE_LAYERS = 3;
    private static final int DENSE_CHANNELS = (DENSE_LAYERS + 1) * CHANNELS;

    private static final Normalised FIRST = new Normalised(layer(2, CHANNELS));
    private static final List<Normalised> DENSE = List.of(
            new Normalised(layer(CHANNELS, CHANNELS)),
            new Normalised(layer(2 * CHANNELS, CHANNELS)),
            new Normalised(layer(3 * CHANNELS, CHANNELS)));
    private static final Convolution PLAIN = layer(DENSE_CHANNELS, DENSE_CHANNELS);
    private static final Normalised NARROWING = new Normalised(layer(DENSE_CHANNELS, 64));
    private static final Normalised NARROW = new Normalised(layer(64, CHANNELS));
    private static final Convolution LAST = layer(CHANNELS, 1);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("encoder"),
            DENSE.get(0).declare("dense.0"),
            DENSE.get(1).declare("dense.1"),
            DENSE.get(2).declare("dense.2"),
            PLAIN.declare("fuse.0.0"),
            NARROWING.declare("fuse.1"),
            NARROW.declare("fuse.2"),
            LAST.declare("fuse.3.0")));

    private TarDal() {}

    /** A convolution, then a normalisation by the image itself, then rectification. */
    private record Normalised(Convolution convolution) {
        /** The bias of the convolution, which the normalisation subtracts again, is not trained. */
        ParameterDeclarations declare(String name) {
            return ParameterDeclarations.join(
                            convolution.declare("0").frozen("0.bias"),
                            normalisation().declare("1"))
                    .in(name);
        }

        Tensor apply(Tensor input, Parameters layer) {
            return Scope.compute(() -> Activation.RELU.overwrite(
                    normalisation().apply(convolution.apply(input, layer.in("0")), layer.in("1"))));
        }

        private InstanceNormalisation normalisation() {
            return InstanceNormalisation.of(convolution.outputs());
        }
    }

    private static Convolution layer(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.ZERO, 1);
    }

    @Override
    public String id() {
        return "tardal";
    }

    @Override
    public String description() {
        return "TarDAL (Liu et al. 2022), the generator, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2022,
                "Liu, Fan, Huang, Wu, Liu, Zhong, Luo: Target-aware Dual Adversarial Learning and a Multi-scenario Multi-Modality Benchmark to"
                        + " Fuse Infrared and Visible for Object Detection. CVPR 2022",
                List.of(Task.VISIBLE_INFRARED),
                Optional.of("MIT (the repository of the file), GPL-3.0 (the authors' repository)"),
                List.of(new Publication.PublishedFile(
                        "github.com/Linfeng-Tang/VIF-Benchmark",
                        "23f2e51",
                        "Checkpoint/TarDAL/tardal.pt",
                        "e0fa61e25cffa9fb14ff17b47ea7ba237a6e8c6f37e1b9b115d63354ff0f13e1")),
                "none: the sources are channels of the first layer",
                "with a network of the first release's parameters on a crop of a real scene, layer by layer"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.empty(),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 1, 3 * DENSE_CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(
                name -> BatchNormalisation.isStatistic(name) ? Optional.empty() : Optional.of(name));
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        Tensor encoded = encode(sources, parameters);
        Tensor plain = Activation.RELU.overwrite(PLAIN.apply(encoded, parameters.in("fuse.0.0")));
        encoded.close();
        Tensor narrower = NARROWING.apply(plain, parameters.in("fuse.1"));
        plain.close();
        Tensor narrow = NARROW.apply(narrower, parameters.in("fuse.2"));
        return Activation.TANH.overwrite(LAST.apply(narrow, parameters.in("fuse.3.0")));
    }

    /** The output of the first layer and those of the dense ones, {@code [N,128,H,W]}. */
    static Tensor encode(SourceTensors sources, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor features =
                    FIRST.apply(Tensor.concatenate(sources.images(), 1).channelsLast(), parameters.in("encoder"));
            for (int i = 0; i < DENSE_LAYERS; i++) {
                Tensor dense = DENSE.get(i).apply(features, parameters.in("dense." + i));
                features = Tensor.concatenate(List.of(features, dense), 1);
            }
            return features;
        });
    }
}
