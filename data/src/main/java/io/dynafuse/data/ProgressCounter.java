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
    public void advance() {
        advance(1);
    }

    /** So many more are done. */
    public synchronized void advance(int more) {
        if (more > 0 && !stopped) {
            done += more;
            progress.advanced(done, total);
        }
    }

    /** Tells nothing any more. */
    synchronized void stop() {
        stopped = true;
    }
}
