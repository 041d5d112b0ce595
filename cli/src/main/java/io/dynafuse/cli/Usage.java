package io.dynafuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What commands ask of their options beyond what the parser checks. */
final class Usage {
    private Usage() {}

    /** The failure of a command that was called wrongly. */
    static ParameterException wrong(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }

    static void require(CommandSpec command, boolean condition, String otherwise) {
        if (!condition) {
            throw wrong(command, otherwise);
        }
    }

    static void requirePositive(CommandSpec command, String option, Optional<Integer> value) {
        value.ifPresent(number -> require(command, number > 0, option + ": expected 1 or more, found " + number));
    }

    /** From one to as many as there are cores. */
    static void requireThreads(CommandSpec command, Optional<Integer> threads) {
        requirePositive(command, "--threads", threads);
        int cores = Runtime.getRuntime().availableProcessors();
        threads.ifPresent(
                n -> require(command, n <= cores, "--threads: expected at most " + cores + ", one a core, found " + n));
    }

    /** Whether both names lead to one file, there or not. */
    static boolean isSameFile(Path first, Path second) {
        try {
            return Files.exists(first) && Files.exists(second)
                    ? Files.isSameFile(first, second)
                    : first.toAbsolutePath()
                            .normalize()
                            .equals(second.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false;
        }
    }

    /** With links followed as far as there are files. */
    static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? absolute : existing.toRealPath().resolve(existing.relativize(absolute));
    }
}
