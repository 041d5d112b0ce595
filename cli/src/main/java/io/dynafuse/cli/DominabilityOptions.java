package io.dynafuse.cli;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.GradientChannel;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.loss.FusionLoss;
import io.dynafuse.report.ConstantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that change a network's default dominability; options that are not given change nothing. */
final class DominabilityOptions {
    @Option(
            names = "--space",
            paramLabel = "image|features",
            description =
                    "What fusion weights act on: the images themselves, of which the network is the judge, or its features, as"
                            + " publications do. image if not given, and features with --checkpoint or an option of"
                            + " gradients.")
    private Optional<Space> space = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "PART[,PART]",
            split = ",",
            description =
                    "Parts of the fusion of images to leave out, to see what each is good for; docs/fusion-weights.md"
                            + " explains them.")
    private List<ImageSpace.Part> without = List.of();

    @Option(
            names = "--reference",
            paramLabel = "component|maximum|fused|self-fused",
            description = "The images that the losses compare; docs/fusion-weights.md explains them.")
    private Optional<Reference> reference = Optional.empty();

    @Option(names = "--norm", paramLabel = "l1|l2", description = "How differences become losses.")
    private Optional<Norm> norm = Optional.empty();

    @Option(names = "--scale", paramLabel = "K", description = "The factor by which losses are multiplied.")
    private Optional<Double> scale = Optional.empty();

    @Option(
            names = "--form",
            paramLabel = "exp|linear|sigmoid|uniform",
            description = "How a scaled loss becomes a score.")
    private Optional<Form> form = Optional.empty();

    @Option(
            names = "--normalisation",
            paramLabel = "softmax|proportional|none|average",
            description = "How the sources' scores become fusion weights.")
    private Optional<Normalisation> normalisation = Optional.empty();

    @Option(names = "--contrast", description = "Reverse the correlation: give sources with high losses more weight.")
    private boolean contrast;

    @Option(
            names = "--gradient",
            paramLabel = "LOSS",
            description =
                    "Weigh by the gradient of a loss: a sum of l1, l2, ssim, ms-ssim, gradient, gradient-magnitude, such as l1+0.5*ssim.")
    private Optional<FusionLoss> gradient = Optional.empty();

    @Option(
            names = "--channel",
            paramLabel = "N|mean|auto",
            description = "The channel of the gradient, counted from 0; auto, if not given, chooses one for the image.")
    private Optional<GradientChannel> channel = Optional.empty();

    @Option(
            names = "--gradient-scale",
            paramLabel = "raw|scaled",
            description = "Scaled, if not given, divides the gradient by its largest value.")
    private Optional<GradientScale> gradientScale = Optional.empty();

    @Option(names = "--joint", description = "Take the gradient of all sources' losses instead of each one's own.")
    private boolean joint;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Divide the scores by T before the softmax: below 1, the stronger source gets more.")
    private Optional<Double> temperature = Optional.empty();

    @Option(
            names = "--smoothing",
            paramLabel = "RADIUS",
            description = "Smooth losses within this radius, keeping the edges of their source.")
    private Optional<Integer> smoothing = Optional.empty();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Find the fusion weights N times, each time with the last result as the reference.")
    private Optional<Integer> iterations = Optional.empty();

    /**
     * Checks what does not depend on the network.
     *
     * @throws IllegalArgumentException naming the option if its value is out of range
     */
    void requireRanges() {
        requireRange("--scale", "k", scale);
        requireRange("--temperature", "temperature", temperature);
        requireRange("--smoothing", "smoothing", smoothing);
        requireRange("--iterations", "iterations", iterations);
    }

    private static void requireRange(String option, String word, Optional<?> value) {
        try {
            value.ifPresent(given -> Dominability.of(Reference.FUSED).with(word + "=" + given));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    /**
     * The space that is asked for.
     *
     * @param otherwise the space where nobody says
     */
    Space space(Space otherwise) {
        boolean byFeatures = gradient.isPresent()
                || channel.isPresent()
                || gradientScale.isPresent()
                || joint
                || iterations.isPresent();
        return space.orElse(byFeatures ? Space.FEATURES : otherwise);
    }

    boolean isGiven() {
        return space.isPresent() || !words().isEmpty();
    }

    /**
     * Applies the options that were given.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    Dominability change(Dominability base) {
        List<String> words = words();
        return words.isEmpty() ? base : base.with(String.join(",", words));
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        Stream.of(reference, norm, form, normalisation, gradientScale)
                .flatMap(Optional::stream)
                .map(ConstantName::of)
                .forEach(words::add);
        add(words, "k", scale);
        add(words, "gradient", gradient);
        add(words, "channel", channel);
        add(words, "temperature", temperature);
        add(words, "smoothing", smoothing);
        add(words, "iterations", iterations);
        if (joint) {
            words.add("joint");
        }
        without.forEach(part -> words.add(part.offWord()));
        if (contrast) {
            words.add("contrast");
        }
        return words;
    }

    private static void add(List<String> words, String word, Optional<?> value) {
        value.ifPresent(given -> words.add(word + "=" + given));
    }
}
