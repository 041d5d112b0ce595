package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far an image is from a target, as one number that gradients flow through: a weighted sum of {@linkplain LossTerm terms}.
 *
 * @param parts one or more
 */
public record FusionLoss(List<Part> parts) {
    /** Mean absolute difference. */
    public static final FusionLoss L1 = new FusionLoss(List.of(new Part(1, LossTerm.L1)));

    // Losses times this, and their derivatives, neither overflow nor underflow in 32 bits.
    private static final double LARGEST_WEIGHT = 1e20;

    /**
     * A term and what it is multiplied by.
     *
     * @param weight from 1e-20 to 1e20
     */
    public record Part(double weight, LossTerm term) {
        /** @throws IllegalArgumentException if the weight is out of range */
        public Part {
            if (!(weight >= 1 / LARGEST_WEIGHT && weight <= LARGEST_WEIGHT)) {
                throw new IllegalArgumentException("expected the weight of a loss from " + 1 / LARGEST_WEIGHT + " to "
                        + LARGEST_WEIGHT + ", found " + weight);
            }
        }

        @Override
        public String toString() {
            return weight == 1 ? term.word() : weight + "*" + term.word();
        }
    }

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
        List<Part> parts = new ArrayList<>();
        // The limit keeps an empty part, as after a last plus, to be refused.
        for (String part : text.strip().toLowerCase(Locale.ROOT).split("\\+", -1)) {
            parts.add(part(part.strip(), text));
        }
        return new FusionLoss(parts);
    }

    private static Part part(String part, String text) {
        int star = part.indexOf('*');
        String word = part.substring(star + 1).strip();
        LossTerm term = Arrays.stream(LossTerm.values())
                .filter(candidate -> candidate.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(text));
        try {
            return new Part(star < 0 ? 1 : Double.parseDouble(part.substring(0, star)), term);
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        String words = Arrays.stream(LossTerm.values()).map(LossTerm::word).collect(Collectors.joining(", "));
        return new IllegalArgumentException("expected a sum of the losses " + words + ", such as l1+0.5*ssim, found "
                + (text.isBlank() ? "nothing" : text));
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
        if (!Arrays.equals(image.shape(), target.shape())) {
            throw new IllegalArgumentException("expected an image and a target of one shape, found "
                    + Arrays.toString(image.shape()) + " and " + Arrays.toString(target.shape()));
        }
        return Scope.compute(() -> parts.stream()
                .map(part -> part.term().of(image, target, range).times(part.weight()))
                .reduce(Tensor::plus)
                .orElseThrow());
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining("+"));
    }
}
