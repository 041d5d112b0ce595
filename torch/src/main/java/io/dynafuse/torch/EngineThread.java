package io.dynafuse.torch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * The one thread on which an owner's inference runs, with gradients switched off. The engine keeps worker threads and buffers
 * for every thread that calls it, so calling from ever new threads would grow memory; one operation uses all processors anyway.
 */
public final class EngineThread implements AutoCloseable {
    private final ExecutorService executor;
    private volatile Thread thread;

    /** @throws EngineException if the engine cannot be loaded */
    public EngineThread() {
        // Here rather than on the thread, where a failure would leave callers waiting.
        Engine.load();
        executor = Executors.newSingleThreadExecutor(this::newThread);
    }

    private Thread newThread(Runnable work) {
        thread = new Thread(() -> runWithoutGradients(work), "dynafuse-engine");
        thread.setDaemon(true);
        return thread;
    }

    private static void runWithoutGradients(Runnable work) {
        try (NoGradGuard guard = new NoGradGuard()) {
            work.run();
        }
    }

    /**
     * Runs {@code work} after everything handed in before it and waits for its result.
     *
     * @throws Exception what {@code work} threw
     * @throws IllegalStateException if this thread was closed, or is the calling one, which would wait for itself
     * @throws InterruptedException if the calling thread was interrupted while it waited; the work is then finished or dropped
     */
    public <T> T call(Callable<T> work) throws Exception {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("called from its own thread, which would wait for itself");
        }
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

    private synchronized <T> Future<T> submit(Callable<T> work) {
        if (executor.isShutdown()) {
            throw new IllegalStateException("closed already");
        }
        return executor.submit(work);
    }

    /**
     * Runs {@code last} after all work handed in so far, and takes no more. Does not wait for it; a second call does nothing.
     */
    public synchronized void closeAfter(Runnable last) {
        if (!executor.isShutdown()) {
            executor.execute(last);
            executor.shutdown();
        }
    }

    /** Lets the work at hand finish and takes no more. */
    @Override
    public void close() {
        closeAfter(() -> {});
    }
}
