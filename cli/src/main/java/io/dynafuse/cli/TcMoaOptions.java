package io.dynafuse.cli;

import io.dynafuse.network.Network;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.training.Learner;
import io.dynafuse.training.MaskedAutoencoderLearner;
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

    /** @throws picocli.CommandLine.ParameterException if options contradict each other */
    Learner learner(CommandSpec command, ObjectiveOptions objectives, TcMoa network) {
        objectives.requireNoLosses(command, "tc-moa has losses of its own; expected none");
        Usage.require(command, pretrain, network.id() + ": its adapters cannot be trained yet; expected --pretrain");
        return new MaskedAutoencoderLearner(network, objectives.objectives());
    }

    /** @throws picocli.CommandLine.ParameterException if any is given, as another network has no autoencoder */
    void requireUnused(CommandSpec command, Network network) {
        Usage.require(command, !pretrain, "--pretrain: is for tc-moa; expected none for " + network.id());
    }
}
