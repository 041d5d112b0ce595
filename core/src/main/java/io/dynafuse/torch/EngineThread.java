package io.dynafuse.torch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * The one thread on which an owner's inference runs, with gradients switched off. The engine keeps worker threads and buffers
 * for every thread that calls it, so calling from ever new threads would grow memory; one operation uses all processors anyway.
 */
public final class EngineThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(() -> runWithoutGradients(work), "dynafuse-engine");
        thread.setDaemon(true);
        return thread;
    });

    private static void runWithoutGradients(Runnable work) {
        Engine.load();
        try (NoGradGuard guard = new NoGradGuard()) {
            work.run();
        }
    }

    /**
     * Runs {@code work} after everything handed in before it and waits for its result.
     *
     * @throws Exception what {@code work} threw
     * @throws IllegalStateException if this thread was closed
     * @throws InterruptedException if the calling thread was interrupted while it waited; the work is then finished or dropped
     */
    public <T> T call(Callable<T> work) throws Exception {
        Future<T> future = submit(work);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private <T> Future<T> submit(Callable<T> work) {
        try {
            return executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("closed already", e);
        }
    }

    /**
     * Runs {@code last} after all work handed in so far, and takes no more. Does not wait for it; a second call does nothing.
     */
    public void closeAfter(Runnable last) {
        synchronized (executor) {
            if (!executor.isShutdown()) {
                executor.execute(last);
                executor.shutdown();
            }
        }
    }

    /** Lets the work at hand finish and takes no more. */
    @Override
    public void close() {
        closeAfter(() -> {});
    }
}
