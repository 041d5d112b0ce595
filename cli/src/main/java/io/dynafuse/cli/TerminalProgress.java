package io.dynafuse.cli;

import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.fusion.FusionProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a piece of work: a bar on a terminal, plain lines elsewhere, and nothing for work of a few seconds. */
final class TerminalProgress implements FusionProgress, EvaluationProgress, AutoCloseable {
    private static final long QUIET_NANOSECONDS = 2_000_000_000L;
    // Set by the launcher, since Java cannot tell whether standard error is a terminal.
    private static final boolean ON_TERMINAL = Boolean.getBoolean("dynafuse.terminal");

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter error;
    private final String work;
    private final String parts;
    private final int before;
    private final long start = System.nanoTime();
    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private int lastTenth;
    private Optional<ProgressBar> bar = Optional.empty();

    /**
     * @param work what is done, such as {@code fusing}
     * @param parts what is counted, such as {@code tiles}
     */
    TerminalProgress(PrintWriter error, String work, String parts) {
        this(error, work, parts, 0);
    }

    /** @param before the number of parts done by an earlier process, which do not count for the time estimate */
    TerminalProgress(PrintWriter error, String work, String parts, int before) {
        this.error = error;
        this.work = work;
        this.parts = parts;
        this.before = before;
    }

    @Override
    public void advanced(int done, int total) {
        advanced(done, total, "");
    }

    /** @param words that follow the progress, such as the loss; may be empty */
    synchronized void advanced(int done, int total, String words) {
        if (System.nanoTime() - start < QUIET_NANOSECONDS) {
            return;
        }
        if (ON_TERMINAL) {
            showBar(done, total, words);
        } else {
            printLine(done, total, words);
        }
    }

    private void showBar(int done, int total, String words) {
        if (bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(work)
                    .setUnit(" " + parts, 1)
                    .setInitialMax(total)
                    .startsFrom(before, Duration.ZERO)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build());
        }
        bar.get().stepTo(done);
        bar.get().setExtraMessage(words);
    }

    private void printLine(int done, int total, String words) {
        int tenth = (int) (10L * done / total);
        // "1 of 1" is not worth a line.
        if (tenth > lastTenth && total > 1) {
            lastTenth = tenth;
            error.println(work + ": " + done + " of " + total + " " + parts + words
                    + timeLeft(System.nanoTime() - start, done - before, total - before));
            error.flush();
        }
    }

    /** Says it once, as parts of a piece of work may come to the same file. */
    @Override
    public void noted(String line) {
        if (noted.add(line)) {
            say("note: " + line);
        }
    }

    /** Prints a line without disturbing the bar. */
    synchronized void say(String line) {
        if (bar.isPresent()) {
            // Directly to the terminal, as the writer would remove control characters.
            System.err.print(ERASE_LINE);
        }
        error.println(line);
        error.flush();
    }

    /** The estimated time for the rest, in words that follow the progress; empty if there is no rest. */
    static String timeLeft(long nanoseconds, int done, int total) {
        if (done < 1 || done >= total) {
            return "";
        }
        long seconds = Math.max(1, Math.round(nanoseconds / 1e9 / done * (total - done)));
        if (seconds < 100) {
            return ", about " + seconds + " s left";
        }
        long minutes = Math.round(seconds / 60.0);
        return ", about " + (minutes < 100 ? minutes + " min" : Math.round(minutes / 60.0) + " h") + " left";
    }

    /** Finishes the bar; a second call does nothing. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
