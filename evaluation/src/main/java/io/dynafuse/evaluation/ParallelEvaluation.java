package io.dynafuse.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures the scenes of any number of methods on a fixed pool of threads, each scene by one of them. */
public final class ParallelEvaluation {
    private final SceneEvaluation evaluation;
    private final int threads;
    private final EvaluationProgress progress;
    private int done;
    private int total;

    private ParallelEvaluation(SceneEvaluation evaluation, int threads, EvaluationProgress progress) {
        this.evaluation = evaluation;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Measures every scene of every method. Images are read as their scene comes up, so that only as many scenes as there are
     * threads are in memory.
     */
    public static Results evaluate(
            List<Method> methods, SceneEvaluation evaluation, int threads, EvaluationProgress progress)
            throws InterruptedException {
        return new ParallelEvaluation(evaluation, threads, progress).evaluate(methods);
    }

    private Results evaluate(List<Method> methods) throws InterruptedException {
        total = methods.stream().mapToInt(method -> method.scenes().size()).sum();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, total)));
        try {
            List<List<Future<Outcome>>> pending = methods.stream()
                    .map(method -> method.scenes().stream()
                            .map(scene -> pool.submit(() -> evaluate(scene)))
                            .toList())
                    .toList();
            List<MethodResult> results = new ArrayList<>();
            for (int i = 0; i < methods.size(); i++) {
                results.add(new MethodResult(methods.get(i).name(), outcomes(pending.get(i))));
            }
            return new Results(evaluation.measures(), results);
        } finally {
            pool.shutdownNow();
        }
    }

    private Outcome evaluate(Scene scene) {
        Outcome outcome = evaluation.evaluate(scene);
        advance();
        return outcome;
    }

    private synchronized void advance() {
        done++;
        progress.advanced(done, total);
    }

    private static List<Outcome> outcomes(List<Future<Outcome>> pending) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> outcome : pending) {
            try {
                outcomes.add(outcome.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return outcomes;
    }
}
