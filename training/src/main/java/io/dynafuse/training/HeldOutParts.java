package io.dynafuse.training;

import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A batch of parts of the scenes of each objective that nothing is learned from: always the same. */
final class HeldOutParts {
    private static final int PARTS = 8;
    private static final int SIDE = 96;

    private final int objectives;
    private final BatchSource batches;

    HeldOutParts(Learner learner, List<SyntheticScene> heldOut, Device device) {
        this(learner, heldOut, device, SIDE);
    }

    /** @param longest width and height of the parts, or as much as all scenes have */
    HeldOutParts(Learner learner, List<SyntheticScene> heldOut, Device device, int longest) {
        List<ObjectiveScenes> scenes = learner.objectives().stream()
                .map(objective -> new ObjectiveScenes(
                        objective, heldOut.stream().filter(objective::isOf).toList()))
                .toList();
        int side = Math.min(longest, shortestSide(heldOut));
        this.objectives = scenes.size();
        this.batches = new SceneBatches(scenes, learner.inputs(), PARTS, side, 1, device, learner.upright());
    }

    private static int shortestSide(List<SyntheticScene> scenes) {
        return scenes.stream()
                .map(scene -> scene.sources().get(0))
                .mapToInt(image -> Math.min(image.width(), image.height()))
                .min()
                .orElseThrow();
    }

    /** Passes the batch of each objective on, one after the other. */
    void each(Consumer<Batch> work) {
        for (int i = 0; i < objectives; i++) {
            try (Scope scope = Scope.open()) {
                work.accept(batches.at(Draw.of(i)));
            }
        }
    }

    /** The means over the objectives of what is found of the batch of each. */
    Map<String, Double> means(Function<Batch, Map<String, Double>> measure) {
        Map<String, Double> means = new LinkedHashMap<>();
        each(batch ->
                measure.apply(batch).forEach((name, value) -> means.merge(name, value / objectives, Double::sum)));
        return means;
    }
}
