package io.dynafuse.cli;

import io.dynafuse.evaluation.corruption.NoisyNetwork;
import io.dynafuse.evaluation.study.StudySubject;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.model.Network;
import io.dynafuse.model.Task;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which network runs, on how many threads. */
class CheckpointOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--weights", paramLabel = "FILE", description = "The network's checkpoint: safetensors or PyTorch.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The network (see `dynafuse models`); recognised from the weights and their file name if not given.")
    private Optional<Network> network = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    final Path weights() {
        return weights.orElseThrow();
    }

    final Optional<Network> network() {
        return network;
    }

    final int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Checks what was given, before any work is spent. */
    final void requireSense() {
        Usage.require(
                command,
                weights.isPresent(),
                "no weights come with dynafuse yet: expected --weights FILE, a checkpoint of a network that"
                        + " `dynafuse models` lists");
        Usage.require(
                command, !weights().toString().isEmpty(), "--weights: expected the name of a file, found an empty one");
        Usage.requireThreads(command, threads);
    }

    /**
     * A fuser as far as these options say.
     *
     * @param task what is fused, if that is known
     */
    Fuser.Builder fuser(Optional<Task> task) {
        Fuser.Builder builder = Fuser.with(weights());
        task.ifPresent(builder::task);
        network.ifPresent(builder::network);
        return builder;
    }

    /** The same network with noise on its parameters, on the processor in 32 bits. */
    final StudySubject.NoisyNetworks noisyNetworks() {
        return new NoisyNetwork(weights(), network)::load;
    }
}
