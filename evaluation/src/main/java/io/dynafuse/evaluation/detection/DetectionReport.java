package io.dynafuse.evaluation.detection;

import io.dynafuse.data.FailedScene;
import io.dynafuse.data.Words;
import io.dynafuse.detection.score.ClassScores;
import io.dynafuse.detection.score.DetectionScores;
import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.detection.DetectionRun.View;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run in writing.
 *
 * @param dataset what it is called
 * @param facts detector, truths and whatever else is to be known, with names
 * @param isPerClass whether people are shown the scores of every class
 */
public record DetectionReport(
        String dataset, List<DetectionRequest.Fact> facts, DetectionRun.Summary summary, boolean isPerClass)
        implements Report {
    private static final String ALL = "all";
    private static final String HOW =
            "Precision, recall and F1 are at the confidence of best F1 and an overlap of 0.5; mAP50-95 is the mean over overlaps from 0.50 to"
                    + " 0.95. The two profiles compute them differently: see docs/detection.md.";

    /** Copies the list. */
    public DetectionReport {
        facts = List.copyOf(facts);
    }

    private boolean isScored() {
        return summary.views().stream().anyMatch(view -> !view.scores().isEmpty());
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(Table.wrapped("detection on " + dataset + ", " + Words.counted(images(), "scene")));
        facts.forEach(fact -> lines.addAll(Table.wrapped(fact.name() + ": " + fact.text())));
        lines.add("");
        lines.addAll((isScored() ? scores() : counts()).lines());
        if (isScored()) {
            lines.add("");
            lines.addAll(Table.wrapped(HOW));
        }
        if (isPerClass && isScored()) {
            lines.add("");
            lines.addAll(classes().lines());
        }
        return lines;
    }

    private int images() {
        return summary.views().stream().mapToInt(View::images).max().orElse(0);
    }

    private Table counts() {
        Table.Builder table = Table.of("", 1, "images of", "images", "detections", "shown");
        summary.views().forEach(view -> table.row(view.name(), view.images(), view.found(), view.shown()));
        return table.build();
    }

    private Table scores() {
        Table.Builder table = Table.of(
                "",
                2,
                "images of",
                "profile",
                "objects",
                "precision",
                "recall",
                "F1",
                "confidence",
                "mAP50",
                "mAP50-95");
        for (View view : summary.views()) {
            for (DetectionScores each : view.scores()) {
                table.row(
                        view.name(),
                        each.profile().id(),
                        each.truths(),
                        cell(each.precision()),
                        cell(each.recall()),
                        cell(each.f1()),
                        cell(each.confidence()),
                        cell(each.map50()),
                        cell(each.map()));
            }
        }
        return table.build();
    }

    private Table classes() {
        Table.Builder table = Table.of(
                "",
                3,
                "class",
                "images of",
                "profile",
                "objects",
                "ignored",
                "precision",
                "recall",
                "F1",
                "AP50",
                "AP50-95");
        Map<String, List<Object[]>> rows = new LinkedHashMap<>();
        for (View view : summary.views()) {
            for (DetectionScores scores : view.scores()) {
                for (ClassScores each : scores.classes()) {
                    rows.computeIfAbsent(each.label(), label -> new ArrayList<>())
                            .add(new Object[] {
                                each.label(),
                                view.name(),
                                scores.profile().id(),
                                each.truths(),
                                each.ignored(),
                                cell(each.precision()),
                                cell(each.recall()),
                                cell(each.f1()),
                                cell(each.ap50()),
                                cell(each.ap())
                            });
                }
            }
        }
        rows.values().forEach(ofOne -> ofOne.forEach(table::row));
        return table.build();
    }

    private static Cell cell(OptionalDouble score) {
        return Cell.of(score.orElse(Double.NaN), 4);
    }

    /** A row for each view, profile and class, and for all classes. */
    @Override
    public Table rows() {
        Table.Builder table = Table.of(
                "",
                3,
                "images_of",
                "profile",
                "class",
                "images",
                "objects",
                "ignored",
                "detections",
                "confidence",
                "precision",
                "recall",
                "f1",
                "ap50",
                "ap50_95");
        for (View view : summary.views()) {
            for (DetectionScores each : view.scores()) {
                table.row(
                        view.name(),
                        each.profile().id(),
                        ALL,
                        each.images(),
                        each.truths(),
                        each.ignored(),
                        each.detections(),
                        each.confidence(),
                        each.precision(),
                        each.recall(),
                        each.f1(),
                        each.map50(),
                        each.map());
                for (ClassScores one : each.classes()) {
                    table.row(
                            view.name(),
                            each.profile().id(),
                            one.label(),
                            each.images(),
                            one.truths(),
                            one.ignored(),
                            one.detections(),
                            OptionalDouble.empty(),
                            one.precision(),
                            one.recall(),
                            one.f1(),
                            one.ap50(),
                            one.ap());
                }
            }
        }
        return table.build();
    }

    private record Content(
            String dataset, Map<String, String> facts, List<View> views, List<String> notes, List<String> failed) {}

    @Override
    public Object content() {
        Map<String, String> named = new LinkedHashMap<>();
        facts.forEach(fact -> named.put(fact.name(), fact.text()));
        return new Content(
                dataset,
                named,
                summary.views(),
                summary.notes(),
                summary.failed().stream().map(FailedScene::line).toList());
    }
}
