package io.dynafuse.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that work on a queue of limited length. */
final class BoundedPool implements AutoCloseable {
    private final ThreadPoolExecutor executor;

    BoundedPool(String name, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(Math.max(1, queue)), work -> {
                    Thread thread = new Thread(work, "dynafuse-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Whether nothing more can be queued. */
    boolean isFull() {
        return executor.getQueue().remainingCapacity() == 0;
    }

    int queued() {
        return executor.getQueue().size();
    }

    int running() {
        return executor.getActiveCount();
    }

    /** How many come before this one; 0 if it is not queued. */
    int ahead(Future<?> work) {
        return Math.max(0, new ArrayList<Object>(executor.getQueue()).indexOf(work));
    }

    /**
     * Queues work.
     *
     * @throws ProblemException 429 if the queue is full, 503 if this was closed
     */
    <T> FutureTask<T> submit(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work) {
            @Override
            protected void done() {
                // What was cancelled while it waited takes no room any more.
                if (isCancelled()) {
                    executor.remove(this);
                }
            }
        };
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw executor.isShutdown() ? stopping() : full();
        }
        return task;
    }

    static ProblemException full() {
        return ProblemException.of(429, "too much is queued already; try again later");
    }

    static ProblemException stopping() {
        return ProblemException.of(503, "the service is stopping");
    }

    /**
     * Queues work and waits for its end.
     *
     * @throws ProblemException as {@link #submit} does; 503 if it takes longer, which stops it where it can be stopped
     * @throws Exception what it threw
     */
    <T> T call(Callable<T> work, Duration longest) throws Exception {
        FutureTask<T> task = submit(work);
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            task.cancel(true);
            throw ProblemException.of(503, "it took more than " + longest.toSeconds() + " s");
        }
    }

    /** Drops what is queued, accepts no more, and waits for what runs. */
    void stop(Duration longest) throws InterruptedException {
        executor.shutdown();
        executor.getQueue().clear();
        executor.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
