package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.HeapBudget;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.files.WholeFile;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
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
    private final SceneFusion fusion;
    private final RunFolder folder;
    private final HeapBudget heap;

    SceneFusing(EvaluationRequest request, SceneFusion fusion, RunFolder folder, HeapBudget heap) {
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
    Map<Job, Fusion> fuse(List<Job> jobs) throws UnwritableFileException, InterruptedException {
        DatasetScene scene = jobs.get(0).scene();
        Map<Job, Fusion> fusions = new LinkedHashMap<>();
        try (HeapBudget.Share share = heap.enter()) {
            List<Image> sources = sources(scene, share);
            for (Job job : jobs) {
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

    private List<Image> sources(DatasetScene scene, HeapBudget.Share share) throws IOException, InterruptedException {
        List<Image> images = new ArrayList<>();
        List<Path> files = scene.files();
        for (Path file : files) {
            Image image = withRoom(share, () -> ImageFiles.read(file, request.reading()));
            if (images.isEmpty()) {
                // Sources, their weights and what comes out.
                share.take((long) image.width() * image.height(), 2 * files.size() + 1, !image.isGray());
            }
            images.add(image);
            requireSize(file, image, files.get(0), images.get(0));
        }
        return images;
    }

    private static void requireSize(Path file, Image image, Path firstFile, Image first) throws IOException {
        if (image.width() != first.width() || image.height() != first.height()) {
            throw new IOException(file + ": is " + size(image) + ", but " + firstFile + " is " + size(first)
                    + "; expected registered images of one size");
        }
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height();
    }

    private Fusion fuse(Job job, List<Image> sources, HeapBudget.Share share)
            throws UnwritableFileException, InterruptedException {
        try {
            return withRoom(
                    share, () -> write(job, fusion.fuse(sources, job.variant().variant())));
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

    private Fusion write(Job job, FusedImage fused) throws IOException {
        List<Path> weights = fused.weightMaps().isEmpty() ? List.of() : folder.weights(job);
        for (int m = 0; m < weights.size(); m++) {
            write(fused.weightMaps().get(m), weights.get(m));
        }
        Image image = request.output().apply(fused.image());
        write(image, folder.fused(job));
        List<String> notes = new ArrayList<>(fused.notes());
        ImageFiles.notCarried(image, ImageFormat.PNG).forEach(what -> notes.add("fused images: " + what));
        return new Fusion(weights, notes, Optional.empty());
    }

    private static void write(Image image, Path file) throws IOException {
        WholeFile.makeFolder(file.getParent());
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
