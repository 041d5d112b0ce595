package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.FusionReport;
import io.dynafuse.report.SourceFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fuses the scenes of a dataset one after the other with one network. A scene that cannot be fused is reported and never stops the others;
 * of a fused scene only what the report says stays in memory.
 */
final class DatasetFusion {
    private final Fuser fuser;
    private final DatasetFiles files;
    private final SourceReading reading;
    private final TerminalProgress progress;
    private final boolean verbose;
    private final DatasetReport report;
    private final ReadingNotes noted;
    private final Set<String> kinds = new HashSet<>();
    private final Map<String, Integer> more = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private final long start = System.nanoTime();
    private Optional<String> method = Optional.empty();

    DatasetFusion(
            Fuser fuser,
            DatasetFiles files,
            SourceReading reading,
            TerminalProgress progress,
            boolean verbose,
            DatasetReport report) {
        this.fuser = fuser;
        this.files = files;
        this.reading = reading;
        this.progress = progress;
        this.noted = new ReadingNotes(progress::noted);
        this.verbose = verbose;
        this.report = report;
    }

    /** Returns whether every scene was fused. */
    boolean run(Dataset dataset) throws InterruptedException {
        SceneLoop.over(dataset.scenes()).progress(progress).run(this::fuseOrReport);
        more.forEach((kind, sources) -> progress.noted(sources + " more of these: " + kind));
        return failed.isEmpty();
    }

    /** One line for standard output. */
    String line(Dataset dataset) {
        int scenes = dataset.scenes().size();
        return String.format(
                        Locale.ROOT,
                        "%d of %s fused into %s%s, %.2f s",
                        scenes - failed.size(),
                        Words.counted(scenes, "scene"),
                        files.folder(),
                        method.map(used -> ": " + used).orElse(""),
                        (System.nanoTime() - start) / 1e9)
                + (failed.isEmpty() ? "" : "; not fused: " + String.join(", ", Words.shortened(failed)));
    }

    private void fuseOrReport(DatasetScene scene) throws InterruptedException {
        try {
            fuse(scene);
        } catch (InsufficientMemoryException e) {
            fail(scene, "--memory: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            fail(scene, "out of memory: " + e.getMessage() + "; expected smaller images, or a larger Java heap", e);
        } catch (IOException | RuntimeException e) {
            fail(scene, OneLine.of(e), e);
        }
    }

    private void fuse(DatasetScene scene) throws IOException, InterruptedException {
        FusionFiles places = files.of(scene);
        SourceImages images = scene.read(reading).stretched(reading.preparation());
        for (int m = 0; m < images.files().size(); m++) {
            Path file = images.files().get(m).file();
            images.images().get(m).notes().forEach(what -> noted.tell(file, what));
        }
        FusedImage fused = fuser.fuse(images.images(), images.allRoles());
        images.sources().forEach(this::noteOnce);
        fused.notes().forEach(progress::noted);
        places.notCarried(fused).forEach(what -> noted.tell(places.output(), what));
        noteDepth(images, places);
        SampleDepth depth = files.format().depthFor(fused.image().depth());
        Duration writeTime;
        try (PreparedFiles prepared = new PreparedFiles()) {
            writeTime = places.prepare(fused, prepared);
            prepared.commit();
        }
        method = method.or(() -> Optional.of(FusionReport.method(fuser, "", fused)));
        FusionReport ofScene = FusionReport.of(SourceFacts.of(images), fused, places.written(fused, depth, writeTime));
        report.add(scene, ofScene);
        if (verbose) {
            progress.say(places.output() + ": fused");
            FusionSummary.times(ofScene).forEach(progress::say);
        }
    }

    /** Says once if the format cannot hold what the sources have. */
    private void noteDepth(SourceImages images, FusionFiles places) {
        SampleDepth deepest = images.deepest();
        SampleDepth carried = files.format().depthFor(deepest);
        if (carried.compareTo(deepest) < 0 && kinds.add("depth")) {
            progress.noted(places.output() + " carries "
                    + carried.description() + ", less than the "
                    + deepest.description() + " of its sources; --format tif carries any");
        }
    }

    /** Prints all notes about the first source of a kind, and for the others only that there are more. */
    private void noteOnce(PreparedSource source) {
        if (!source.kinds().isEmpty() && kinds.add(source.kinds().toString())) {
            source.notes().forEach(progress::noted);
        } else {
            source.kinds().forEach(kind -> more.merge(kind, 1, Integer::sum));
        }
    }

    private void fail(DatasetScene scene, String message, Throwable failure) {
        String reason = OneLine.of(message);
        failed.add(OneLine.of(scene.name()));
        report.addFailure(scene, reason);
        progress.say("not fused: " + OneLine.of(scene.name()) + ": " + reason);
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(progress::say);
        }
    }
}
