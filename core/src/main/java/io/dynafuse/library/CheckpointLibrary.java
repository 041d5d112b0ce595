package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFormat;
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
    private final Optional<Trust> trust;

    /** A user's word that files of graphs may be run. */
    private record Trust(Optional<Path> interfaceFile) {}

    /** A library of the given checkpoints. */
    public CheckpointLibrary(List<EmbeddedCheckpoint> embedded, InstalledFolder installed) {
        this(embedded, installed, GraphFile::open, Optional.empty());
    }

    private CheckpointLibrary(
            List<EmbeddedCheckpoint> embedded,
            InstalledFolder installed,
            OwnCheckpoint.GraphOpener opener,
            Optional<Trust> trust) {
        this.embedded = List.copyOf(embedded);
        this.installed = installed;
        this.opener = opener;
        this.trust = trust;
    }

    /** The same library, in which the graphs of networks of one's own are loaded in another way, such as under guard. */
    public CheckpointLibrary opening(OwnCheckpoint.GraphOpener graphs) {
        return new CheckpointLibrary(embedded, installed, graphs, trust);
    }

    /**
     * The same library for a user who trusts the files that will be named: networks of one's own in them are taken, which may run code.
     *
     * @param interfaceFile of such a network, as {@link OwnCheckpoint#of} takes it
     */
    public CheckpointLibrary trusting(Optional<Path> interfaceFile) {
        return new CheckpointLibrary(embedded, installed, opener, Optional.of(new Trust(interfaceFile)));
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
     * ./NAME} can only be a file. A file may be a network of one's own, if this library is {@linkplain #trusting trusting}.
     *
     * @throws IOException if it is neither, in one line with all names; or if a checkpoint of that name was installed and is damaged
     */
    public CheckpointSource find(String fileOrName) throws IOException {
        Optional<Path> file = hasPrefix(fileOrName) ? Optional.empty() : existing(fileOrName);
        if (file.isPresent() && !Files.isDirectory(file.get())) {
            return of(file.get());
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

    private CheckpointSource of(Path file) throws IOException {
        Optional<GraphFormat> graph = GraphFile.formatOf(file);
        if (graph.isPresent() && trust.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "is a network with a program of its own (" + graph.get().displayName()
                            + "), which is run only with --trust, for those who trust where it comes from (see docs/own-network.md)");
        }
        if (graph.isPresent()) {
            return OwnCheckpoint.of(file, trust.get().interfaceFile(), opener);
        }
        if (trust.flatMap(Trust::interfaceFile).isPresent()) {
            throw new CheckpointException(
                    file,
                    "holds no program, only numbers or something else; expected TorchScript or ONNX, which --interface is about:"
                            + " docs/own-network.md says how to export a network");
        }
        return CheckpointSource.of(file);
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
