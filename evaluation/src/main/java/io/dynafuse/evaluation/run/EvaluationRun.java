package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.HeapBudget;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.preparation.Resize;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fuses every scene of a dataset by every variant, measures what came out, and writes results and a report. What an earlier run of the
 * same identity left and can be trusted is kept: a score file that is whole, of the very sources, and of the very pictures that lie
 * there. The results are a function of the request and of the files read, whatever was kept and whichever thread was the faster.
 */
public final class EvaluationRun {
    // Beyond these, fusing waits for measuring.
    private static final int SCENES_AHEAD = 2;

    private final EvaluationRequest request;
    private final SceneFusion fusion;
    private final Listener listener;
    private final RunFolder folder;
    private final SceneMeasuring measuring;
    private final HeapBudget heap = HeapBudget.whole();
    private final Map<RunFolder.Job, SceneMeasuring.Finished> finished = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ExecutorService pool;

    private EvaluationRun(
            EvaluationRequest request, SceneFusion fusion, Listener listener, RunFolder folder, ShownFiles shown) {
        this.request = request;
        this.fusion = fusion;
        this.listener = listener;
        this.folder = folder;
        this.measuring = new SceneMeasuring(
                new SceneEvaluation(
                        request.measures(),
                        request.reading().options(),
                        request.reading().preparation().resize() != Resize.NONE,
                        false),
                heap,
                folder,
                shown,
                request.identity().digest());
        this.pool = SceneLoop.pool(request.threads());
    }

    /**
     * Does what is missing and writes the results.
     *
     * @throws IOException if the folder holds anything else than an earlier run of this identity, another process is at it, or a file
     *     cannot be written; scenes that cannot be read, fused or measured are in the results instead
     * @throws InterruptedException if the calling thread is interrupted; the same request then goes on where this one was
     */
    public static Summary run(EvaluationRequest request, Path output, SceneFusion fusion, Listener listener)
            throws IOException, InterruptedException {
        ShownFiles shown = new ShownFiles(request.place(), output);
        try (RunFolder folder = RunFolder.open(output)) {
            List<RunDescription.SceneEntry> scenes = request.dataset().scenes().stream()
                    .map(scene -> RunDescription.SceneEntry.of(scene, shown))
                    .toList();
            List<VariantFolders.Placed> variants =
                    folder.admit(request.identity(), request.task(), request.variants(), scenes, request.restart());
            return new EvaluationRun(request, fusion, listener, folder, shown).run(variants);
        }
    }

    /**
     * Checks, before any work is spent, that a run may write into a folder.
     *
     * @throws IOException if it is something else than a folder, or one that holds files but no earlier run
     */
    public static void requirePlace(Path output) throws IOException {
        RunFolder.place(output).requirePlace();
    }

    private Summary run(List<VariantFolders.Placed> variants) throws IOException, InterruptedException {
        int total = variants.size() * request.dataset().scenes().size();
        try {
            keepPresent(variants);
            int present = finished.size();
            listener.begins(present, total);
            makeMissing(variants, total - present);
            Results results = results(variants);
            List<String> notes = notes(variants);
            new RunReport(request, folder).write(results, variants, finished, notes);
            return new Summary(results, total, present, notes, folder.report());
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
    }

    private void keepPresent(List<VariantFolders.Placed> variants) throws IOException, InterruptedException {
        SceneLoop.over(request.dataset().scenes())
                .threads(request.threads())
                .progress(listener::checked)
                .runAll(scene -> finished.putAll(measuring.present(scene, variants)));
    }

    private void makeMissing(List<VariantFolders.Placed> variants, int total) throws IOException, InterruptedException {
        ProgressCounter counter = new ProgressCounter(total, listener::advanced);
        int slots = SCENES_AHEAD * request.threads();
        Semaphore ahead = new Semaphore(slots);
        SceneFusing fusing = new SceneFusing(request, fusion, folder, heap);
        for (DatasetScene scene : request.dataset().scenes()) {
            List<RunFolder.Job> missing = variants.stream()
                    .map(variant -> new RunFolder.Job(variant, scene))
                    .filter(job -> !finished.containsKey(job))
                    .toList();
            if (!missing.isEmpty()) {
                ahead.acquire();
                throwFailure();
                makeScene(missing, fusing, counter, ahead);
            }
        }
        ahead.acquire(slots);
        throwFailure();
    }

    /** Fuses on this thread and leaves measuring to the others. */
    private void makeScene(List<RunFolder.Job> missing, SceneFusing fusing, ProgressCounter counter, Semaphore ahead)
            throws IOException, InterruptedException {
        Map<RunFolder.Job, SceneFusing.Fusion> fused = fusing.fuse(missing);
        AtomicInteger left = new AtomicInteger(missing.size());
        for (RunFolder.Job job : missing) {
            pool.execute(() -> {
                try {
                    finished.put(job, measuring.finish(job, fused.get(job)));
                    counter.advance();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    if (left.decrementAndGet() == 0) {
                        ahead.release();
                    }
                }
            });
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure.get();
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new CancellationException(thrown.toString());
        }
    }

    private Results results(List<VariantFolders.Placed> variants) {
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        for (VariantFolders.Placed variant : variants) {
            outcomes.put(
                    variant.label(),
                    request.dataset().scenes().stream()
                            .map(scene -> finished.get(new RunFolder.Job(variant, scene))
                                    .outcome())
                            .toList());
        }
        List<MethodResult> methods = new ArrayList<>();
        outcomes.forEach((label, found) -> methods.add(new MethodResult(label, found)));
        return new Results(request.measures(), methods).ofFolders(true);
    }

    private List<String> notes(List<VariantFolders.Placed> variants) {
        return Words.oncePerText(variants.stream()
                .flatMap(variant -> request.dataset().scenes().stream().map(scene -> new RunFolder.Job(variant, scene)))
                .flatMap(job -> finished.get(job).notes().stream())
                .toList());
    }

    /**
     * What a run did.
     *
     * @param results one method a variant
     * @param total how many fused images there should be: one for each scene and variant
     * @param present how many of them an earlier run had finished
     * @param notes what the network said of the fusions, each thing once
     * @param report the HTML report
     */
    public record Summary(Results results, int total, int present, List<String> notes, Path report) {
        public Summary {
            notes = List.copyOf(notes);
        }

        /** How many fused images were measured. */
        public int measured() {
            return (int) (total - results.failed().count());
        }
    }

    /** Hears how far a run is; never called by two threads at once. */
    public interface Listener {
        /** {@code done} of {@code total} scenes are looked at for results of an earlier run. */
        void checked(int done, int total);

        /** {@code present} of {@code total} fused images have their scores already; what follows are the others. */
        void begins(int present, int total);

        /** {@code done} of {@code total} fused images that were missing are made and measured, or have failed. */
        void advanced(int done, int total);
    }

    /** Fuses the sources of a scene; {@code fuser::fuse} is one, of a fuser that keeps weight maps. Called by one thread at a time. */
    @FunctionalInterface
    public interface SceneFusion {
        /**
         * Fuses images of one size.
         *
         * @param sources as many as the network takes
         * @param roles what each is; none where that is not known
         * @throws InterruptedException if the calling thread is interrupted
         * @throws RuntimeException if this scene cannot be fused so; the others may be
         */
        FusedImage fuse(List<Image> sources, List<Role> roles, Variant variant) throws InterruptedException;
    }
}
