package io.dynafuse.data;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Works on scenes, each by one of several threads. */
public final class SceneWorkers {
    private SceneWorkers() {}

    /** What is done with a scene. */
    @FunctionalInterface
    public interface Work {
        /** @param scene its number, from 0 */
        void on(int scene) throws InterruptedException;
    }

    /**
     * Does the work for scenes 0 to {@code count} − 1. When this returns or throws, nothing goes on any more.
     *
     * @param threads how many scenes at once
     * @throws InterruptedException if the calling thread is interrupted; what the work throws is thrown as it is
     */
    public static void forEach(int count, int threads, Work work) throws InterruptedException {
        ExecutorService pool = pool(Math.min(threads, count));
        try {
            CompletionService<Integer> ended = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < count; i++) {
                int scene = i;
                ended.submit(() -> {
                    work.on(scene);
                    return scene;
                });
            }
            for (int i = 0; i < count; i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
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
        return Executors.newFixedThreadPool(Math.max(1, threads), SceneWorkers::daemon);
    }

    private static RuntimeException unwrapped(Throwable cause) throws InterruptedException {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scenes");
        thread.setDaemon(true);
        return thread;
    }
}
