package io.dynafuse.training;

/**
 * How ReFusion learns its loss (Bai et al. 2024, Algorithm 1). An epoch is {@code metaSteps} proposals and then {@code fusionSteps} fusions.
 *
 * @param fusionGradientShare α₁, of the fusion loss
 * @param reconstructionGradientShare α₂, of the reconstruction loss
 * @param innerSteps how many updates an inner one is made of, 1 or more
 * @param innerRate η of the inner updates (Eq. 7 and 8), 0 or more; with 0 nothing follows the proposed loss
 * @param metaSteps M: of the loss proposal module in an epoch, and pairs of its meta-train and of its meta-test set; 1 or more
 * @param fusionSteps N: of fusion and reconstruction module in an epoch, 1 or more
 * @param ablation what is left out
 */
public record MetaLearning(
        double fusionGradientShare,
        double reconstructionGradientShare,
        int innerSteps,
        double innerRate,
        long metaSteps,
        long fusionSteps,
        Ablation ablation) {
    /** Its authors' numbers; they do not tell η, for which a step here is about as long as one of Adam's at 1e-3. */
    public static final MetaLearning PUBLISHED = new MetaLearning(1, 1, 1, 1e-2, 600, 1600, Ablation.NONE);

    /** @throws IllegalArgumentException if a number is out of range; the message begins with the word by which the command calls it */
    public MetaLearning {
        requireShare("alpha1", fusionGradientShare);
        requireShare("alpha2", reconstructionGradientShare);
        require("inner-steps", innerSteps >= 1 && innerSteps <= 100, "1 to 100", innerSteps);
        require("inner-rate", innerRate >= 0 && innerRate <= 1, "a number from 0 to 1", innerRate);
        require("meta-steps", metaSteps >= 1, "1 or more", metaSteps);
        require("fusion-steps", fusionSteps >= 1, "1 or more", fusionSteps);
    }

    private static void requireShare(String name, double share) {
        require(name, share >= 0 && share <= 1e6, "a number from 0 to 1000000", share);
    }

    private static void require(String name, boolean condition, String expected, Object found) {
        if (!condition) {
            throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
        }
    }
}
