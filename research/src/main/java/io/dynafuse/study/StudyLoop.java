package io.dynafuse.study;

import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One thing after the other; what fails with one is a line and ends nothing. */
final class StudyLoop {
    private StudyLoop() {}

    /** What is done with each. */
    @FunctionalInterface
    interface Work<T> {
        void on(T item) throws IOException, InterruptedException;
    }

    /**
     * Does the work on every item.
     *
     * @param name what an item is called in messages
     * @return a line for each item on which the work failed
     */
    static <T> List<String> forEach(List<T> items, Function<T, String> name, Work<T> work, EvaluationProgress progress)
            throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                work.on(items.get(i));
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                failures.add(OneLine.of(name.apply(items.get(i)) + ": " + reason(e)));
            }
            progress.advanced(i + 1, items.size());
        }
        return failures;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return SceneEvaluation.OUT_OF_MEMORY;
        }
        return OneLine.of(failure);
    }
}
