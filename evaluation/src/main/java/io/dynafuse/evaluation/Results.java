package io.dynafuse.evaluation;

import io.dynafuse.data.Words;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was found, about one method or several.
 *
 * @param measures in the order of the scores
 * @param ofFolders whether folders were measured, of which tables have a row an image even if there is but one
 */
public record Results(List<Measure> measures, List<MethodResult> methods, boolean ofFolders) {
    public Results {
        measures = List.copyOf(measures);
        methods = List.copyOf(methods);
    }

    /** What was found about single images. */
    public Results(List<Measure> measures, List<MethodResult> methods) {
        this(measures, methods, false);
    }

    /** The same, measured in folders or not. */
    public Results ofFolders(boolean folders) {
        return new Results(measures, methods, folders);
    }

    /**
     * What a measure is called in tables. The profile goes without saying if it is the only one, or canonical; the conventions beside
     * a table name it anyway.
     */
    public String name(Measure measure) {
        boolean oneProfile = measures.stream().map(Measure::profile).distinct().count() == 1;
        return oneProfile || measure.profile() == MetricProfile.CANONICAL
                ? measure.metric().id()
                : measure.label();
    }

    /** How many scenes there are, of any method. */
    long scenes() {
        return methods.stream()
                .flatMap(method -> method.outcomes().stream())
                .map(outcome -> outcome.scene().name())
                .distinct()
                .count();
    }

    /** The scenes of any method that could not be measured. */
    public Stream<Outcome.Failed> failed() {
        return methods.stream().flatMap(MethodResult::failed);
    }

    /** A line for each scene some of whose scores were lost as memory ran out. */
    public List<String> lostToMemory() {
        return methods.stream()
                .flatMap(MethodResult::measured)
                .flatMap(outcome -> lostToMemory(outcome).stream())
                .toList();
    }

    private Optional<String> lostToMemory(Outcome.Measured outcome) {
        Score lost = Score.undefined(SceneEvaluation.OUT_OF_MEMORY);
        List<String> labels = IntStream.range(0, measures.size())
                .filter(i -> outcome.scores().get(i).equals(lost))
                .mapToObj(i -> measures.get(i).label())
                .toList();
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(outcome.scene().fused() + ": " + String.join(", ", labels) + " "
                        + (labels.size() == 1 ? "" : "each ") + SceneEvaluation.OUT_OF_MEMORY);
    }

    /** What is to be known of the images, each note once. */
    public List<String> notes() {
        return Words.oncePerText(methods.stream()
                .flatMap(MethodResult::measured)
                .flatMap(outcome -> outcome.notes().stream())
                .toList());
    }

    /** How samples came onto the scale 0..255, each way once. */
    public List<SampleScale> scales() {
        return methods.stream()
                .flatMap(MethodResult::measured)
                .flatMap(outcome -> outcome.scales().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
