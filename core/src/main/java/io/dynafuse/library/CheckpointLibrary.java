package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** All checkpoints that have a name. */
public final class CheckpointLibrary {
    private final List<EmbeddedCheckpoint> embedded;
    private final InstalledFolder installed;
    private final OwnCheckpoint.GraphOpener opener;

    /** A library of the given checkpoints. */
    public CheckpointLibrary(List<EmbeddedCheckpoint> embedded, InstalledFolder installed) {
        this(embedded, installed, GraphFile::open);
    }

    private CheckpointLibrary(
            List<EmbeddedCheckpoint> embedded, InstalledFolder installed, OwnCheckpoint.GraphOpener opener) {
        this.embedded = List.copyOf(embedded);
        this.installed = installed;
        this.opener = opener;
    }

    /** The same library, in which the graphs of installed networks are loaded in another way, such as under guard. */
    public CheckpointLibrary opening(OwnCheckpoint.GraphOpener graphs) {
        return new CheckpointLibrary(embedded, installed, graphs);
    }

    /** The checkpoints that are part of the program, and those that the user of this process installed. */
    public static CheckpointLibrary ofUser() {
        return new CheckpointLibrary(EmbeddedCheckpoint.all(), InstalledFolder.ofUser());
    }

    /** The checkpoints that are part of the program, in order of preference. */
    public List<EmbeddedCheckpoint> embedded() {
        return embedded;
    }

    /** The checkpoints that the user installed. */
    public InstalledFolder installed() {
        return installed;
    }

    /** The embedded checkpoint of a name, with or without the prefix {@code embedded:}. */
    public Optional<EmbeddedCheckpoint> embedded(String typed) {
        String name = typed.startsWith(EmbeddedCheckpoint.PREFIX)
                ? typed.substring(EmbeddedCheckpoint.PREFIX.length())
                : typed;
        return embedded.stream()
                .filter(checkpoint -> checkpoint.id().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * The embedded checkpoint for a task.
     *
     * @param task empty if it is not known
     * @param sources the number of sources fused at once
     * @throws IOException if no checkpoint is part of the program
     */
    public EmbeddedCheckpoint forTask(Optional<Task> task, int sources) throws IOException {
        return EmbeddedCheckpoint.require(embedded, task, sources);
    }

    /**
     * The checkpoint that a user named, otherwise the embedded checkpoint for the task.
     *
     * @param fileOrName as {@link #find} takes it
     * @param task empty if it is not known
     * @param sources how many are fused at once
     * @throws IOException as {@link #find} and {@link #forTask} throw it
     */
    public CheckpointSource choose(Optional<String> fileOrName, Optional<Task> task, int sources) throws IOException {
        return fileOrName.isPresent() ? find(fileOrName.get()) : forTask(task, sources);
    }

    /**
     * Finds the checkpoint that a user named: a file, or the name that those of a TensorFlow checkpoint have in common, if there is one, otherwise the installed checkpoint of that name, otherwise the
     * embedded one. {@code installed:NAME} and {@code embedded:NAME} skip what would come before, even files of that very name; {@code
     * ./NAME} can only be a file.
     *
     * @throws IOException if it is neither, in one line with all names; or if a checkpoint of that name was installed and is damaged
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
            // Opening it says what is wrong with a folder.
            return CheckpointSource.of(file.get());
        }
        throw new IOException(OneLine.brief(fileOrName)
                + ": there is no such file and no checkpoint of that name; expected a file" + names());
    }

    private Optional<CheckpointSource> named(String typed) throws IOException {
        Optional<InstalledCheckpoint> own = installed.find(typed);
        return own.isPresent()
                ? Optional.of(own.get().source(opener))
                : embedded(typed).map(CheckpointSource.class::cast);
    }

    private static boolean hasPrefix(String typed) {
        return typed.startsWith(EmbeddedCheckpoint.PREFIX) || typed.startsWith(InstalledFolder.PREFIX);
    }

    private static Optional<Path> existing(String typed) {
        try {
            return Optional.of(Path.of(typed)).filter(Checkpoint::exists);
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
