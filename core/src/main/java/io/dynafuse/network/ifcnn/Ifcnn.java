package io.dynafuse.network.ifcnn;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedModel;
import io.dynafuse.network.ifcnn.IfcnnLayers.Execution;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * IFCNN: one encoder for all sources, features fused by maximum, sum or mean, a two-layer decoder; 83 K parameters, RGB in and out.
 * The three rules share one architecture and differ in their published parameters.
 *
 * <p>Images are normalised with ImageNet's mean and deviation, as in TTD's experiments; IFCNN's own demonstration does so for
 * colour photographs only.
 */
public enum Ifcnn implements Network {
    /** Element-wise maximum. */
    MAX(StaticRule.MAXIMUM, "6022b44c88a2f0367ba9b08fcdf0d663745d9a966fca0ee1f41867797b6ff53f"),
    /** Sum: the network of TTD's experiments. */
    SUM(StaticRule.SUM, "a8c1d293f1bf16a93e6244a4bf8f7a7bd300dc10555c8597ad7ef3320b0410cb"),
    /** Mean. */
    MEAN(StaticRule.MEAN, "fd2ee9361f1d428fc9749e28e8a2c5c5ef6ce6528ab6f5ad8ef5def42e7ffa4b");

    private static final int TRAINED_SOURCES = 2;

    private final StaticRule rule;
    /** Of the file that it was published in. */
    private final String checksum;

    Ifcnn(StaticRule rule, String checksum) {
        this.rule = rule;
        this.checksum = checksum;
    }

    @Override
    public String id() {
        return "ifcnn-" + name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return "IFCNN (Zhang et al. 2020), features fused by " + rule.name().toLowerCase(Locale.ROOT) + ", RGB";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2020,
                "Zhang, Liu, Sun, Yan, Zhao, Zhang: IFCNN: A general image fusion framework based on convolutional neural network."
                        + " Information Fusion 54",
                List.of(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                Optional.empty(),
                List.of(new Publication.PublishedFile(
                        "github.com/uzeful/IFCNN", "8fe59c2", "Code/snapshots/IFCNN-" + name() + ".pth", checksum)),
                "shared encoder of two layers | " + rule.name().toLowerCase(Locale.ROOT) + " | decoder of two layers",
                "with the authors' network on real images of all four tasks, layer by layer, to 1e-4"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(TRAINED_SOURCES, ColourMode.RGB, IfcnnLayers.INPUT),
                Optional.of(rule),
                new ReceptiveField.Local(IfcnnLayers.ENCODER_RADIUS, IfcnnLayers.DECODER_RADIUS),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                // Besides features the static fusion of all sources, which is the reference, and its convolution.
                new MemoryModel(IfcnnLayers.PARAMETERS.elements(), IfcnnLayers.CHANNELS, 2 * IfcnnLayers.CHANNELS));
    }

    /**
     * Training changes all parameters except for the statistics of batch normalisation and its scale: with fixed statistics, the scale
     * only repeats what the convolution before it can do.
     */
    @Override
    public ParameterDeclarations parameters() {
        return IfcnnLayers.PARAMETERS;
    }

    /**
     * {@link Reference#MAXIMUM} for visible-infrared and medical images, which comes closest to TTD's published numbers there;
     * {@link Reference#COMPONENT} for exposures, which comes closest to the truth where that is known; {@link Reference#FUSED} for focus, and
     * where the task is unknown, as the one reference that moves the metrics as published on all four.
     */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(task.map(Ifcnn::reference).orElse(Reference.FUSED));
    }

    private static Reference reference(Task task) {
        return switch (task) {
            case VISIBLE_INFRARED, MEDICAL -> Reference.MAXIMUM;
            case MULTI_EXPOSURE -> Reference.COMPONENT;
            case MULTI_FOCUS -> Reference.FUSED;
        };
    }

    @Override
    public FusionModel create(Parameters parameters, Device device, Precision precision) {
        return create(parameters, device, precision, Execution.MERGED);
    }

    /**
     * The network with conv1 and conv2 run one after the other, as published: the same results to float rounding, at three times the
     * work in the encoder. It serves comparisons.
     *
     * @param parameters as in {@link #create}
     */
    public FusionModel createLayerByLayer(Parameters parameters, Device device, Precision precision) {
        return create(parameters, device, precision, Execution.LAYER_BY_LAYER);
    }

    private FusionModel create(Parameters parameters, Device device, Precision precision, Execution execution) {
        Parameters folded = IfcnnLayers.folded(parameters, device, precision);
        return model(new IfcnnLayers(folded, execution), device, precision, folded::close);
    }

    @Override
    public FusionModel over(Parameters parameters) {
        IfcnnLayers layers = new IfcnnLayers(IfcnnLayers.folded(parameters), Execution.INNER);
        return model(layers, Device.CPU, Precision.FP32, () -> {});
    }

    private FusionModel model(IfcnnLayers layers, Device device, Precision precision, Runnable onClose) {
        LinearFusion weighting = new LinearFusion(
                rule, precision, layers.narrowing(), layers::encode, layers::encodeGray, layers::decode);
        return new WeightedModel(this, device, precision, weighting, onClose);
    }

    @Override
    public int margin() {
        return IfcnnLayers.ENCODER_RADIUS + IfcnnLayers.DECODER_RADIUS;
    }
}
