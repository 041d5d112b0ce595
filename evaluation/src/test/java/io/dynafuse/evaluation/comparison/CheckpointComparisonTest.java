package io.dynafuse.evaluation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.TestMeasures;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.metrics.MetricProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CheckpointComparison.Means and shares worked out by hand. */
class CheckpointComparisonTest {
    private static final double UNDEFINED = Double.NaN;

    private static ComparedDataset dataset(String name, String task, boolean truth) {
        DatasetScene scene = new DatasetScene(
                "0",
                List.of(new SourceFile("a", Path.of("a.png")), new SourceFile("b", Path.of("b.png"))),
                truth ? Optional.of(Path.of("truth.png")) : Optional.empty());
        Dataset scenes = new Dataset(name, Optional.empty(), List.of(scene), List.of());
        return new ComparedDataset(name, scenes, Optional.of(task).filter(word -> !word.isEmpty()));
    }

    /** One variant, called static, of scenes 0, 1, … */
    private static ComparedRun run(String weights, ComparedDataset dataset, String measure, double... scores) {
        List<Measure> measures = MeasureSelection.named(List.of(measure), MetricProfile.CANONICAL);
        return new ComparedRun(
                weights,
                dataset,
                Path.of("out", weights),
                new Results(measures, List.of(TestMeasures.method("static", scores))));
    }

    private static Findings findings(ComparedRun... runs) {
        return new CheckpointComparison(List.of("ours", "theirs"), 1, List.of("static"), List.of(runs)).findings();
    }

    private static List<String> rows(Findings findings) {
        return findings.tables().get(0).rows().stream()
                .map(row -> String.join(" | ", row.stream().map(Cell::text).toList()))
                .toList();
    }

    /** Over all images, (0.6 + 0.4 + 0.2)/3 and (0.5 + 0.5 + 0.5)/3; the mean of the tasks' means would be 0.35. */
    @Test
    void meansAreOfTasksAndOfAllImages() {
        ComparedDataset medical = dataset("mri-ct", "medical", false);
        ComparedDataset focus = dataset("lytro", "multi-focus", false);
        Findings findings = findings(
                run("ours", medical, "Qabf", 0.6, 0.4),
                run("theirs", medical, "Qabf", 0.5, 0.5),
                run("ours", focus, "Qabf", 0.2),
                run("theirs", focus, "Qabf", 0.5));
        assertThat(findings.tables().get(0).heads())
                .containsExactly("task", "metric", "images", "ours", "theirs", "ours in % of theirs", "aim of ours");
        assertThat(rows(findings))
                .containsExactly(
                        "medical | Qabf ↑ | 2 | 0.5000 | 0.5000 | 100.0 | met",
                        "multi-focus | Qabf ↑ | 1 | 0.2000 | 0.5000 | 40.0 | missed",
                        "all | Qabf ↑ | 3 | 0.4000 | 0.5000 | 80.0 | missed");
        assertThat(findings.remarks())
                .containsExactly("static: ours meets the aim in 1 of 3 means;"
                        + " missed: multi-focus Qabf (40.0 %), all Qabf (80.0 %).");
    }

    @Test
    void withoutAnImageThatBothMeasureNothingIsCompared() {
        ComparedDataset medical = dataset("mri-ct", "medical", false);
        CheckpointComparison comparison = new CheckpointComparison(
                List.of("ours", "theirs"),
                1,
                List.of("static"),
                List.of(run("ours", medical, "Qabf", UNDEFINED, 0.5), run("theirs", medical, "Qabf", 0.5, UNDEFINED)));
        assertThat(comparison.isEmpty()).isTrue();
        assertThat(comparison.findings().remarks())
                .containsExactly(
                        "static: nothing could be compared, as there is no image for which all checkpoints have a number.");
        assertThat(new CheckpointComparison(
                                List.of("ours", "theirs"),
                                1,
                                List.of("static"),
                                List.of(
                                        run("ours", medical, "Qabf", 0.5, 0.5),
                                        run("theirs", medical, "Qabf", 0.5, UNDEFINED)))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void datasetsOfOneTaskShareAMean() {
        ComparedDataset ct = dataset("mri-ct", "medical", false);
        ComparedDataset pet = dataset("mri-pet", "medical", false);
        assertThat(rows(findings(
                        run("ours", ct, "EN", 4, 5),
                        run("theirs", ct, "EN", 4, 4),
                        run("ours", pet, "EN", 6),
                        run("theirs", pet, "EN", 7))))
                .containsExactly("medical | EN ↑ | 3 | 5.0000 | 5.0000 | 100.0 | met");
    }

    /** A scene that only one of them has a number for would make the one look better or worse. */
    @Test
    void onlyScenesThatAllHaveANumberForCount() {
        ComparedDataset dataset = dataset("set", "", false);
        assertThat(rows(findings(
                        run("ours", dataset, "SCD", 1.5, UNDEFINED, 0.1, 9), run("theirs", dataset, "SCD", 1, 8, 0.9))))
                .containsExactly("set | SCD ↑ | 2 | 0.8000 | 0.9500 | 84.2 | missed");
        assertThat(rows(findings(run("ours", dataset, "SCD", UNDEFINED), run("theirs", dataset, "SCD", 1))))
                .containsExactly("set | SCD ↑ | 0 | - | - | - | -");
    }

    @ParameterizedTest
    @CsvSource({
        "Qabf, 0.490, 0.5, 98.0, met",
        "Qabf, 0.489, 0.5, 97.8, missed",
        // Lower is better.
        "Qcv, 50, 40, 80.0, missed",
        "Qcv, 40, 50, 125.0, met",
        "Qcv, 100, 98, 98.0, met",
        "Qcv, 0, 0, 100.0, met",
        // The nearer to zero the better.
        "Qsf, -0.4, 0.2, 50.0, missed",
        "Qsf, -0.2, 0.4, 200.0, met",
        // Of signs that differ, or below zero, there is no share.
        "SCD, -0.1, -0.2, -, met",
        "SCD, -0.3, -0.2, -, missed",
        "SCD, -0.3, 0.2, -, missed",
        "SCD, 0.1, -0.2, -, met"
    })
    void sharesAreAboveAHundredWhereBetter(String measure, double ours, double theirs, String share, String aim) {
        ComparedDataset dataset = dataset("set", "", false);
        List<Cell> row = findings(run("ours", dataset, measure, ours), run("theirs", dataset, measure, theirs))
                .tables()
                .get(0)
                .rows()
                .get(0);
        assertThat(row.subList(5, 7).stream().map(Cell::text)).containsExactly(share, aim);
    }

    @Test
    void ofDecibelsNothingIsForgiven() {
        ComparedDataset dataset = dataset("synthetic", "multi-focus", true);
        assertThat(rows(findings(run("ours", dataset, "PSNR_GT", 39.9), run("theirs", dataset, "PSNR_GT", 40))))
                .containsExactly("multi-focus, truth known | PSNR_GT ↑ | 1 | 39.9000 | 40.0000 | 99.8 | missed");
        assertThat(rows(findings(run("ours", dataset, "PSNR_GT", 40), run("theirs", dataset, "PSNR_GT", 40))))
                .containsExactly("multi-focus, truth known | PSNR_GT ↑ | 1 | 40.0000 | 40.0000 | 100.0 | met");
        assertThat(rows(findings(run("ours", dataset, "SSIM_GT", 0.99), run("theirs", dataset, "SSIM_GT", 1))))
                .containsExactly("multi-focus, truth known | SSIM_GT ↑ | 1 | 0.9900 | 1.0000 | 99.0 | met");
    }

    @Test
    void whatIsMeasuredDependsOnTheTruth() {
        assertThat(dataset("a", "", false).measures())
                .extracting(measure -> measure.metric().id())
                .containsExactly("Qabf", "VIF", "SSIM", "MEF-SSIM", "SCD", "EN", "SF", "Qcv");
        assertThat(dataset("a", "", true).measures())
                .extracting(measure -> measure.metric().id())
                .containsExactly("PSNR_GT", "SSIM_GT");
    }

    @Test
    void severalWeightsAreComparedWithTheBaseline() {
        ComparedDataset dataset = dataset("set", "", false);
        Findings findings = new CheckpointComparison(
                        List.of("a", "b", "c"),
                        0,
                        List.of("static"),
                        List.of(run("a", dataset, "EN", 4), run("b", dataset, "EN", 5), run("c", dataset, "EN", 3)))
                .findings();
        assertThat(findings.tables().get(0).heads())
                .containsExactly(
                        "task",
                        "metric",
                        "images",
                        "a",
                        "b",
                        "c",
                        "b in % of a",
                        "aim of b",
                        "c in % of a",
                        "aim of c");
        assertThat(rows(findings))
                .containsExactly("set | EN ↑ | 1 | 4.0000 | 5.0000 | 3.0000 | 125.0 | met | 75.0 | missed");
        assertThat(findings.remarks())
                .containsExactly(
                        "static: b meets the aim in 1 of 1 means.",
                        "static: c meets the aim in 0 of 1 means; missed: set EN (75.0 %).");
    }

    @Test
    void whatFailedIsSaid() {
        ComparedDataset dataset = dataset("set", "", false);
        ComparedRun failed = new ComparedRun(
                "ours",
                dataset,
                Path.of("out"),
                new Results(
                        MeasureSelection.named(List.of("EN"), MetricProfile.CANONICAL),
                        List.of(new MethodResult(
                                "static", new ArrayList<>(List.of(TestMeasures.failed("0", "0.png: is cut short")))))));
        Findings findings = findings(failed, run("theirs", dataset, "EN", 4));
        assertThat(findings.failures()).containsExactly("ours: set: 0.png: is cut short");
        assertThat(rows(findings)).containsExactly("set | EN ↑ | 0 | - | - | - | -");
    }

    @Test
    void oneSetOfWeightsIsNoComparison() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckpointComparison(List.of("a"), 0, List.of("static"), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckpointComparison(List.of("a", "b"), 2, List.of("static"), List.of()));
    }
}
