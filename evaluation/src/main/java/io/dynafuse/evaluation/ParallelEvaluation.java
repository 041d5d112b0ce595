package io.dynafuse.evaluation;

import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.data.SceneLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Measures the scenes of any number of methods on a fixed pool of threads, each scene by one of them. */
public final class ParallelEvaluation {
    private ParallelEvaluation() {}

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
            List<Plan.Method> methods, SceneEvaluation evaluation, int threads, EvaluationProgress progress)
            throws InterruptedException {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 thread or more, found " + threads);
        }
        List<Scene> scenes =
                methods.stream().flatMap(method -> method.scenes().stream()).toList();
        HeapBudget heap = HeapBudget.whole();
        boolean alone = scenes.size() == 1;
        ProgressCounter scored = new ProgressCounter(evaluation.measures().size(), progress);
        // By identity, as two methods may have the same scene.
        Map<Scene, Outcome> outcomes = Collections.synchronizedMap(new IdentityHashMap<>());
        try {
            SceneLoop.over(scenes, Scene::name)
                    .threads(threads)
                    .progress(alone ? (done, total) -> {} : progress)
                    .runAll(scene -> outcomes.put(scene, evaluation.evaluate(scene, heap, () -> {
                        requireGoingOn();
                        if (alone) {
                            scored.advance();
                        }
                    })));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Results(
                evaluation.measures(),
                methods.stream().map(method -> result(method, outcomes)).toList());
    }

    /** Where another scene has ended all, or the caller was interrupted. */
    private static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
    }

    private static MethodResult result(Plan.Method method, Map<Scene, Outcome> measured) {
        List<Outcome> outcomes =
                new ArrayList<>(method.scenes().stream().map(measured::get).toList());
        if (!method.unpaired().isEmpty()) {
            outcomes.addAll(method.unpaired());
            outcomes.sort(Comparator.comparing(outcome -> outcome.scene().name()));
        }
        return new MethodResult(method.name(), outcomes);
    }
}
