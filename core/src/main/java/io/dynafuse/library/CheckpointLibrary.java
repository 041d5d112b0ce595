package io.dynafuse.library;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** All weights that can be called by name. */
public final class CheckpointLibrary {
    private final List<EmbeddedCheckpoint> embedded;
    private final InstalledFolder installed;

    /** A library of given weights. */
    public CheckpointLibrary(List<EmbeddedCheckpoint> embedded, InstalledFolder installed) {
        this.embedded = List.copyOf(embedded);
        this.installed = installed;
    }

    /** What is part of the program, and what the user who runs this process installed. */
    public static CheckpointLibrary ofUser() {
        return new CheckpointLibrary(EmbeddedCheckpoint.all(), InstalledFolder.ofUser());
    }

    /** Those that are part of the program, those to prefer first. */
    public List<EmbeddedCheckpoint> embedded() {
        return embedded;
    }

    /** Those that the user installed. */
    public InstalledFolder installed() {
        return installed;
    }

    /** The embedded weights of a name, which {@code embedded:} may stand before. */
    public Optional<EmbeddedCheckpoint> embedded(String typed) {
        String name = typed.startsWith(EmbeddedCheckpoint.PREFIX)
                ? typed.substring(EmbeddedCheckpoint.PREFIX.length())
                : typed;
        return embedded.stream()
                .filter(checkpoint -> checkpoint.id().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * The embedded weights for a task.
     *
     * @param task empty if it is not known
     * @param sources how many are fused at once
     * @throws IOException if none are part of the program
     */
    public EmbeddedCheckpoint forTask(Optional<Task> task, int sources) throws IOException {
        return EmbeddedCheckpoint.require(embedded, task, sources);
    }

    /**
     * Finds what somebody typed: a file if there is one, otherwise weights installed by that name, otherwise embedded weights of that
     * name. {@code installed:NAME} and {@code embedded:NAME} pass over what would come before, files of that very name too; {@code
     * ./NAME} can only be a file.
     *
     * @throws IOException in one line with all names, if it is neither; or if weights were installed by that name and are damaged
     */
    public CheckpointSource find(String fileOrName) throws IOException {
        Optional<Path> file = hasPrefix(fileOrName) ? Optional.empty() : existing(fileOrName);
        if (file.isPresent() && !Files.isDirectory(file.get())) {
            return CheckpointSource.of(file.get());
        }
        Optional<CheckpointSource> named = named(fileOrName);
        if (named.isPresent()) {
            return named.get();
        }
        if (file.isPresent()) {
            // Whoever opens it says what is wrong with a folder.
            return CheckpointSource.of(file.get());
        }
        throw new IOException(OneLine.brief(fileOrName)
                + ": there is no such file and no checkpoint of that name; expected a file" + names());
    }

    private Optional<CheckpointSource> named(String typed) throws IOException {
        return installed
                .find(typed)
                .map(CheckpointSource.class::cast)
                .or(() -> embedded(typed).map(CheckpointSource.class::cast));
    }

    private static boolean hasPrefix(String typed) {
        return typed.startsWith(EmbeddedCheckpoint.PREFIX) || typed.startsWith(InstalledFolder.PREFIX);
    }

    private static Optional<Path> existing(String typed) {
        try {
            return Optional.of(Path.of(typed)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private String names() throws IOException {
        TreeSet<String> names = new TreeSet<>(installed.names());
        embedded.forEach(checkpoint -> names.add(checkpoint.id()));
        return names.isEmpty() ? ", as no checkpoint has a name yet" : " or one of " + String.join(", ", names);
    }
}
