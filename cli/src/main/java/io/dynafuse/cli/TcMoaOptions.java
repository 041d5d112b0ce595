package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.training.Beginning;
import io.dynafuse.training.Learner;
import io.dynafuse.training.MaskedAutoencoderLearner;
import io.dynafuse.training.TcMoaLearner;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say what of a TC-MoA is trained. */
final class TcMoaOptions {
    @Option(
            names = "--pretrain",
            description =
                    "Train the masked autoencoder that tc-moa is built upon, on each image of a scene by itself. DIR/weights.safetensors is then"
                            + " the autoencoder alone.")
    private boolean pretrain;

    @Option(
            names = "--backbone",
            paramLabel = "FILE|NAME",
            description =
                    "The masked autoencoder to build upon, which stays as it is: a file of a training with --pretrain, or, for tc-moa-base and"
                            + " tc-moa-large, one that MAE's authors published.")
    private Optional<String> backbone = Optional.empty();

    @Option(names = "--shared-router", description = "One router for all tasks, instead of one for each.")
    private boolean sharedRouter;

    @Option(
            names = "--no-regularisation",
            description = "Without the loss that makes the prompts of both sources 1 together.")
    private boolean unregularised;

    @Option(names = "--no-balance", description = "Without the loss that keeps all adapters in use.")
    private boolean unbalanced;

    /**
     * @param from the checkpoint to begin with, if one is given
     * @throws picocli.CommandLine.ParameterException if options contradict each other, or there is nothing to build upon
     * @throws IOException if a checkpoint cannot be read or is of something else; one line that names it
     */
    Learner learner(CommandSpec command, ObjectiveOptions objectives, TcMoa network, Optional<String> from)
            throws IOException {
        objectives.requireNoLosses(command, "tc-moa has losses of its own; expected none");
        if (pretrain) {
            Usage.require(
                    command,
                    from.isEmpty() && backbone.isEmpty() && !hasAblation(),
                    "--pretrain: begins with the seed and knows no adapters; expected no other option of tc-moa and no --from");
            return new MaskedAutoencoderLearner(network, objectives.objectives());
        }
        Usage.require(
                command,
                from.isPresent() != backbone.isPresent(),
                network.id()
                        + " is trained upon a masked autoencoder: expected --backbone FILE with one, --from FILE with a whole network to"
                        + " go on with, or --pretrain to make one");
        try {
            return new TcMoaLearner(
                    network,
                    objectives.objectives(),
                    beginning(command, network, from),
                    new TcMoaLearner.Options(sharedRouter, !unregularised, !unbalanced));
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    private Beginning beginning(CommandSpec command, TcMoa network, Optional<String> from) throws IOException {
        try (Checkpoint checkpoint = Dynafuse.library(command)
                .find(from.or(() -> backbone).orElseThrow())
                .open()) {
            return from.isPresent()
                    ? Beginning.of(network, checkpoint)
                    : Beginning.upon(network, TcMoa.BACKBONE, checkpoint);
        }
    }

    private boolean hasAblation() {
        return sharedRouter || unregularised || unbalanced;
    }

    /** @throws picocli.CommandLine.ParameterException if any is given, as another network has no autoencoder */
    void requireUnused(CommandSpec command, String network) {
        Usage.require(
                command,
                !pretrain && backbone.isEmpty() && !hasAblation(),
                "--pretrain, --backbone, --shared-router, --no-regularisation and --no-balance are for tc-moa; expected none of them for "
                        + network);
    }
}
