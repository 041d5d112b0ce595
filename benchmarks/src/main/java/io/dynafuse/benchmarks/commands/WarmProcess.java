package io.dynafuse.benchmarks.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link WarmFusions} of a version, which fuses when it is asked to and waits in between. */
final class WarmProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;

    WarmProcess(Version version, FusionRow row, SourcePair sources) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=35",
                "-cp",
                version.classPath(),
                WarmFusions.class.getName(),
                row.name()));
        command.addAll(sources.files());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        // What docs/speed.md recommends for repeated work, and the launcher sets for its own.
        builder.environment().putIfAbsent("THP_MEM_ALLOC_ENABLE", "1");
        process = builder.start();
        requests = new PrintWriter(process.outputWriter(), true);
        answers = process.inputReader();
    }

    /** The milliseconds that one more fusion took. */
    double fuse() throws IOException {
        requests.println();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException("the process that fuses has ended, see its error above");
        }
        return Long.parseLong(answer) / 1e6;
    }

    /** Ends the process. */
    @Override
    public void close() throws IOException, InterruptedException {
        requests.close();
        process.waitFor();
        answers.close();
    }
}
