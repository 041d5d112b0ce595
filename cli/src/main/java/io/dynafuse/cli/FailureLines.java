package io.dynafuse.cli;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import java.io.PrintWriter;
import java.util.List;

/** What could not be measured, for standard error. */
final class FailureLines {
    private FailureLines() {}

    /**
     * Prints a line for each image that could not be measured, and for what memory did not suffice for.
     *
     * @param verbose whether to print all of them, with the stack traces
     * @return whether there was none
     */
    static boolean print(Results results, boolean verbose, PrintWriter error) {
        List<Outcome.Failed> failed = results.failed().toList();
        if (verbose) {
            failed.forEach(outcome -> {
                error.println("not measured: " + outcome.reason());
                outcome.cause().ifPresent(cause -> cause.printStackTrace(error));
            });
        } else {
            // Variants of a scene fail for one reason.
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
