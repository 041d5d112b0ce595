package io.dynafuse.evaluation;

import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.SceneWorkers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Measures the scenes of any number of methods on a fixed pool of threads, each scene by one of them. */
public final class ParallelEvaluation {
    private final SceneEvaluation evaluation;
    private final EvaluationProgress progress;
    private final HeapBudget heap = HeapBudget.whole();
    private final int scenes;
    private final int total;
    private int done;
    private volatile boolean stopped;

    private ParallelEvaluation(List<Method> methods, SceneEvaluation evaluation, EvaluationProgress progress) {
        this.evaluation = evaluation;
        this.progress = progress;
        this.scenes =
                methods.stream().mapToInt(method -> method.scenes().size()).sum();
        this.total = isOfOneScene() ? evaluation.measures().size() : scenes;
    }

    /**
     * Measures every scene of every method. Images are read as their scene comes up, so that at most as many scenes as there are
     * threads are in memory, and fewer where the heap has no room for so many. When this returns or throws, nothing goes on any
     * more and {@code progress} is not called again, unless it was interrupted twice.
     *
     * @param threads how many scenes to measure at once
     * @throws IllegalArgumentException if {@code threads} is less than 1
     * @throws InterruptedException if the calling thread is interrupted; whatever {@code progress} throws is thrown as it is
     */
    public static Results evaluate(
            List<Method> methods, SceneEvaluation evaluation, int threads, EvaluationProgress progress)
            throws InterruptedException {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 thread or more, found " + threads);
        }
        return new ParallelEvaluation(methods, evaluation, progress).evaluate(methods, threads);
    }

    private Results evaluate(List<Method> methods, int threads) throws InterruptedException {
        ExecutorService pool = SceneWorkers.pool(Math.min(threads, scenes));
        try {
            CompletionService<Outcome> ended = new ExecutorCompletionService<>(pool);
            List<List<Future<Outcome>>> pending = methods.stream()
                    .map(method -> method.scenes().stream()
                            .map(scene -> ended.submit(() -> evaluate(scene)))
                            .toList())
                    .toList();
            // In the order in which they end, as the first failure ends all.
            for (int i = 0; i < scenes; i++) {
                outcome(ended.take());
            }
            List<MethodResult> results = new ArrayList<>();
            for (int i = 0; i < methods.size(); i++) {
                results.add(result(methods.get(i), pending.get(i)));
            }
            return new Results(evaluation.measures(), results);
        } finally {
            stopped = true;
            pool.shutdownNow();
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
    }

    private Outcome evaluate(Scene scene) throws InterruptedException {
        requireGoingOn();
        Outcome outcome = evaluation.evaluate(scene, heap, this::scored);
        if (!isOfOneScene()) {
            advance();
        }
        return outcome;
    }

    private void scored() {
        requireGoingOn();
        if (isOfOneScene()) {
            advance();
        }
    }

    private boolean isOfOneScene() {
        return scenes == 1;
    }

    private void requireGoingOn() {
        if (stopped) {
            throw new CancellationException();
        }
    }

    private synchronized void advance() {
        if (!stopped) {
            done++;
            progress.advanced(done, total);
        }
    }

    private static MethodResult result(Method method, List<Future<Outcome>> pending) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> outcome : pending) {
            outcomes.add(outcome(outcome));
        }
        if (!method.unpaired().isEmpty()) {
            outcomes.addAll(method.unpaired());
            outcomes.sort(Comparator.comparing(outcome -> outcome.scene().name()));
        }
        return new MethodResult(method.name(), outcomes);
    }

    private static Outcome outcome(Future<Outcome> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
