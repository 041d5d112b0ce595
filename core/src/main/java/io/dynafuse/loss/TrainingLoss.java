package io.dynafuse.loss;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objective of training: a weighted sum of differences between a fused image and the truth ({@link LossTerm}) or its sources ({@link
 * SourceTerm}), as one number that gradients flow through. Computed in 32 bits, also of images in fewer.
 *
 * @param parts one or more
 */
public record TrainingLoss(List<WeightedTerm<LossKind>> parts) {
    private static final Set<LossKind> WINDOWED = Set.of(LossTerm.SSIM, LossTerm.MS_SSIM, SourceTerm.SOURCE_SSIM);

    private static final LossText<LossKind> TEXT = new LossText<>(
            Stream.concat(Stream.<LossKind>of(LossTerm.values()), Stream.<LossKind>of(SourceTerm.values()))
                    .toList(),
            "l2+0.5*gradient");

    /** @throws IllegalArgumentException if there are no parts */
    public TrainingLoss {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected a loss, found none");
        }
    }

    /**
     * Reads a sum such as {@code l2+0.5*gradient} or {@code intensity-max+10*gradient-max+0.1*total-variation}.
     *
     * @throws IllegalArgumentException if there is no such loss
     */
    public static TrainingLoss parse(String text) {
        return new TrainingLoss(TEXT.parse(text));
    }

    /** Whether a term compares with the truth, so that scenes without one cannot be trained on. */
    public boolean needsTruth() {
        return parts.stream().anyMatch(part -> part.term() instanceof LossTerm);
    }

    /** The smallest width and height of images that every term can compare, in pixels. */
    public int smallestSide() {
        boolean windows = parts.stream().map(WeightedTerm::term).anyMatch(WINDOWED::contains);
        return windows ? StructuralSimilarity.WINDOW : 1;
    }

    /**
     * The loss.
     *
     * @param fused {@code [N,C,H,W]}
     * @param sources one or more {@code [N,C,H,W]}
     * @param truth {@code [N,C,H,W]}; the ideal fusion of the sources
     * @param range the largest value that images can have minus the smallest, 1 for images in [0,1]; to which SSIM's constants are relative
     * @return a tensor of one element
     * @throws IllegalArgumentException if there is no source, a term needs a truth that is missing, shapes differ or the images are
     *     smaller than a term needs
     */
    public Tensor of(Tensor fused, List<Tensor> sources, Optional<Tensor> truth, double range) {
        check(fused, sources, truth);
        return Scope.compute(() -> {
            Images images = new Images(
                    full(fused),
                    sources.stream().map(TrainingLoss::full).toList(),
                    truth.map(TrainingLoss::full),
                    range);
            return parts.stream()
                    .map(part -> images.difference(part.term()).times(part.weight()))
                    .reduce(Tensor::plus)
                    .orElseThrow();
        });
    }

    private void check(Tensor fused, List<Tensor> sources, Optional<Tensor> truth) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("expected one or more sources, found none");
        }
        sources.forEach(source -> ImageShapes.check(fused, "a fused image", source, "a source"));
        truth.ifPresent(image -> ImageShapes.check(fused, "a fused image", image, "a truth"));
    }

    private static Tensor full(Tensor image) {
        return image.to(Precision.FP32);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return LossText.of(parts);
    }

    /** All inputs that a term can need. */
    private record Images(Tensor fused, List<Tensor> sources, Optional<Tensor> truth, double range) {
        Tensor difference(LossKind kind) {
            return kind instanceof LossTerm term
                    ? term.of(fused, truth.orElseThrow(() -> lacking(term)), range)
                    : ((SourceTerm) kind).of(fused, sources, range);
        }

        private static IllegalArgumentException lacking(LossTerm term) {
            return new IllegalArgumentException("the loss " + term.word()
                    + " compares with the true image, and there is none; "
                    + LossText.words(List.of(SourceTerm.values()))
                    + " need none");
        }
    }
}
