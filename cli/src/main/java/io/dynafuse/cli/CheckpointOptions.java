package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.corruption.NoisyNetwork;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.study.StudySubject;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the network, its checkpoint and the threads it runs on. */
class CheckpointOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE|NAME",
            description =
                    "The network's parameters: a checkpoint file (safetensors, PyTorch, TensorFlow or NumPy), or if there is no such file"
                            + " the name of an installed or embedded checkpoint (see `dynafuse models`). The one embedded for the task if"
                            + " not given.")
    private List<String> checkpoints = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The network (see `dynafuse models`); recognised from the checkpoint and its file name if not given.")
    private Optional<Network> network = Optional.empty();

    @Mixin
    private OwnNetworkOptions own = new OwnNetworkOptions();

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    // What the name above leads to: looked up once, as it must not change while the command runs.
    private Optional<CheckpointSource> found = Optional.empty();

    /** Whether networks of one's own may be run. */
    final boolean isTrusted() {
        return own.isTrusted();
    }

    /** Whether a checkpoint was asked for. */
    final boolean isCheckpointGiven() {
        return !checkpoints.isEmpty();
    }

    /** The images where nobody chose a network, whose own fusion is then what is wanted. */
    final Space usualSpace() {
        return isCheckpointGiven() ? Space.FEATURES : Space.IMAGE;
    }

    /**
     * The checkpoint asked for, otherwise the one embedded for the task.
     *
     * @throws IOException if there is none of that name, or none is embedded
     */
    final CheckpointSource checkpoint(TaskChoice choice) throws IOException {
        if (found.isPresent()) {
            return found.get();
        }
        Optional<String> asked = checkpoints.stream().findFirst();
        CheckpointSource chosen = library().choose(asked, choice.task(), choice.sources());
        found = asked.map(given -> chosen);
        return chosen;
    }

    private CheckpointLibrary library() {
        return own.library(Dynafuse.library(command));
    }

    /**
     * All checkpoints asked for, for commands that take several.
     *
     * @throws IOException if there is none of a name
     */
    final List<CheckpointSource> checkpoints() throws IOException {
        List<CheckpointSource> sources = new ArrayList<>();
        for (String name : checkpoints) {
            sources.add(library().choose(Optional.of(name), Optional.empty(), 0));
        }
        return sources;
    }

    /**
     * The file of the checkpoint asked for, if it lies in one.
     *
     * @throws IOException if there is none of that name
     */
    final Optional<Path> checkpointFile() throws IOException {
        return isCheckpointGiven()
                ? checkpoint(TaskChoice.known(Optional.empty(), 0)).file()
                : Optional.empty();
    }

    /**
     * What the checkpoint asked for is.
     *
     * @param task that it says it is for
     */
    record Known(Network network, Optional<Task> task) {}

    /**
     * What the checkpoint asked for is; empty if none was.
     *
     * @throws IOException if it cannot be read, or fits no network
     */
    final Optional<Known> known() throws IOException {
        if (!isCheckpointGiven()) {
            return Optional.empty();
        }
        CheckpointSource source = checkpoint(TaskChoice.known(Optional.empty(), 0));
        if (source instanceof OwnCheckpoint own) {
            return Optional.of(new Known(own.network(), Optional.empty()));
        }
        try (Checkpoint opened = source.open()) {
            Network chosen = network.isPresent()
                    ? network.get()
                    : CheckpointLoader.choose(opened).network();
            return Optional.of(new Known(chosen, CheckpointLoader.task(chosen, opened)));
        }
    }

    /**
     * The task that was given, otherwise the one that the checkpoint asked for says it is for.
     *
     * @throws IOException as {@link #known} does
     */
    final Optional<TaskChoice> said(TaskChoice given) throws IOException {
        return given.task().isPresent()
                ? Optional.of(given)
                : known().flatMap(Known::task).map(task -> TaskChoice.ofCheckpoint(task, given.sources()));
    }

    final Optional<Network> network() {
        return network;
    }

    final int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Checks the options, before any work is done. */
    final void requireSense() {
        Usage.require(command, checkpoints.size() < 2, "--checkpoint: expected one, found " + checkpoints.size());
        requireSenseOfSeveral();
    }

    /** The same for a command that takes several checkpoints. */
    final void requireSenseOfSeveral() {
        Usage.require(
                command,
                isCheckpointGiven() || !Dynafuse.library(command).embedded().isEmpty(),
                "no checkpoints come with this build of dynafuse: expected --checkpoint FILE, a checkpoint of a network that"
                        + " `dynafuse models` lists");
        Usage.require(
                command,
                checkpoints.stream().noneMatch(String::isEmpty),
                "--checkpoint: expected the name of a file, found an empty one");
        Usage.require(
                command,
                checkpoints.size() < 2 || network.isEmpty(),
                "--model: says what one checkpoint holds, found " + checkpoints.size() + " checkpoints");
        own.requireSense(command);
        Usage.require(
                command,
                own.interfaceFile().isEmpty() || checkpoints.size() == 1,
                "--interface: is about one network of your own, found " + checkpoints.size() + " checkpoints");
        Usage.requireThreads(command, threads);
    }

    /**
     * A builder of a fuser with these options set.
     *
     * @throws IOException if there is no checkpoint of the name given
     */
    Fuser.Builder fuser(TaskChoice choice) throws IOException {
        Fuser.Builder builder = Fuser.with(checkpoint(choice));
        choice.task().ifPresent(builder::task);
        network.ifPresent(builder::network);
        return builder;
    }

    /** The same network with noise added to its parameters, on the processor in 32 bits. */
    final StudySubject.NoisyNetworks noisyNetworks(TaskChoice choice) throws IOException {
        return new NoisyNetwork(checkpoint(choice), network)::load;
    }
}
