package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.files.OneLine;
import io.dynafuse.training.PiaFusionLearner;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how PIAFusion comes to tell day from night. */
final class IlluminationOptions {
    private static final int USUAL_PART = 5;

    @Option(
            names = "--classifier",
            paramLabel = "FILE|NAME",
            description =
                    "The illumination classifier that weighs the loss: a file of it alone, such as its authors', or a checkpoint of piafusion that"
                            + " holds one. Learned before the network if not given, from scenes that are made.")
    private Optional<String> classifier = Optional.empty();

    @Option(
            names = "--classifier-steps",
            paramLabel = "N",
            description = "How many of the steps the classifier learns in; a fifth of them if not given.")
    private Optional<Integer> classifierSteps = Optional.empty();

    /**
     * @param steps of the whole training
     * @throws picocli.CommandLine.ParameterException if there is nothing that the classifier could learn from, or options contradict each other
     * @throws IOException if the classifier cannot be read; one line that names it
     */
    PiaFusionLearner learner(CommandSpec command, ObjectiveOptions objectives, int steps) throws IOException {
        objectives.requireNoLosses(command, "piafusion has a loss of its own; expected none");
        Usage.requirePositive(command, "--classifier-steps", classifierSteps);
        if (classifier.isPresent()) {
            Usage.require(
                    command,
                    classifierSteps.isEmpty(),
                    "--classifier-steps: is for a classifier that is learned; expected none with --classifier");
            Usage.require(
                    command,
                    !classifier.get().isEmpty(),
                    "--classifier: expected the name of a checkpoint, found an empty one");
        } else {
            Usage.require(
                    command,
                    objectives.makes(),
                    "--data: its scenes do not say which are of day and which of night; expected --classifier with a classifier that was"
                            + " trained, or --synthetic or --images DIR besides");
        }
        int learned = classifierSteps.orElse(Math.max(1, steps / USUAL_PART));
        Usage.require(
                command,
                classifierSteps.isEmpty() || learned < steps,
                "--classifier-steps: expected fewer than the " + steps + " of --steps, found " + learned);
        try {
            return classifier.isPresent()
                    ? with(command, objectives)
                    : new PiaFusionLearner(objectives.objectives(), learned);
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    private PiaFusionLearner with(CommandSpec command, ObjectiveOptions objectives) throws IOException {
        try (Checkpoint checkpoint =
                Dynafuse.library(command).find(classifier.orElseThrow()).open()) {
            return PiaFusionLearner.with(checkpoint, objectives.objectives());
        }
    }

    /** @throws picocli.CommandLine.ParameterException if any is given, as another network has no classifier */
    void requireUnused(CommandSpec command, String network) {
        Usage.require(
                command,
                classifier.isEmpty() && classifierSteps.isEmpty(),
                "--classifier and --classifier-steps are for piafusion; expected none of them for " + network);
    }
}
