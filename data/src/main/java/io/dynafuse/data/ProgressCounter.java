package io.dynafuse.data;

/** Counts what is done on whichever thread, and tells of it by one at a time. */
public final class ProgressCounter {
    private final EvaluationProgress progress;
    private final int total;
    private int done;
    private boolean stopped;

    /** @param total how often it will be {@linkplain #advance advanced} */
    public ProgressCounter(int total, EvaluationProgress progress) {
        this.progress = progress;
        this.total = total;
    }

    /** One more is done. */
    public synchronized void advance() {
        if (!stopped) {
            done++;
            progress.advanced(done, total);
        }
    }

    /** So many more are done, each of which is told. */
    public void advance(int more) {
        for (int i = 0; i < more; i++) {
            advance();
        }
    }

    /** Tells nothing any more. */
    synchronized void stop() {
        stopped = true;
    }
}
