package io.dynafuse.cli;

import io.dynafuse.training.Adam;
import io.dynafuse.training.LearningRate;
import io.dynafuse.training.Usual;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how a network learns. */
final class LearningOptions {
    @Option(names = "--steps", paramLabel = "N", description = "Number of batches to learn from; 6000 if not given.")
    private int steps = 6000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all randomness; 1 if not given.")
    private long seed = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Parts of scenes in a batch; 8 if not given.")
    private int batch = 8;

    @Option(
            names = "--patch",
            paramLabel = "PIXELS",
            description = "Width and height of what is fused of each part; 64 if not given, 112 for tc-moa.")
    private Optional<Integer> patch = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "The largest learning rate; 0.002 if not given, 0.0001 for cddfuse, 0.0003 for tc-moa, 0.001 for"
                            + " --pretrain.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--course",
            paramLabel = "constant|cosine|linear|halved",
            description =
                    "How the rate changes; cosine if not given, halved, after every sixth of the steps, for cddfuse.")
    private Optional<LearningRate.Course> course = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Steps in which the rate rises; 100 if not given, 0 for cddfuse, 200 for --pretrain.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Uses AdamW in place of Adam if above 0; 0 if not given, 0.05 for tc-moa.")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description =
                    "Scale the gradients of a module down to this norm where theirs is larger; never if not given, 0.01 for cddfuse, 1"
                            + " for tc-moa.")
    private Optional<Double> clip = Optional.empty();

    @Option(
            names = "--ema-decay",
            paramLabel = "D",
            description =
                    "Validate and keep the exponential moving average (EMA) of the parameters, of which a step keeps D;"
                            + " 0 for the parameters as they are; 0.999 if not given.")
    private double emaDecay = 0.999;

    int steps() {
        return steps;
    }

    long seed() {
        return seed;
    }

    int batch() {
        return batch;
    }

    int patch(Usual usual) {
        return patch.orElse(usual.patch());
    }

    double clip(Usual usual) {
        return clip.orElse(usual.clip());
    }

    double emaDecay() {
        return emaDecay;
    }

    Adam optimiser(Usual usual) {
        return weightDecay.map(usual.optimiser()::withWeightDecay).orElse(usual.optimiser());
    }

    LearningRate rate(Usual usual) {
        return new LearningRate(
                rate.orElse(usual.rate().peak()),
                course.orElse(usual.rate().course()),
                warmUp.orElse(usual.rate().warmUp()));
    }

    void requireSense(CommandSpec command) {
        Usage.requirePositive(command, "--steps", Optional.of(steps));
        Usage.requirePositive(command, "--batch", Optional.of(batch));
        Usage.requirePositive(command, "--patch", patch);
        rate.ifPresent(found -> Usage.require(
                command, found > 0 && found <= 1, "--rate: expected a number above 0 and up to 1, found " + found));
        warmUp.ifPresent(found -> Usage.require(command, found >= 0, "--warm-up: expected 0 or more, found " + found));
        weightDecay.ifPresent(found -> Usage.require(
                command, found >= 0 && found <= 1, "--weight-decay: expected a number from 0 to 1, found " + found));
    }
}
