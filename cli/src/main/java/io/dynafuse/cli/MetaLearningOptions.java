package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.training.Ablation;
import io.dynafuse.training.MetaLearning;
import io.dynafuse.training.ReFusionLearner;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how ReFusion learns its loss. */
final class MetaLearningOptions {
    private static final MetaLearning USUAL = MetaLearning.PUBLISHED;

    @Option(
            names = "--alpha1",
            paramLabel = "A",
            description = "The share of gradients in the fusion loss; 1 if not given.")
    private Optional<Double> alpha1 = Optional.empty();

    @Option(
            names = "--alpha2",
            paramLabel = "A",
            description = "The share of gradients in the reconstruction loss; 1 if not given.")
    private Optional<Double> alpha2 = Optional.empty();

    @Option(names = "--inner-steps", paramLabel = "N", description = "Updates in an inner one; 1 if not given.")
    private Optional<Integer> innerSteps = Optional.empty();

    @Option(names = "--inner-rate", paramLabel = "R", description = "Their learning rate; 0.01 if not given.")
    private Optional<Double> innerRate = Optional.empty();

    @Option(
            names = "--meta-steps",
            paramLabel = "M",
            description =
                    "Steps of the loss proposal module in an epoch, and pairs of its meta-train and of its meta-test set;"
                            + " 600 if not given.")
    private Optional<Long> metaSteps = Optional.empty();

    @Option(
            names = "--fusion-steps",
            paramLabel = "N",
            description = "Steps of the fusion and the reconstruction module in an epoch; 1600 if not given.")
    private Optional<Long> fusionSteps = Optional.empty();

    @Option(
            names = "--ablation",
            paramLabel = "WORD",
            description = "What is left out, as in the paper's Table 5: none, fixed-loss (I), no-meta-learning (II),"
                    + " no-fusion-update (III), sum (IV), decision (V), concatenated (VI), uncrossed (VII), ungated (VIII);"
                    + " none if not given.")
    private Optional<Ablation> ablation = Optional.empty();

    @Option(
            names = "--save-loss-maps-every",
            paramLabel = "N",
            description =
                    "Write the first scene of each task to validate on into DIR/loss-maps/step-…, at the beginning, every N steps and at"
                            + " the end: its sources, its fused image, and what the learned loss asks of it (see fuse --save-loss-maps). Never if"
                            + " not given.")
    private Optional<Long> lossMapsEvery = Optional.empty();

    /** @throws picocli.CommandLine.ParameterException if a number is out of range, or scenes do not have two sources */
    ReFusionLearner learner(CommandSpec command, ObjectiveOptions objectives) {
        objectives.requireNoLosses(command, "refusion learns its loss; expected none, or --alpha1 and --alpha2");
        Usage.require(
                command,
                lossMapsEvery.isEmpty() || lossMapsEvery.get() >= 1,
                "--save-loss-maps-every: expected 1 or more, found " + lossMapsEvery.orElse(0L));
        ReFusionLearner learner = planned(command, objectives);
        Usage.require(
                command,
                lossMapsEvery.isEmpty() || learner.hasLossMaps(),
                "--save-loss-maps-every: expected no --ablation fixed-loss or decision with it, which propose no loss or fuse by no"
                        + " network");
        return learner;
    }

    /** How many steps lie between pictures of the proposed loss, if any are to be made. */
    Optional<Long> lossMapsEvery() {
        return lossMapsEvery;
    }

    private ReFusionLearner planned(CommandSpec command, ObjectiveOptions objectives) {
        try {
            MetaLearning settings = new MetaLearning(
                    alpha1.orElse(USUAL.fusionGradientShare()),
                    alpha2.orElse(USUAL.reconstructionGradientShare()),
                    innerSteps.orElse(USUAL.innerSteps()),
                    innerRate.orElse(USUAL.innerRate()),
                    metaSteps.orElse(USUAL.metaSteps()),
                    fusionSteps.orElse(USUAL.fusionSteps()),
                    ablation.orElse(USUAL.ablation()));
            return new ReFusionLearner(settings, objectives.objectives());
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    /** @throws picocli.CommandLine.ParameterException if any is given, as another network learns by a loss that is given */
    void requireUnused(CommandSpec command, String network) {
        boolean used = alpha1.isPresent()
                || alpha2.isPresent()
                || innerSteps.isPresent()
                || innerRate.isPresent()
                || metaSteps.isPresent()
                || fusionSteps.isPresent()
                || ablation.isPresent()
                || lossMapsEvery.isPresent();
        Usage.require(
                command,
                !used,
                "--alpha1, --alpha2, --inner-steps, --inner-rate, --meta-steps, --fusion-steps, --ablation and"
                        + " --save-loss-maps-every are for refusion; expected none of them for " + network);
    }
}
