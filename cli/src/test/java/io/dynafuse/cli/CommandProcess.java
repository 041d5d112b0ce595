package io.dynafuse.cli;

import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the command as a process of its own and waits for it. */
final class CommandProcess {
    /** The folder below the working folder where a process keeps its user's data. */
    static final String HOME = "home-of-the-test";

    private static final long MINUTES = 5;

    private CommandProcess() {}

    /** What a process left behind. */
    record Result(int exitCode, String output, String error) {}

    static Result run(Path workingFolder, Object... arguments) throws IOException, InterruptedException {
        return start(workingFolder, java(arguments));
    }

    /** Runs the command in this process, which takes a hundredth of the time; where exit codes and lines are all that matters. */
    static Result runHere(Object... arguments) {
        return runHere(new CheckpointLibrary(List.of(), new InstalledFolder(Optional.empty())), arguments);
    }

    /** The same, with other weights in the program and in the user's folder than there are. */
    static Result runHere(CheckpointLibrary library, Object... arguments) {
        StringWriter output = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Dynafuse.execute(
                library,
                output,
                error,
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Result(exitCode, output.toString(), error.toString());
    }

    /** Runs another program of the tests. */
    static Result runClass(Path workingFolder, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        return start(workingFolder, java(program, arguments));
    }

    /** Starts the command and does not wait for it; what it prints is lost. */
    static Process begin(Path workingFolder, Object... arguments) throws IOException {
        return new ProcessBuilder(java(arguments))
                .directory(workingFolder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs a program instead of the command's class. */
    static Result runProgram(Path workingFolder, String... command) throws IOException, InterruptedException {
        return start(workingFolder, List.of(command));
    }

    /** Runs the command under limits that a shell sets before it, such as {@code ulimit -f 1}. */
    static Result runLimited(Path workingFolder, String limit, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", limit + " && exec \"$@\"", "bash"));
        command.addAll(java(arguments));
        return start(workingFolder, command);
    }

    private static List<String> java(Object... arguments) {
        return java(Dynafuse.class, arguments);
    }

    private static List<String> java(Class<?> program, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private static Result start(Path workingFolder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("dynafuse-output", null);
        Path error = Files.createTempFile("dynafuse-error", null);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile());
            // Whoever runs the tests may have installed weights.
            builder.environment()
                    .put("DYNAFUSE_HOME", workingFolder.resolve(HOME).toString());
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("the command did not end: " + command);
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(error));
        } finally {
            Files.delete(output);
            Files.delete(error);
        }
    }
}
