package io.dynafuse.cli;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import java.io.PrintWriter;
import java.util.List;

/** Prints to standard error what could not be measured. */
final class FailureLines {
    private FailureLines() {}

    /**
     * Prints a line for each image that could not be measured, and for the metrics that ran out of memory.
     *
     * @param verbose whether to print all of them, with the stack traces
     * @return whether there were no failures
     */
    static boolean print(Results results, boolean verbose, PrintWriter error) {
        List<Outcome.Failed> failed = results.failed().toList();
        if (verbose) {
            failed.forEach(outcome -> {
                error.println("not measured: " + outcome.reason());
                outcome.cause().ifPresent(cause -> cause.printStackTrace(error));
            });
        } else {
            // All variants of a scene fail for the same reason.
            Words.shortened(failed.stream()
                            .map(Outcome.Failed::reason)
                            .distinct()
                            .toList())
                    .forEach(line -> error.println("not measured: " + line));
        }
        List<String> lost = results.lostToMemory();
        Words.shortened(lost).forEach(line -> error.println("not computed: " + line));
        return failed.isEmpty() && lost.isEmpty();
    }
}
