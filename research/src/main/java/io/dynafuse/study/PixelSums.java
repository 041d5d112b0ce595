package io.dynafuse.study;

/**
 * What covariances over any number of images need of weights and losses.
 *
 * @param pixels how many
 * @param weights Σω
 * @param losses Σℓ
 * @param products Σωℓ
 */
record PixelSums(double pixels, double weights, double losses, double products) {
    static final PixelSums NONE = new PixelSums(0, 0, 0, 0);

    static PixelSums of(float[] weights, float[] losses) {
        double sumOfWeights = 0;
        double sumOfLosses = 0;
        double sumOfProducts = 0;
        for (int i = 0; i < weights.length; i++) {
            sumOfWeights += weights[i];
            sumOfLosses += losses[i];
            sumOfProducts += (double) weights[i] * losses[i];
        }
        return new PixelSums(weights.length, sumOfWeights, sumOfLosses, sumOfProducts);
    }

    PixelSums plus(PixelSums other) {
        return new PixelSums(
                pixels + other.pixels, weights + other.weights, losses + other.losses, products + other.products);
    }

    double meanWeight() {
        return weights / pixels;
    }

    double meanLoss() {
        return losses / pixels;
    }

    /** E[ωℓ] − E[ω]E[ℓ] over all pixels of all images. */
    double covariance() {
        return products / pixels - meanWeight() * meanLoss();
    }
}
