package io.dynafuse.cli;

import io.dynafuse.training.TrainingListener;
import io.dynafuse.training.Validation;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the progress of a training: the loss, the rate and the time left, and a line for every validation. */
final class TrainingLines implements TrainingListener, AutoCloseable {
    private final TerminalProgress progress;

    /** @param before the number of steps made before */
    TrainingLines(PrintWriter error, int before) {
        progress = new TerminalProgress(error, "training", "steps", before);
    }

    @Override
    public void stepped(long done, long steps, double loss, double rate) {
        progress.advanced((int) done, (int) steps, String.format(Locale.ROOT, ", loss %.5f, rate %.2g", loss, rate));
    }

    @Override
    public void validated(long done, Validation.Result result, boolean best) {
        progress.say("step " + done + ": " + words(result) + (best ? ", the best so far" : ""));
    }

    /** The measures with their names. */
    static String words(Validation.Result result) {
        return result.measures().entrySet().stream()
                .map(measure -> String.format(Locale.ROOT, "%s %.4f", measure.getKey(), measure.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        progress.close();
    }
}
