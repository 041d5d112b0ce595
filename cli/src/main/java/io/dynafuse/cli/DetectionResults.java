package io.dynafuse.cli;

import io.dynafuse.data.FailedScene;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.detection.DetectionReport;
import io.dynafuse.evaluation.detection.DetectionRequest;
import io.dynafuse.evaluation.detection.DetectionRequest.Fact;
import io.dynafuse.evaluation.detection.DetectionRun;
import io.dynafuse.evaluation.run.RunIdentity;
import io.dynafuse.fusion.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs a detection and prints what it finds, for the commands that do.
 *
 * @param isPerClass whether to print the scores of every class
 * @param verbose whether to print all failures, with their stack traces
 */
record DetectionResults(Path folder, boolean isPerClass, boolean verbose, PrintWriter out, PrintWriter error) {
    private static final String START = "detection-scores";

    /**
     * Looks at every scene, and writes and prints the scores.
     *
     * @return whether every scene was looked at
     */
    boolean run(DetectionRequest request) throws IOException, InterruptedException {
        DetectionRun.Summary summary;
        try (TerminalProgress progress = new TerminalProgress(error, "detecting", "scenes")) {
            summary = DetectionRun.run(request, folder, progress);
        }
        int scenes = request.dataset().scenes().size();
        if (summary.present() > 0) {
            error.println("note: " + summary.present() + " of " + Words.counted(scenes, "scene") + " are done already");
        }
        summary.notes().forEach(note -> error.println("note: truth: " + note));
        noteClasses(request, summary);
        print(summary.failed());
        ReportFiles.write(
                new DetectionReport(request.dataset().name(), facts(request), summary, isPerClass), folder, START, out);
        out.println();
        out.println("detections: " + folder.resolve("detections"));
        if (request.pictures() > 0) {
            out.println("pictures: " + folder.resolve("pictures") + ", from left to right "
                    + String.join(
                            ", ",
                            summary.views().stream()
                                    .map(DetectionRun.View::name)
                                    .toList()));
        }
        int done = scenes - summary.failed().size();
        out.println(done + " of " + Words.counted(scenes, "scene") + " looked at"
                + (done == scenes ? "" : "; the same command tries the others again"));
        return done == scenes;
    }

    /** How images are fused, for what is said of the results. */
    static List<Fact> facts(RunIdentity identity, List<Variant> variants) {
        String meanings = variants.stream()
                .map(variant -> variant.label()
                        + variant.dominability()
                                .map(dominability -> " (" + dominability + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
        return List.of(
                new Fact("network", identity.network()),
                new Fact("checkpoint, SHA-256", identity.weights()),
                new Fact("variants", meanings),
                new Fact("computed in", identity.precision() + " on " + identity.device()),
                new Fact("sources", identity.sources()),
                new Fact("fused images", identity.output()),
                new Fact("Dynafuse", identity.dynafuse()));
    }

    private static List<Fact> facts(DetectionRequest request) {
        List<Fact> facts = new ArrayList<>(request.identity());
        request.truths()
                .ifPresent(truths -> facts.add(new Fact(
                        "truth", truths.place() + ", " + truths.truths().description())));
        return facts;
    }

    /** Scores of classes with other names would all be 0 without a word. */
    private void noteClasses(DetectionRequest request, DetectionRun.Summary summary) {
        if (request.truths().isEmpty()) {
            return;
        }
        List<String> unknown = summary.views().stream()
                .flatMap(view -> view.scores().stream())
                .flatMap(scores -> scores.classes().stream())
                .filter(each -> each.detections() > 0 && each.truths() + each.ignored() == 0)
                .map(each -> each.label())
                .distinct()
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            error.println("note: no truth names " + Words.some(unknown) + ": detections of "
                    + (unknown.size() == 1 ? "this class" : "these classes") + " are in no score");
        }
    }

    private void print(List<FailedScene> failed) {
        List<String> lines =
                failed.stream().map(each -> "not looked at: " + each.line()).toList();
        (verbose ? lines : Words.shortened(lines)).forEach(error::println);
        if (verbose) {
            failed.forEach(each -> each.cause().ifPresent(cause -> cause.printStackTrace(error)));
        }
    }
}
