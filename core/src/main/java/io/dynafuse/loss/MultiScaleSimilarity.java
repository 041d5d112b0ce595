package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SSIM of an image and of its halves, quarters and so on: contrast and structure of all scales, brightness of the coarsest. */
final class MultiScaleSimilarity {
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final double SMALLEST_MEAN = 1e-3;

    private MultiScaleSimilarity() {}

    static Tensor loss(Tensor image, Tensor target, double range) {
        StructuralSimilarity.checkSize(LossTerm.MS_SSIM, image);
        double[] weights = weights(Math.min(image.size(2), image.size(3)));
        Tensor x = image;
        Tensor y = target;
        List<Tensor> factors = new ArrayList<>();
        for (int scale = 0; scale < weights.length; scale++) {
            StructuralSimilarity similarity = StructuralSimilarity.of(x, y, range);
            boolean coarsest = scale == weights.length - 1;
            Tensor mean = meanOfPlanes(coarsest ? similarity.whole() : similarity.structure());
            factors.add(mean.maximum(SMALLEST_MEAN).power(weights[scale]));
            if (!coarsest) {
                x = x.blockMean(2);
                y = y.blockMean(2);
            }
        }
        Tensor product = factors.stream().reduce(Tensor::times).orElseThrow();
        return product.meanOfAll().times(-1).plus(1);
    }

    /** The weights of the scales that an image with this smaller side has; their sum is 1. */
    private static double[] weights(long side) {
        int scales = 1;
        while (scales < WEIGHTS.length && side >> scales >= StructuralSimilarity.WINDOW) {
            scales++;
        }
        double[] weights = Arrays.copyOf(WEIGHTS, scales);
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static Tensor meanOfPlanes(Tensor planes) {
        return planes.mean(3).mean(2);
    }
}
