package io.dynafuse.data;

/** Counts what is done on whichever thread, and tells of it by one at a time. */
public final class ProgressCounter {
    private final EvaluationProgress progress;
    private final int total;
    private int done;

    /** @param total how often it will be {@linkplain #advance advanced} */
    public ProgressCounter(int total, EvaluationProgress progress) {
        this.progress = progress;
        this.total = total;
    }

    /** One more is done. */
    public synchronized void advance() {
        done++;
        progress.advanced(done, total);
    }
}
