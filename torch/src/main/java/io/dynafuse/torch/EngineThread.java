package io.dynafuse.torch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A thread on which inference runs, with gradients switched off. The engine keeps worker threads and buffers for every thread that
 * calls it, so that calls from ever new threads would take ever more memory; one operation uses all processors anyway. Whoever {@linkplain
 * #shared
 * shares} the one thread of the process closes only their own access to it: the thread ends a while after the last of them did.
 */
public final class EngineThread implements AutoCloseable {
    private static final long SECONDS_UNUSED = 2;
    private static final Worker SHARED = new Worker();

    private final Worker worker;
    private boolean closed;

    /**
     * A thread that nobody else uses.
     *
     * @throws EngineException if the engine cannot be loaded
     */
    public EngineThread() {
        this(new Worker());
    }

    private EngineThread(Worker worker) {
        // Here rather than on the thread, where a failure would leave callers waiting.
        Engine.load();
        this.worker = worker;
        worker.opened();
    }

    /**
     * Access to the shared thread; work is done in the order in which it is submitted, whoever does.
     *
     * @throws EngineException if the engine cannot be loaded
     */
    public static EngineThread shared() {
        return new EngineThread(SHARED);
    }

    /** The thread itself, which stays the same one as long as somebody has access to it. */
    private static final class Worker {
        private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, SECONDS_UNUSED, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
        private volatile Thread thread;
        private int users;

        private Thread newThread(Runnable work) {
            thread = new Thread(() -> runWithoutGradients(work), "dynafuse-engine");
            thread.setDaemon(true);
            return thread;
        }

        synchronized void opened() {
            users++;
            executor.allowCoreThreadTimeOut(false);
        }

        synchronized void closed() {
            users--;
            executor.allowCoreThreadTimeOut(users == 0);
        }
    }

    private static void runWithoutGradients(Runnable work) {
        try (NoGradGuard guard = new NoGradGuard()) {
            work.run();
        }
    }

    /**
     * Runs {@code work} after all work submitted before it, with as many {@linkplain Engine#threads threads} as the caller has, and waits for its
     * result.
     *
     * @throws Exception what {@code work} threw
     * @throws IllegalStateException if this was closed, or the calling thread is the engine's, which would wait for itself
     * @throws InterruptedException if the calling thread was interrupted while it waited; the work is then finished or dropped
     */
    public <T> T call(Callable<T> work) throws Exception {
        if (Thread.currentThread() == worker.thread) {
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
        if (closed) {
            throw new IllegalStateException("closed already");
        }
        int threads = Engine.threads();
        return worker.executor.submit(() -> {
            // The number is each thread's own: this one would keep the number of its first work.
            if (Engine.threads() != threads) {
                Engine.useThreads(threads);
            }
            return work.call();
        });
    }

    /**
     * Runs {@code last} after all work submitted so far, and accepts no more. Does not wait for it; a second call does nothing.
     */
    public synchronized void closeAfter(Runnable last) {
        if (!closed) {
            closed = true;
            worker.executor.execute(last);
            worker.closed();
        }
    }

    /** Lets the submitted work finish and accepts no more. */
    @Override
    public void close() {
        closeAfter(() -> {});
    }
}
