package io.dynafuse.benchmarks.commands;

import io.dynafuse.evaluation.Statistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a command took as a process, from before it starts until it has ended.
 *
 * @param processorSeconds of user and system, by the system's account of children that have ended; 0 where there is no {@code /proc}
 * @param peakBytes the most resident memory of the process itself, which {@code /proc} told within the last 10 ms of its life; 0 likewise
 */
record ProcessCost(double seconds, double processorSeconds, long peakBytes) {
    private static final Path OF_CHILDREN = Path.of("/proc/self/stat");
    private static final long MILLISECONDS_BETWEEN_LOOKS = 10;
    /** What Linux counts in, on every processor. */
    private static final double TICKS_A_SECOND = 100;
    /** Of /proc/PID/stat, counted from the first field after the name: user and system time of children. */
    private static final int FIRST_OF_CHILDREN = 13;

    /**
     * Runs a command that says nothing of interest.
     *
     * @throws IOException if it cannot be started
     * @throws IllegalStateException if it fails; the last line it printed is in the message
     */
    static ProcessCost of(List<String> command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("dynafuse-", ".log");
        try {
            double before = processorSecondsOfChildren();
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            long peak = peakUntilItEnds(process);
            double seconds = (System.nanoTime() - start) / 1e9;
            requireSuccess(command, process.exitValue(), printed);
            return new ProcessCost(seconds, processorSecondsOfChildren() - before, peak);
        } finally {
            Files.delete(printed);
        }
    }

    private static long peakUntilItEnds(Process process) throws InterruptedException {
        try {
            long peak = 0;
            do {
                peak = Math.max(peak, peakOf(process.pid()).orElse(0));
            } while (!process.waitFor(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
            return peak;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of each number by itself. */
    static ProcessCost median(List<ProcessCost> costs) {
        return new ProcessCost(
                median(costs, ProcessCost::seconds),
                median(costs, ProcessCost::processorSeconds),
                Math.round(median(costs, ProcessCost::peakBytes)));
    }

    private static double median(List<ProcessCost> costs, ToDoubleFunction<ProcessCost> number) {
        return Statistics.median(costs.stream().mapToDouble(number).toArray());
    }

    private static void requireSuccess(List<String> command, int exitCode, Path printed) throws IOException {
        if (exitCode != 0) {
            // Bytes of any encoding.
            List<String> lines = Files.readString(printed, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exitCode
                    + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1)));
        }
    }

    private static OptionalLong peakOf(long process) {
        Path status = Path.of("/proc", Long.toString(process), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return peakBytes(lines);
        } catch (IOException | UncheckedIOException e) {
            // It has ended, or there is no /proc.
            return OptionalLong.empty();
        }
    }

    /** The peak of resident memory in bytes, of the lines of {@code /proc/PID/status}; empty of a process that has ended. */
    static OptionalLong peakBytes(Stream<String> status) {
        return status.filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                .findFirst();
    }

    private static double processorSecondsOfChildren() throws IOException {
        return Files.isReadable(OF_CHILDREN) ? processorSecondsOfChildren(Files.readString(OF_CHILDREN)) : 0;
    }

    /** User and system time of children that have ended, in seconds, of {@code /proc/PID/stat}. */
    static double processorSecondsOfChildren(String stat) {
        // The name before the parenthesis may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return (Long.parseLong(fields[FIRST_OF_CHILDREN]) + Long.parseLong(fields[FIRST_OF_CHILDREN + 1]))
                / TICKS_A_SECOND;
    }
}
