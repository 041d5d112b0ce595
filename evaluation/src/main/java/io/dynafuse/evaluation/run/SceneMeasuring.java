package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.HeapBudget;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures fused images and keeps their scores in files; finds those that were kept and can be trusted. For any number of threads. */
final class SceneMeasuring {
    private final SceneEvaluation evaluation;
    private final HeapBudget heap;
    private final RunFolder folder;
    private final ShownFiles shown;
    private final String run;

    /** @param run the digest of the run's identity */
    SceneMeasuring(SceneEvaluation evaluation, HeapBudget heap, RunFolder folder, ShownFiles shown, String run) {
        this.evaluation = evaluation;
        this.heap = heap;
        this.folder = folder;
        this.shown = shown;
        this.run = run;
    }

    /** The jobs of a scene whose scores are there, whole, of this run, and of the very files that are there. */
    Map<RunFolder.Job, Finished> present(DatasetScene scene, List<VariantFolders.Placed> variants) {
        Map<RunFolder.Job, ScoreRecord> records = new LinkedHashMap<>();
        for (VariantFolders.Placed variant : variants) {
            RunFolder.Job job = new RunFolder.Job(variant, scene);
            ScoreRecord.read(folder.scores(job))
                    .filter(record -> isOf(record, job))
                    .ifPresent(record -> records.put(job, record));
        }
        if (records.isEmpty()) {
            return Map.of();
        }
        Optional<List<FileDigest>> inputs = inputsIfReadable(scene);
        Map<RunFolder.Job, Finished> present = new LinkedHashMap<>();
        records.forEach((job, record) -> {
            if (inputs.equals(Optional.of(record.inputs()))) {
                present.put(job, new Finished(record.outcome(shown(job), evaluation.measures()), record.notes()));
            }
        });
        return present;
    }

    private boolean isOf(ScoreRecord record, RunFolder.Job job) {
        boolean ofThisJob = record.run().equals(run)
                && record.variant().equals(job.variant().meaning())
                && record.scene().equals(job.scene().name());
        return ofThisJob && picturesAreThere(record, job) && hasEveryScore(record);
    }

    private boolean picturesAreThere(ScoreRecord record, RunFolder.Job job) {
        List<Path> expected = new ArrayList<>(List.of(folder.fused(job)));
        if (record.pictures().size() > 1) {
            expected.addAll(folder.weights(job));
        }
        if (record.pictures().size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            FileDigest picture = record.pictures().get(i);
            if (!picture.file().equals(shown.made(expected.get(i))) || !picture.isOf(expected.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEveryScore(ScoreRecord record) {
        return new HashSet<>(
                        record.scores().stream().map(ScoreRecord.Entry::measure).toList())
                .containsAll(RunIdentity.labels(evaluation.measures()));
    }

    private Optional<List<FileDigest>> inputsIfReadable(DatasetScene scene) {
        try {
            return Optional.of(inputs(scene));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<FileDigest> inputs(DatasetScene scene) throws IOException {
        List<FileDigest> digests = new ArrayList<>();
        for (Path file : scene.allFiles()) {
            digests.add(FileDigest.of(file, shown.source(file)));
        }
        return digests;
    }

    /**
     * Measures a fused image and writes its scores, unless it was not fused, cannot be measured, or memory ran out: such are tried
     * again by the next run.
     *
     * @throws IOException if the scores cannot be written
     */
    Finished finish(RunFolder.Job job, SceneFusing.Fusion fusion) throws IOException, InterruptedException {
        DatasetScene scene = job.scene();
        Outcome outcome = fusion.failure().isPresent()
                ? failed(job, fusion.failure().get())
                : evaluation.evaluate(new Scene(scene.name(), folder.fused(job), scene.files(), scene.truth()), heap);
        Outcome shown = shown(outcome, job);
        List<String> notes = notes(fusion, shown);
        Finished finished = new Finished(shown, notes);
        Path scores = folder.scores(job);
        if (finished.outcome() instanceof Outcome.Measured measured && !measured.isLostToMemory()) {
            AtomicFile.makeFolder(scores.getParent());
            record(job, measured, fusion, notes).write(scores);
        } else {
            // Of other sources, if there are some.
            if (fusion.failure().isPresent()) {
                folder.removePictures(job);
            }
            Files.deleteIfExists(scores);
        }
        return finished;
    }

    private static Outcome failed(RunFolder.Job job, SceneFusing.Failure failure) {
        DatasetScene scene = job.scene();
        return new Outcome.Failed(
                new Scene(scene.name(), Path.of(""), scene.files(), scene.truth()),
                failure.reason(),
                Optional.of(failure.cause()));
    }

    private static List<String> notes(SceneFusing.Fusion fusion, Outcome outcome) {
        List<String> ofScores = outcome instanceof Outcome.Measured measured ? measured.notes() : List.of();
        return Stream.concat(fusion.notes().stream(), ofScores.stream()).toList();
    }

    private ScoreRecord record(
            RunFolder.Job job, Outcome.Measured measured, SceneFusing.Fusion fusion, List<String> notes)
            throws IOException {
        List<FileDigest> pictures = new ArrayList<>();
        for (Path file : Stream.concat(Stream.of(folder.fused(job)), fusion.weights().stream())
                .toList()) {
            pictures.add(FileDigest.of(file, shown.made(file)));
        }
        return new ScoreRecord(
                run,
                job.variant().meaning(),
                job.scene().name(),
                inputs(job.scene()),
                pictures,
                measured.width(),
                measured.height(),
                measured.scales(),
                measured.samples(),
                ScoreRecord.entries(evaluation.measures(), measured.scores()),
                notes);
    }

    /** The outcome in words that do not depend on where the folders lie. */
    private Outcome shown(Outcome outcome, RunFolder.Job job) {
        if (outcome instanceof Outcome.Measured measured) {
            return new Outcome.Measured(
                    shown(job),
                    measured.width(),
                    measured.height(),
                    measured.scales(),
                    shown(measured.samples(), job),
                    measured.scores(),
                    measured.notes().stream().map(note -> shown(note, job)).toList());
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        return new Outcome.Failed(shown(job), shown(failed.reason(), job), failed.cause());
    }

    private Scene shown(RunFolder.Job job) {
        DatasetScene scene = job.scene();
        return new Scene(
                scene.name(),
                Path.of(shown.made(folder.fused(job))),
                scene.files().stream().map(shown::source).map(Path::of).toList(),
                scene.truth().map(shown::source).map(Path::of));
    }

    private String shown(String words, RunFolder.Job job) {
        String result = words;
        for (Path file : job.scene().allFiles()) {
            result = result.replace(file.toString(), shown.source(file));
        }
        Path fused = folder.fused(job);
        return result.replace(fused.toString(), shown.made(fused));
    }

    /**
     * What became of a job.
     *
     * @param outcome by the names that results have for files
     * @param notes what the network said of the fusion
     */
    record Finished(Outcome outcome, List<String> notes) {
        Finished {
            notes = List.copyOf(notes);
        }
    }
}
