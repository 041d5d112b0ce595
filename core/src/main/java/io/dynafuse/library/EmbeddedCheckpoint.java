package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A checkpoint that is part of the program: a safetensors file among its resources, with a {@link ModelCard} beside it. */
public final class EmbeddedCheckpoint implements CheckpointSource {
    /** The most bytes that an embedded checkpoint may have, so that the program stays small. */
    public static final int LARGEST = 1 << 20;

    /** The prefix of names that could be ambiguous. */
    static final String PREFIX = "embedded:";

    // One line each, as package-info.java describes.
    private static final List<EmbeddedCheckpoint> ALL = List.of(
            serving("ifcnn-infrared", Task.VISIBLE_INFRARED),
            serving("ifcnn-medical", Task.MEDICAL),
            serving("ifcnn-exposure", Task.MULTI_EXPOSURE),
            serving("ifcnn-focus", Task.MULTI_FOCUS),
            serving("refusion-all"));

    private final String id;
    private final List<Task> tasks;
    private final Resources resources;

    /** Finds files that belong to the program. */
    @FunctionalInterface
    public interface Resources {
        /**
         * @param name without folders
         * @throws IOException if there is none of that name
         */
        InputStream open(String name) throws IOException;
    }

    /**
     * A checkpoint called {@code id}, whose files are {@code id.safetensors} and {@code id.json}.
     *
     * @param tasks that it serves, unless an earlier checkpoint does
     */
    public EmbeddedCheckpoint(String id, List<Task> tasks, Resources resources) {
        this.id = id;
        this.tasks = List.copyOf(tasks);
        this.resources = resources;
    }

    /** A line of the list above. */
    private static EmbeddedCheckpoint serving(String id, Task... tasks) {
        return new EmbeddedCheckpoint(id, List.of(tasks), EmbeddedCheckpoint::resource);
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = EmbeddedCheckpoint.class.getResourceAsStream(name);
        if (in == null) {
            throw new NoSuchFileException(name);
        }
        return in;
    }

    /** All checkpoints that are part of this build, in order of preference; a build may have none. */
    public static List<EmbeddedCheckpoint> all() {
        return ALL;
    }

    /**
     * The checkpoint for a task: the first that serves it, otherwise the first of all. A network that adds up features is taken only for
     * as many sources as it was trained on, as long as there is another, since more sources come out too bright.
     *
     * @param task empty if it is not known
     * @param sources how many are fused at once
     * @return empty only if there are none at all
     * @throws IOException if a model card is missing or broken
     */
    public static Optional<EmbeddedCheckpoint> best(List<EmbeddedCheckpoint> all, Optional<Task> task, int sources)
            throws IOException {
        List<EmbeddedCheckpoint> able = new ArrayList<>();
        for (EmbeddedCheckpoint embedded : all) {
            if (embedded.canTake(sources)) {
                able.add(embedded);
            }
        }
        List<EmbeddedCheckpoint> candidates = able.isEmpty() ? all : able;
        return candidates.stream()
                .filter(embedded -> task.map(embedded.tasks::contains).orElse(true))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private boolean canTake(int sources) throws IOException {
        return Networks.find(card().network())
                .map(Network::facts)
                .map(facts -> !facts.isTooBright(sources))
                .orElse(true);
    }

    /**
     * {@link #best}, or an exception if there is none.
     *
     * @throws IOException if there are none at all, or a model card is missing or broken
     */
    public static EmbeddedCheckpoint require(List<EmbeddedCheckpoint> all, Optional<Task> task, int sources)
            throws IOException {
        return best(all, task, sources)
                .orElseThrow(() ->
                        new IOException("no checkpoints come with this build of dynafuse: expected --checkpoint FILE,"
                                + " a checkpoint of a network that `dynafuse models` lists"));
    }

    /** The name, such as {@code ifcnn-mean}. */
    public String id() {
        return id;
    }

    /** The tasks that it serves. */
    public List<Task> tasks() {
        return tasks;
    }

    @Override
    public String name() {
        return PREFIX + id;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Checkpoint open() throws CheckpointException {
        return Checkpoint.open(name(), bytes(".safetensors"));
    }

    /**
     * The model card, which says where the checkpoint comes from.
     *
     * @throws IOException if the card is missing or broken, which never happens in a whole build
     */
    public ModelCard card() throws IOException {
        byte[] bytes = bytes(".json");
        try {
            return ModelCard.parse(bytes);
        } catch (IOException e) {
            throw new IOException(name() + ": this build of dynafuse is broken: " + OneLine.of(e), e);
        }
    }

    private byte[] bytes(String ending) throws CheckpointException {
        try (InputStream in = resources.open(id + ending)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CheckpointException(name(), "this build of dynafuse is broken: " + id + ending + " is missing");
        }
    }
}
