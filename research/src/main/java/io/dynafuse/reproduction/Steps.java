package io.dynafuse.reproduction;

import io.dynafuse.data.EvaluationProgress;

/** Counts fusions, from several threads. */
final class Steps {
    private final EvaluationProgress progress;
    private int done;
    private int total;

    Steps(EvaluationProgress progress) {
        this.progress = progress;
    }

    synchronized void expect(int fusions) {
        total = fusions;
    }

    synchronized void advance(int fusions) {
        if (fusions > 0) {
            done += fusions;
            progress.advanced(done, total);
        }
    }
}
