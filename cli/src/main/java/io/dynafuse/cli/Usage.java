package io.dynafuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of options beyond those of the parser. */
final class Usage {
    private Usage() {}

    /** The exception for wrong usage of a command. */
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

    /** Checks a number of threads: from 1 to the number of cores. */
    static void requireThreads(CommandSpec command, Optional<Integer> threads) {
        requirePositive(command, "--threads", threads);
        int cores = Runtime.getRuntime().availableProcessors();
        threads.ifPresent(
                n -> require(command, n <= cores, "--threads: expected at most " + cores + ", one a core, found " + n));
    }

    /** Whether both names mean the same file, which need not exist. */
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

    /** Follows links as far as files exist. */
    static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? absolute : existing.toRealPath().resolve(existing.relativize(absolute));
    }
}
