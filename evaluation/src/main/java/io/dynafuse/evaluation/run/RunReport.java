package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.ResultsReport;
import io.dynafuse.evaluation.report.Gallery;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes what was found: tables for programs and the report for people. Nothing in them depends on when or in which order it was found. */
final class RunReport {
    private static final String STATIC = "as the network was trained, without fusion weights";

    private final EvaluationRequest request;
    private final RunFolder folder;

    RunReport(EvaluationRequest request, RunFolder folder) {
        this.request = request;
        this.folder = folder;
    }

    /**
     * @param finished what became of every variant and scene
     * @param networkNotes what the network said of the fusions
     */
    void write(
            Results results,
            List<VariantFolders.Placed> variants,
            Map<RunFolder.Job, SceneMeasuring.Finished> finished,
            List<String> networkNotes)
            throws IOException {
        ResultsReport report = new ResultsReport(results);
        AtomicFile.write(folder.csv(), Content.of(report.write(ReportFormat.CSV)));
        AtomicFile.write(folder.json(), Content.of(report.write(ReportFormat.JSON)));
        Map<String, String> descriptions = new LinkedHashMap<>();
        request.variants()
                .forEach(variant -> descriptions.put(
                        variant.label(),
                        variant.dominability().map(Dominability::toString).orElse(STATIC)));
        List<String> notes = Stream.concat(request.dataset().notes().stream(), networkNotes.stream())
                .distinct()
                .toList();
        new HtmlReport(title(), request.facts(), results, descriptions, gallery(variants, finished), notes)
                .write(folder.report());
    }

    private String title() {
        return request.dataset().name() + " fused by " + request.identity().network();
    }

    private Gallery gallery(
            List<VariantFolders.Placed> variants, Map<RunFolder.Job, SceneMeasuring.Finished> finished) {
        List<Gallery.Scene> scenes = request.dataset().scenes().stream()
                .map(scene -> gallery(
                        scene,
                        variants.stream()
                                .map(variant -> new RunFolder.Job(variant, scene))
                                .filter(job -> finished.get(job).outcome() instanceof Outcome.Measured)
                                .toList()))
                // Where nothing was fused there may be no picture to show either.
                .filter(scene -> !scene.variants().isEmpty())
                .toList();
        return new Gallery(scenes, request.galleryScenes(), request.reading().options());
    }

    private Gallery.Scene gallery(DatasetScene scene, List<RunFolder.Job> measured) {
        return new Gallery.Scene(
                scene.name(),
                scene.sources().stream()
                        .map(source -> new Gallery.Source(source.role(), source.file()))
                        .toList(),
                scene.truth(),
                measured.stream()
                        .map(job -> new Gallery.Variant(
                                job.variant().label(),
                                folder.fused(job),
                                job.variant().variant().dominability().isPresent() ? folder.weights(job) : List.of()))
                        .toList());
    }
}
