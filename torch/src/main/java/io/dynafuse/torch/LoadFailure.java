package io.dynafuse.torch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Explains why the engine could not be loaded, from the messages of the system's loader, the file system and Java, and what to do about it. */
enum LoadFailure {
    FULL(
            "the disk is full that its native libraries are unpacked to",
            "500 MB free there, or another folder by -Dorg.bytedeco.javacpp.cachedir=FOLDER",
            "no space left on device",
            "disk quota exceeded",
            "file too large"),
    CLOSED(
            "the folder that its native libraries are unpacked to cannot be written",
            "one that can, by its permissions or by -Dorg.bytedeco.javacpp.cachedir=FOLDER",
            "permission denied",
            "read-only file system"),
    OPEN_FILES("too many files are open", "a larger limit, of 256 or more (ulimit -n)", "too many open files"),
    THREADS("no more threads can be started", "a larger limit (ulimit -u)", "unable to create native thread"),
    MEMORY(
            "the memory that this process may have does not suffice for its native libraries",
            "a limit of 8 GB or none (ulimit -v)",
            "cannot allocate memory",
            "failed to map segment",
            "cannot create shared object descriptor",
            "insufficient memory",
            "java heap space",
            "compressed class space",
            "metaspace"),
    NOT_EXECUTABLE(
            "nothing may run from the folder that its native libraries are unpacked to (mounted noexec)",
            "another folder by -Dorg.bytedeco.javacpp.cachedir=FOLDER"),
    OTHER(
            "its native libraries cannot be loaded",
            "those of this version for this system, as a build of it brings them");

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private final String what;
    private final String right;
    private final List<String> signs;

    LoadFailure(String what, String right, String... signs) {
        this.what = what;
        this.right = right;
        this.signs = List.of(signs);
    }

    /** One line. */
    static String message(Throwable failure) {
        return message(failure, limitsMemory());
    }

    /** @param limitsMemory whether the address space of the process is limited; if it is not, a library that cannot be mapped may not be executable */
    static String message(Throwable failure, boolean limitsMemory) {
        if (failure instanceof IOException && !(failure instanceof FileSystemException)) {
            // Ours.
            return "engine: " + failure.getMessage();
        }
        List<String> said = said(failure);
        LoadFailure kind = Stream.of(values())
                .filter(each -> said.stream().anyMatch(each::isSignedBy))
                .findFirst()
                .orElse(OTHER);
        String detail = said.stream().filter(kind::isSignedBy).findFirst().orElse(said.get(said.size() - 1));
        return (kind == MEMORY && detail.contains("map segment") && !limitsMemory ? NOT_EXECUTABLE : kind).line(detail);
    }

    private String line(String detail) {
        // Java and the system's loader both begin their messages with the file.
        String once = detail.lines().findFirst().orElse("").replaceFirst("^(.+): \\1: ", "$1: ");
        return "engine: " + what + " (" + once + "); expected " + right;
    }

    private boolean isSignedBy(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return signs.stream().anyMatch(lower::contains);
    }

    /** The messages of a failure and its causes, the deepest last: JavaCPP wraps every cause in "not in java.library.path". */
    private static List<String> said(Throwable failure) {
        List<String> said = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            said.add(text(each));
        }
        return said;
    }

    private static String text(Throwable failure) {
        if (failure instanceof AccessDeniedException) {
            return failure.getMessage() + ": permission denied";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static boolean limitsMemory() {
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.noneMatch(line -> line.matches("Max address space\\s+unlimited.*"));
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }
}
