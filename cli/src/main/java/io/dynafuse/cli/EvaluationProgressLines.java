package io.dynafuse.cli;

import io.dynafuse.evaluation.run.EvaluationRun;
import java.io.PrintWriter;

/** Prints the progress of an evaluation: first the search for earlier results, then the rest. */
final class EvaluationProgressLines implements EvaluationRun.Listener, AutoCloseable {
    private final PrintWriter error;
    private TerminalProgress current;

    EvaluationProgressLines(PrintWriter error) {
        this.error = error;
        this.current = new TerminalProgress(error, "looking for earlier results", "scenes");
    }

    @Override
    public void checked(int done, int total) {
        current.advanced(done, total);
    }

    @Override
    public void begins(int present, int total) {
        current.close();
        if (present > 0) {
            error.println("note: " + present + " of " + total + " fused images are measured already");
        }
        current = new TerminalProgress(error, "evaluating", "fused images");
    }

    @Override
    public void advanced(int done, int total) {
        current.advanced(done, total);
    }

    @Override
    public void close() {
        current.close();
    }
}
