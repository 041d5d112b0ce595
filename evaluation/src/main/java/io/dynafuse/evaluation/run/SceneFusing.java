package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.HeapBudget;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.preparation.PreparedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sources of a scene once, fuses them by several variants, and writes the pictures. */
final class SceneFusing {
    private final EvaluationRequest request;
    private final EvaluationRun.SceneFusion fusion;
    private final RunFolder folder;
    private final HeapBudget heap;

    SceneFusing(EvaluationRequest request, EvaluationRun.SceneFusion fusion, RunFolder folder, HeapBudget heap) {
        this.request = request;
        this.fusion = fusion;
        this.folder = folder;
        this.heap = heap;
    }

    /**
     * What a fusion left.
     *
     * @param weights files, one a source, or none
     * @param notes what the network said
     * @param failure why there is none of all that
     */
    record Fusion(List<Path> weights, List<String> notes, Optional<Failure> failure) {
        static Fusion failed(String reason, Throwable cause) {
            return new Fusion(List.of(), List.of(), Optional.of(new Failure(OneLine.of(reason), cause)));
        }
    }

    /** Why a scene was not fused, in one line. */
    record Failure(String reason, Throwable cause) {}

    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Fuses one scene.
     *
     * @param jobs of this scene, one or more
     * @throws UnwritableFileException if a picture cannot be written, which no other scene would fare better with
     */
    Map<RunFolder.Job, Fusion> fuse(List<RunFolder.Job> jobs) throws UnwritableFileException, InterruptedException {
        DatasetScene scene = jobs.get(0).scene();
        Map<RunFolder.Job, Fusion> fusions = new LinkedHashMap<>();
        try (HeapBudget.Share share = heap.enter()) {
            List<PreparedSource> sources = sources(scene, share);
            for (RunFolder.Job job : jobs) {
                fusions.put(job, fuse(job, sources, share));
            }
        } catch (UnwritableFileException e) {
            throw e;
        } catch (IOException e) {
            jobs.forEach(job -> fusions.put(job, Fusion.failed(OneLine.of(e), e)));
        } catch (OutOfMemoryError e) {
            jobs.forEach(job -> fusions.putIfAbsent(job, outOfMemory(scene, e)));
        }
        return fusions;
    }

    private List<PreparedSource> sources(DatasetScene scene, HeapBudget.Share share)
            throws IOException, InterruptedException {
        requireMemory(scene);
        List<PreparedSource> sources = new ArrayList<>();
        for (SourceFile source : scene.sources()) {
            Image image = withRoom(
                    share,
                    () -> ImageFiles.read(source.file(), request.reading().options()));
            if (sources.isEmpty()) {
                // Sources, their weights and what comes out.
                share.take(
                        (long) image.width() * image.height(),
                        2 * scene.sources().size() + 1,
                        !image.isGray());
            }
            ImageFiles.requireData(source.file(), image);
            sources.add(PreparedSource.of(source.file().toString(), image).role(source.knownRole()));
        }
        return withRoom(share, () -> prepared(sources));
    }

    /** By the headers alone, before anything is decoded. */
    private void requireMemory(DatasetScene scene) throws IOException {
        List<ImageHeader> headers = new ArrayList<>();
        for (Path file : scene.files()) {
            headers.add(ImageFiles.header(file, request.reading().options()));
        }
        try {
            request.reading().memory().accept(headers);
        } catch (RuntimeException e) {
            throw new IOException(scene.name() + ": cannot be fused: " + OneLine.of(e), e);
        }
    }

    private List<PreparedSource> prepared(List<PreparedSource> sources) throws IOException {
        try {
            return request.reading().preparation().prepare(sources);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Fusion fuse(RunFolder.Job job, List<PreparedSource> sources, HeapBudget.Share share)
            throws UnwritableFileException, InterruptedException {
        try {
            return withRoom(
                    share,
                    () -> write(
                            job,
                            fusion.fuse(
                                    PreparedSource.images(sources),
                                    PreparedSource.allRoles(sources),
                                    job.variant().variant()),
                            sources));
        } catch (UnwritableFileException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            return outOfMemory(job.scene(), e);
        } catch (IOException | RuntimeException e) {
            return Fusion.failed(job.scene().name() + ": cannot be fused: " + OneLine.of(e), e);
        }
    }

    private static Fusion outOfMemory(DatasetScene scene, OutOfMemoryError e) {
        return Fusion.failed(scene.name() + ": " + SceneEvaluation.OUT_OF_MEMORY, e);
    }

    private Fusion write(RunFolder.Job job, FusedImage fused, List<PreparedSource> sources) throws IOException {
        List<Path> weights = fused.weightMaps().isEmpty() ? List.of() : folder.weights(job);
        for (int m = 0; m < weights.size(); m++) {
            write(fused.weightMaps().get(m), weights.get(m));
        }
        Image image = request.output().apply(fused.image());
        write(image, folder.fused(job));
        List<String> notes = new ArrayList<>(fused.notes());
        sources.stream().flatMap(source -> source.kinds().stream()).distinct().forEach(notes::add);
        ImageFiles.notCarried(image, ImageFormat.PNG).forEach(what -> notes.add("fused images: " + what));
        return new Fusion(weights, notes, Optional.empty());
    }

    private static void write(Image image, Path file) throws IOException {
        AtomicFile.makeFolder(file.getParent());
        ImageFiles.write(image, file);
    }

    /** Tries again once the scenes that are measured meanwhile have ended, if memory ran out. */
    private static <T> T withRoom(HeapBudget.Share share, Work<T> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (OutOfMemoryError e) {
            share.takeAll();
        } catch (ImageException e) {
            if (!(e.getCause() instanceof OutOfMemoryError)) {
                throw e;
            }
            share.takeAll();
        }
        return work.run();
    }
}
