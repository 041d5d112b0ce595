package io.dynafuse.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Work on several files on all processors, with the results and failures of working on one after the other. */
public final class AtOnce {
    private AtOnce() {}

    /** Work on one file, or whatever names one. */
    @FunctionalInterface
    public interface Work<F, T> {
        T of(F file) throws IOException;
    }

    /** What work came to: its result or its failure. */
    @FunctionalInterface
    private interface Outcome<T> {
        T get() throws IOException;
    }

    /**
     * The result for each file, in the order of the files.
     *
     * @throws IOException that of the first file whose work threw one, whichever came first in time; all work has then ended
     */
    public static <F, T> List<T> of(List<F> files, Work<F, T> work) throws IOException {
        List<Outcome<T>> outcomes =
                files.parallelStream().map(file -> outcome(file, work)).toList();
        List<T> results = new ArrayList<>();
        for (Outcome<T> outcome : outcomes) {
            results.add(outcome.get());
        }
        return results;
    }

    private static <F, T> Outcome<T> outcome(F file, Work<F, T> work) {
        try {
            T result = work.of(file);
            return () -> result;
        } catch (IOException e) {
            return () -> {
                throw e;
            };
        }
    }
}
