package io.dynafuse.cli;

import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the command in the process of the test, or as a process of its own where that is the point. */
final class CommandProcess {
    /** The folder below the working folder where a process keeps its user's data. */
    static final String HOME = "home-of-the-test";

    private static final long MINUTES = 5;

    private static final Set<String> STANDS_FOR_NO_FILE = Set.of("", "-");

    private CommandProcess() {}

    /** What a process left behind. */
    record Result(int exitCode, String output, String error) {}

    /** Runs the command in a process of its own and waits for it. */
    static Result run(Path workingFolder, Object... arguments) throws IOException, InterruptedException {
        return start(workingFolder, java(arguments));
    }

    /** Runs the command in this process, which takes a hundredth of the time; where exit codes and lines are all that matters. */
    static Result runHere(Object... arguments) {
        return runHere(new CheckpointLibrary(List.of(), new InstalledFolder(Optional.empty())), arguments);
    }

    /** The same, with other weights in the program and in the user's folder than there are. */
    static Result runHere(CheckpointLibrary library, Object... arguments) {
        return runHere(Dynafuse.commandLine(library), Stream.of(arguments).map(Object::toString));
    }

    /** Runs the command in this process as a call from a shell would, which builds no more of it than it needs; returns its exit code. */
    static int executeHere(Writer output, Writer error, String... arguments) {
        CheckpointLibrary library =
                new CheckpointLibrary(EmbeddedCheckpoint.all(), new InstalledFolder(Optional.empty()));
        return Dynafuse.execute(library, output, error, arguments);
    }

    /**
     * Runs the command in this process as if it worked in a folder: names of files are those within it, in what is printed too. The
     * user's weights are in {@link #HOME}.
     */
    static Result runIn(Path folder, Object... arguments) {
        InstalledFolder installed = new InstalledFolder(Optional.of(folder.resolve(HOME + "/models")));
        CommandLine commandLine = Dynafuse.commandLine(new CheckpointLibrary(EmbeddedCheckpoint.all(), installed));
        commandLine.registerConverter(
                Path.class, name -> STANDS_FOR_NO_FILE.contains(name) ? Path.of(name) : folder.resolve(name));
        Result result = runHere(commandLine, Stream.of(arguments).map(word -> within(folder, word.toString())));
        return new Result(
                result.exitCode(),
                result.output().replace(folder + "/", ""),
                result.error().replace(folder + "/", ""));
    }

    /** The word, or the file of the folder that it names, alone or behind an equals sign; options may name files and much else. */
    private static String within(Path folder, String word) {
        int start = isWithin(folder, word) ? 0 : word.indexOf('=') + 1;
        String name = word.substring(start);
        return isWithin(folder, name) ? word.substring(0, start) + folder.resolve(name) : word;
    }

    private static boolean isWithin(Path folder, String name) {
        boolean isPattern = name.contains("/*");
        return !name.isEmpty()
                && Files.exists(folder.resolve(isPattern ? name.substring(0, name.indexOf("/*")) : name));
    }

    private static Result runHere(CommandLine commandLine, Stream<String> words) {
        StringWriter output = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Dynafuse.execute(commandLine, output, error, words.toArray(String[]::new));
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

    /** Starts the command and does not wait for it; what it prints on standard output can be read from it, the rest is lost. */
    static Process beginHeard(Path workingFolder, Object... arguments) throws IOException {
        return new ProcessBuilder(java(arguments))
                .directory(workingFolder.toFile())
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
