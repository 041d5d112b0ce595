package io.dynafuse.fusion;

import io.dynafuse.image.Image;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The prompts of a network as images (TC-MoA, Zhu et al. 2024, Figs. 1 and 7): how much each layer takes of each source, {@link SourceMaps}.
 *
 * @param byName of each layer, such as {@code prompt-encoder1}, in the order of the sources
 * @param note where prompts left the range that images show
 */
record PromptMaps(Map<String, List<Image>> byName, Optional<String> note) {
    /** Of each layer at most: two maps of 16 bits, and their numbers. */
    static final int BYTES_PER_PIXEL_AND_LAYER = 2 * (Short.BYTES + Float.BYTES);

    /**
     * Asks a network for its prompts.
     *
     * @param sources whole, in the order of the scene
     * @throws IllegalArgumentException if the network gives no numbers
     */
    static PromptMaps of(PromptedModel model, SourceTensors sources, Arrangement scene) {
        try (Scope scope = Scope.open()) {
            Map<String, List<Image>> maps = new LinkedHashMap<>();
            double outside = 0;
            Map<String, Tensor> prompts = model.prompts(sources);
            for (Map.Entry<String, Tensor> layer : prompts.entrySet()) {
                List<Image> ofSources = SourceMaps.of(
                        layer.getValue(),
                        model.network().id() + " makes prompts that are no numbers; expected a checkpoint of a training"
                                + " that went well");
                maps.put("prompt-" + layer.getKey(), scene.asGiven(ofSources));
                outside += outside(layer.getValue()) / prompts.size();
            }
            return new PromptMaps(maps, note(outside));
        }
    }

    private static double outside(Tensor prompts) {
        Tensor exact = prompts.to(Precision.FP32);
        return exact.plus(-1)
                .isPositive()
                .plus(exact.times(-1).isPositive())
                .meanOfAll()
                .toFloats()[0];
    }

    private static Optional<String> note(double outside) {
        return outside == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.1f %% of the prompts are below 0 or above 1: their maps show them clipped",
                        100 * outside));
    }
}
