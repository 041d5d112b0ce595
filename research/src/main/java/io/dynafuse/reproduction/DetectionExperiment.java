package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.detection.Detector;
import io.dynafuse.detection.annotation.ImageTruth;
import io.dynafuse.detection.score.DetectionScores;
import io.dynafuse.detection.score.ScoreProfile;
import io.dynafuse.detection.score.ScoredImage;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.detection.SceneTruths;
import io.dynafuse.evaluation.detection.SceneViews;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.preparation.SourceReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** An experiment that asks how much a detector finds in sources, static and dynamic fusions. */
public record DetectionExperiment(String id, String title, ExpectedImages images, List<NetworkFamily> families)
        implements Experiment {
    private static final List<String> REMARKS = List.of(
            "The paper says that precision, recall and mAP50-95 are higher with weights; the last column counts which of these three are. It"
                    + " gives no numbers in its text; a public listing of results has 95.2 as mAP50 on LLVIP.",
            "How the authors found the fusion weights for IFCNN is not published: every reference is held against the static fusion.",
            "The paper's detector was trained on LLVIP's visible images and is not published: with another one, directions may be"
                    + " compared, numbers not. Papers of this kind give those of Ultralytics' programs.");

    /** Copies the list. */
    public DetectionExperiment {
        families = List.copyOf(families);
    }

    @Override
    public String needs() {
        return Experiment.super.needs() + ", --detector, and --truth";
    }

    /**
     * Fuses scenes, static and by each reference, and looks for objects in sources and fusions.
     *
     * @param truths known of every scene
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Findings run(
            List<DatasetScene> scenes,
            Fuser fuser,
            Detector detector,
            SceneTruths truths,
            SourceReading reading,
            EvaluationProgress progress)
            throws InterruptedException {
        Map<String, String> variants = variants();
        List<Variant> parsed = variants.values().stream()
                .map(words -> Variant.parse(words, fuser.defaults()))
                .toList();
        SceneViews views = SceneViews.fusing(reading, fuser::fuse, OutputRule.ROUNDED, parsed);
        Map<String, List<ScoredImage>> found = new LinkedHashMap<>();
        List<FailedScene> failed = SceneLoop.over(scenes).progress(progress).run(scene -> {
            Map<String, Image> images = views.of(scene);
            Image first = images.values().iterator().next();
            ImageTruth truth = truths.of(scene, first.width(), first.height());
            Map<String, ScoredImage> scored = new LinkedHashMap<>();
            images.forEach((name, image) -> scored.put(name, new ScoredImage(truth.objects(), detector.detect(image))));
            // A scene counts in every row or in none.
            scored.forEach((name, image) ->
                    found.computeIfAbsent(name, view -> new ArrayList<>()).add(image));
        });
        List<String> failures = failed.stream().map(FailedScene::line).toList();
        if (found.isEmpty()) {
            return Findings.nothing(failures);
        }
        List<String> names = new ArrayList<>(found.keySet());
        List<String> shown = new ArrayList<>(names.subList(0, names.size() - variants.size()));
        shown.addAll(variants.keySet());
        List<Table> tables = Arrays.stream(ScoreProfile.values())
                .map(profile -> table(profile, shown, List.copyOf(found.values())))
                .toList();
        List<String> remarks = Stream.of(
                        Stream.of("Detector: " + detector.description() + "."),
                        images.remarks(scenes.stream().map(DatasetScene::name).toList()).stream(),
                        REMARKS.stream())
                .flatMap(lines -> lines)
                .toList();
        return new Findings(tables, remarks, Map.of(), failures);
    }

    /** The names of rows and the words of their variants. */
    private static Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put("static", "static");
        TtdRows.REFERENCES.forEach(reference -> variants.put("dynamic, " + reference, TtdRows.loss(reference)));
        return variants;
    }

    private static Table table(ScoreProfile profile, List<String> names, List<List<ScoredImage>> found) {
        Table.Builder table = Table.of(
                "by the profile " + profile.id(),
                1,
                "images of",
                "objects",
                "precision",
                "recall",
                "mAP50",
                "mAP50-95",
                "as the paper says");
        List<DetectionScores> scores = found.stream()
                .map(images -> DetectionScores.of(images, profile))
                .toList();
        DetectionScores fixed = scores.get(names.indexOf("static"));
        for (int i = 0; i < names.size(); i++) {
            DetectionScores each = scores.get(i);
            table.row(
                    names.get(i),
                    each.truths(),
                    cell(each.precision()),
                    cell(each.recall()),
                    cell(each.map50()),
                    cell(each.map()),
                    names.get(i).startsWith("dynamic") ? raised(fixed, each) + " of 3" : "");
        }
        return table.build();
    }

    private static long raised(DetectionScores fixed, DetectionScores dynamic) {
        List<Function<DetectionScores, OptionalDouble>> claimed =
                List.of(DetectionScores::precision, DetectionScores::recall, DetectionScores::map);
        return claimed.stream()
                .filter(score ->
                        score.apply(dynamic).orElse(0) > score.apply(fixed).orElse(0))
                .count();
    }

    private static Cell cell(OptionalDouble score) {
        return Cell.of(score.orElse(Double.NaN), 4);
    }
}
