package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the networks PMGI and SDNet of the same authors share: images in [−1,1], for each source a path of four layers, and one single convolution that fuses
 * the features of all layers; one checkpoint for each of four tasks.
 */
final class PairedLayers {
    /** Of a layer. */
    static final int GROWTH = 16;

    /** Of a path. */
    static final int LAYERS = 4;

    /** Of a source's features, the layers of its path one after the other. */
    static final int CHANNELS = LAYERS * GROWTH;

    /** All tasks that the networks were published for. */
    static final List<Task> TASKS = List.of(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);

    private static final int SOURCES = 2;
    /** Those of both sources, times weights and side by side. */
    private static final int WORKING_CHANNELS = 2 * SOURCES * CHANNELS;

    private static final double SLOPE = 0.2;
    private static final Convolution FUSION = Convolution.of(SOURCES * CHANNELS, 1, 1);

    /** The words that a checkpoint of a task is called by, in the name of its file or of its folder. */
    private static final Map<Task, List<String>> WORDS = Map.of(
            Task.VISIBLE_INFRARED, List.of("ir_vi", "irvis"),
            Task.MEDICAL, List.of("medical"),
            Task.MULTI_EXPOSURE, List.of("multi_exp", "multi-exp", "mef"),
            Task.MULTI_FOCUS, List.of("multi_focus", "multi-focus", "mff"));

    // The authors number weights and biases as the layers that they are of.
    private static final Pattern WEIGHT = Pattern.compile("\\.w\\d\\w*$");
    private static final Pattern BIAS = Pattern.compile("\\.b\\d\\w*$");

    private PairedLayers() {}

    /** From the authors' name of a parameter, such as {@code layer1_ir.w1_ir}, to {@code layer1_ir.weight}. */
    static String parameterOf(String name) {
        return BIAS.matcher(WEIGHT.matcher(name).replaceFirst(".weight")).replaceFirst(".bias");
    }

    /**
     * The task that a name says, if it holds words of exactly one.
     *
     * @param fileName in lower case
     */
    static Optional<Task> taskOf(String fileName) {
        List<Task> tasks = TASKS.stream()
                .filter(task -> WORDS.get(task).stream().anyMatch(fileName::contains))
                .toList();
        return tasks.size() == 1 ? Optional.of(tasks.get(0)) : Optional.empty();
    }

    /** The facts of a network. */
    static NetworkFacts facts(ReceptiveField field, ParameterDeclarations parameters) {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                field,
                new ChromaRule(List.of(Role.VISIBLE, Role.PET, Role.SPECT)),
                // As the library stretched images with which the authors saved them.
                OutputRange.STRETCHED,
                new MemoryModel(parameters.elements(), CHANNELS, WORKING_CHANNELS));
    }

    /** The parameters of the layer that fuses. */
    static ParameterDeclarations declareFusion(String name) {
        return FUSION.declare(name);
    }

    /** What follows a convolution; overwrites. */
    static Tensor rectified(Tensor made) {
        return made.leakyReluInPlace(SLOPE);
    }

    /**
     * The fused image in [0,1].
     *
     * @param features {@code [N,128,H,W]}, those of one source before those of the other
     * @param layer of the layer that fuses
     */
    static Tensor fused(Tensor features, Parameters layer) {
        return Scope.compute(() -> {
            Tensor output = FUSION.apply(features, layer.with(Map.of("weight", sourceBySource(layer.get("weight")))));
            return SignedImages.toUnit(Activation.TANH.overwrite(output));
        });
    }

    /** The authors put features of both sources side by side layer by layer. */
    private static Tensor sourceBySource(Tensor weight) {
        return weight.reshape(LAYERS, SOURCES, GROWTH).permute(1, 0, 2).reshape(1, (long) SOURCES * CHANNELS, 1, 1);
    }
}
