package io.dynafuse.metrics;

import java.util.List;

/**
 * Scores one scene by any number of metrics; common intermediate results are computed once. For one thread at a time: to score several
 * scenes in parallel, use one evaluation for each.
 */
public final class Evaluation {
    private final FusedScene scene;
    private final Features features = new Features();

    public Evaluation(FusedScene scene) {
        this.scene = scene;
    }

    /**
     * The score of the scene, or why the metric is undefined for it: too few or too many sources, no ground truth, images too
     * small or constant.
     *
     * @throws IllegalArgumentException if the profile does not have the metric
     */
    public Score score(Metric metric, MetricProfile profile) {
        Definition definition = metric.requireDefinition(profile);
        return switch (metric.kind()) {
            // The colour of the sources may still decide which planes are measured.
            case NO_REFERENCE -> score(definition, profile, scene.sources());
            case SOURCE_BASED -> scoreAgainstSources(metric, definition, profile);
            case GROUND_TRUTH ->
                scene.truth()
                        .map(truth -> score(definition, profile, List.of(truth)))
                        .orElseGet(() -> Score.undefined("needs a ground truth"));
        };
    }

    private Score scoreAgainstSources(Metric metric, Definition definition, MetricProfile profile) {
        int count = scene.sources().size();
        if (count < 2) {
            return Score.undefined("needs 2 or more sources, found " + count);
        }
        if (count > 2 && metric.isForTwoSourcesOnly()) {
            return Score.undefined("needs exactly 2 sources, found " + count);
        }
        return score(definition, profile, scene.sources());
    }

    private Score score(Definition definition, MetricProfile profile, List<Picture> references) {
        Picture fused = scene.fused();
        int smallest = definition.smallestSide();
        if (Math.min(fused.width(), fused.height()) < smallest) {
            return Score.undefined("needs images of at least " + smallest + "x" + smallest + " pixels, found "
                    + fused.width() + "x" + fused.height());
        }
        return definition.score(definition.colourUnder(profile).scenes(fused, references, features));
    }
}
