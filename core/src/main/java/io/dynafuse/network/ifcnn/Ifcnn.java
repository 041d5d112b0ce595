package io.dynafuse.network.ifcnn;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.TrainableNetwork;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * IFCNN: one encoder for all sources, features fused by maximum, sum or mean, a two-layer decoder; 83 K parameters, RGB in and out.
 * The three rules share one architecture and differ in their published parameters.
 *
 * <p>Images are normalised with ImageNet's mean and deviation, as in TTD's experiments; IFCNN's own demonstration does so for
 * colour photographs only.
 */
public enum Ifcnn implements TrainableNetwork {
    /** Element-wise maximum. */
    MAX(StaticRule.MAXIMUM),
    /** Sum: the network of TTD's experiments. */
    SUM(StaticRule.SUM),
    /** Mean. */
    MEAN(StaticRule.MEAN);

    private static final int TRAINED_SOURCES = 2;
    private static final int CHANNELS = 64;

    private final StaticRule rule;

    Ifcnn(StaticRule rule) {
        this.rule = rule;
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
    public NetworkFacts facts() {
        return new NetworkFacts(
                ColourMode.RGB,
                InputNormalisation.imageNet(),
                rule,
                IfcnnModel.ENCODER_RADIUS,
                IfcnnModel.DECODER_RADIUS,
                TRAINED_SOURCES,
                CHANNELS,
                // The static fusion of all sources' features, which is the reference, and its convolution.
                2 * CHANNELS);
    }

    @Override
    public Map<String, List<Long>> parameterShapes() {
        long width = CHANNELS;
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("conv1.weight", List.of(width, 3L, 7L, 7L));
        for (String block : List.of("conv2", "conv3")) {
            shapes.put(block + ".conv.weight", List.of(width, width, 3L, 3L));
            for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
                shapes.put(block + ".bn." + name, List.of(width));
            }
        }
        shapes.put("conv4.weight", List.of(3L, width, 1L, 1L));
        shapes.put("conv4.bias", List.of(3L));
        return Collections.unmodifiableMap(shapes);
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
        return new IfcnnModel(this, IfcnnModel.fold(parameters, device, precision), device, precision, true);
    }

    /**
     * The network with conv1 and conv2 run one after the other, as published: the same results to float rounding, at three times the
     * work in the encoder. Here to be compared with.
     *
     * @param parameters as in {@link #create}
     */
    public FusionModel createLayerByLayer(Parameters parameters, Device device, Precision precision) {
        return new IfcnnModel(this, IfcnnModel.fold(parameters, device, precision), device, precision, false);
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        return IfcnnInitializer.parameters(parameterShapes(), seed);
    }

    /**
     * All but the statistics of batch normalisation, whose scale is left out too: with fixed statistics it only repeats what the
     * convolution before it can do.
     */
    @Override
    public Set<String> trainedParameters() {
        return Set.of(
                "conv1.weight",
                "conv2.conv.weight",
                "conv2.bn.bias",
                "conv3.conv.weight",
                "conv3.bn.bias",
                "conv4.weight",
                "conv4.bias");
    }

    @Override
    public int margin() {
        return IfcnnModel.ENCODER_RADIUS + IfcnnModel.DECODER_RADIUS;
    }

    @Override
    public Tensor fuseRecorded(Parameters parameters, List<Tensor> sources) {
        return IfcnnModel.fuseRecorded(rule, parameters, sources);
    }
}
