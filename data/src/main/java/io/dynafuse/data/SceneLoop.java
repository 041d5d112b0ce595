package io.dynafuse.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Works through scenes, each on one of several threads, and tells how far it is. When it returns or throws, nothing goes on any more and
 * the progress is not called again, unless it was interrupted twice.
 *
 * <pre>{@code
 * List<FailedScene> failed = SceneLoop.over(dataset.scenes())
 *         .without(scene -> Files.exists(output(scene)))
 *         .run(scene -> ImageFiles.write(fuser.fuse(scene.read(reading).images()).image(), output(scene)));
 * }</pre>
 *
 * @param scenes what is worked on, such as the scenes of a dataset
 * @param name what messages call each
 * @param threads how many at once, in the order of the list; at least one
 * @param progress hears of each that has ended
 */
public record SceneLoop<T>(List<T> scenes, Function<T, String> name, int threads, EvaluationProgress progress) {
    /** The reason where memory ran out, which is no property of a scene. */
    public static final String OUT_OF_MEMORY =
            "needs more memory than there is; a larger Java heap by JAVA_OPTS=-Xmx… helps";

    public SceneLoop {
        scenes = List.copyOf(scenes);
    }

    /** What is done with a scene. */
    @FunctionalInterface
    public interface Work<T> {
        void on(T scene) throws IOException, InterruptedException;
    }

    /** Works through the scenes of a dataset, one after the other. */
    public static SceneLoop<DatasetScene> over(List<DatasetScene> scenes) {
        return over(scenes, DatasetScene::name);
    }

    /** Works through whatever has a name, one after the other. */
    public static <T> SceneLoop<T> over(List<T> scenes, Function<T, String> name) {
        return new SceneLoop<>(scenes, name, 1, (done, total) -> {});
    }

    /** The same on so many threads. */
    public SceneLoop<T> threads(int number) {
        return new SceneLoop<>(scenes, name, number, progress);
    }

    /** The same, told of to {@code listener}. */
    public SceneLoop<T> progress(EvaluationProgress listener) {
        return new SceneLoop<>(scenes, name, threads, listener);
    }

    /** Goes on where an earlier loop ended: the same without the scenes that are done. */
    public SceneLoop<T> without(Predicate<T> done) {
        return new SceneLoop<>(scenes.stream().filter(done.negate()).toList(), name, threads, progress);
    }

    /**
     * Does the work on every scene; where it fails with an exception or for want of memory, the others are worked on all the same.
     *
     * @return the scenes that failed, in the order of the list
     * @throws InterruptedException if the calling thread or the work is interrupted
     */
    public List<FailedScene> run(Work<T> work) throws InterruptedException {
        FailedScene[] failed = new FailedScene[scenes.size()];
        try {
            forEach(i -> {
                try {
                    work.on(scenes.get(i));
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    failed[i] = FailedScene.of(name.apply(scenes.get(i)), e);
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Arrays.stream(failed).filter(Objects::nonNull).toList();
    }

    /**
     * Does the work on every scene until it fails on one, which ends all: work at hand is interrupted.
     *
     * @throws IOException if the work throws it; other exceptions are thrown as they are, too
     * @throws InterruptedException if the calling thread or the work is interrupted
     */
    public void runAll(Work<T> work) throws IOException, InterruptedException {
        forEach(i -> work.on(scenes.get(i)));
    }

    private void forEach(Work<Integer> work) throws IOException, InterruptedException {
        ExecutorService pool = pool(Math.min(threads, scenes.size()));
        ProgressCounter counter = new ProgressCounter(scenes.size(), progress);
        try {
            CompletionService<Integer> ended = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < scenes.size(); i++) {
                int scene = i;
                ended.submit(() -> {
                    work.on(scene);
                    counter.advance();
                    return scene;
                });
            }
            // In the order in which they end, as the first failure ends all.
            for (int i = 0; i < scenes.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            counter.stop();
            pool.shutdownNow();
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Threads that keep no process alive.
     *
     * @param threads how many; one if fewer
     */
    public static ExecutorService pool(int threads) {
        return Executors.newFixedThreadPool(Math.max(1, threads), work -> {
            Thread thread = new Thread(work, "scenes");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static RuntimeException unwrapped(Throwable cause) throws IOException, InterruptedException {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (cause instanceof IOException exception) {
            throw exception;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
