package io.dynafuse.web;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.evaluation.run.DefaultMeasures;
import io.dynafuse.files.OneLine;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures fused images. */
final class Measuring {
    private Measuring() {}

    /** A score, or why there is none. */
    record ScoreView(
            String metric,
            String title,
            String direction,
            String scope,
            Optional<Double> value,
            Optional<String> reason) {}

    /** The scores of one image. */
    record View(List<ScoreView> scores, List<String> notes) {}

    /**
     * Measures one image.
     *
     * @param metrics their names; those that publications print most if there is none
     * @throws ProblemException if there is no such metric, or an image cannot be read
     */
    static View measure(Upload fused, List<Upload> sources, Optional<Upload> truth, List<String> metrics)
            throws InterruptedException {
        List<Upload> files = new ArrayList<>(sources);
        files.add(fused);
        truth.ifPresent(files::add);
        List<Measure> measures = measures(metrics, truth.isPresent());
        Outcome outcome = new SceneEvaluation(measures, StoredScene.reading(), true, false)
                .evaluate(new Scene(
                        "fused",
                        fused.file(),
                        sources.stream().map(Upload::file).toList(),
                        truth.map(Upload::file)));
        if (outcome instanceof Outcome.Failed failed) {
            throw ProblemException.of(422, StoredScene.named(files, failed.reason()));
        }
        Outcome.Measured measured = (Outcome.Measured) outcome;
        List<ScoreView> scores = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            scores.add(view(measures.get(i), measured.scores().get(i)));
        }
        return new View(
                scores,
                measured.notes().stream()
                        .map(note -> StoredScene.named(files, note))
                        .toList());
    }

    private static List<Measure> measures(List<String> names, boolean truth) {
        try {
            return names.isEmpty()
                    ? DefaultMeasures.of(MetricProfile.CANONICAL, truth)
                    : MeasureSelection.named(names, MetricProfile.CANONICAL);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(422, "metrics: " + OneLine.of(e));
        }
    }

    private static ScoreView view(Measure measure, Score score) {
        Metric metric = measure.metric();
        OptionalDouble value = score.toOptional();
        // Neither an infinite number nor none can stand in JSON.
        boolean isFinite = value.isPresent() && Double.isFinite(value.getAsDouble());
        return new ScoreView(
                measure.profile() == MetricProfile.CANONICAL ? metric.id() : measure.label(),
                metric.name(),
                direction(metric.direction()),
                metric.kind().comparedWith(),
                isFinite ? Optional.of(value.getAsDouble()) : Optional.empty(),
                isFinite ? Optional.empty() : Optional.of(reason(score)));
    }

    private static String direction(Direction direction) {
        return switch (direction) {
            case HIGHER_IS_BETTER -> "higher";
            case LOWER_IS_BETTER -> "lower";
            case ZERO_IS_BEST -> "zero";
        };
    }

    private static String reason(Score score) {
        return score instanceof Score.Undefined undefined ? undefined.reason() : "infinite, as the images are the same";
    }
}
