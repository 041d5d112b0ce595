package io.dynafuse.dominability;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * Edge-preserving smoothing (He, Sun and Tang, "Guided Image Filtering", 2013, doi:10.1109/TPAMI.2012.213): inside each window the
 * result is a linear function of the guide, so that it keeps the guide's edges and loses everything that the guide does not show.
 *
 * @param radius of the square windows, in pixels
 * @param edge ε, in squared units of the guide: windows whose guide has a smaller variance are smoothed
 */
record GuidedFilter(int radius, double edge) {
    /**
     * The smoothed image, {@code [N,1,H,W]}.
     *
     * @param image {@code [N,1,H,W]}
     * @param guide {@code [N,1,H,W]}
     */
    Tensor smooth(Tensor image, Tensor guide) {
        return Scope.compute(() -> {
            Tensor meanGuide = guide.boxMean(radius);
            Tensor meanImage = image.boxMean(radius);
            Tensor variance = guide.square().boxMean(radius).minus(meanGuide.square());
            Tensor covariance = guide.times(image).boxMean(radius).minus(meanGuide.times(meanImage));
            Tensor slope = covariance.dividedBy(variance.plus(edge));
            Tensor offset = meanImage.minus(slope.times(meanGuide));
            return slope.boxMean(radius).times(guide).plus(offset.boxMean(radius));
        });
    }
}
