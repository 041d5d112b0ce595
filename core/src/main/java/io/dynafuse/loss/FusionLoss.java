package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * How far an image is from a target, as one number that gradients flow through: a weighted sum of {@linkplain LossTerm terms}.
 *
 * @param parts one or more
 */
public record FusionLoss(List<WeightedTerm<LossTerm>> parts) {
    /** Mean absolute difference. */
    public static final FusionLoss L1 = new FusionLoss(List.of(new WeightedTerm<>(1, LossTerm.L1)));

    private static final LossText<LossTerm> TEXT = new LossText<>(List.of(LossTerm.values()), "l1+0.5*ssim");

    /** @throws IllegalArgumentException if there are no parts */
    public FusionLoss {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected a loss, found none");
        }
    }

    /**
     * Reads a sum such as {@code l1}, {@code l1+ssim} or {@code 0.5*l2+gradient}.
     *
     * @throws IllegalArgumentException if there is no such loss
     */
    public static FusionLoss parse(String text) {
        return new FusionLoss(TEXT.parse(text));
    }

    /**
     * The loss.
     *
     * @param image {@code [N,C,H,W]}
     * @param target {@code [N,C,H,W]}
     * @param range the largest value that images can have minus the smallest, 1 for images in [0,1]; what SSIM's constants are relative
     *     to
     * @return a tensor of one element
     * @throws IllegalArgumentException if the shapes differ or the images are smaller than a term needs
     */
    public Tensor of(Tensor image, Tensor target, double range) {
        ImageShapes.check(image, "an image", target, "a target");
        return Scope.compute(() -> parts.stream()
                .map(part -> part.term().of(image, target, range).times(part.weight()))
                .reduce(Tensor::plus)
                .orElseThrow());
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return LossText.of(parts);
    }
}
