package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * Edge-preserving smoothing (He, Sun and Tang, "Guided Image Filtering", 2013, doi:10.1109/TPAMI.2012.213): inside each window the
 * result is a linear function of the guide, so that it keeps the guide's edges and loses everything that the guide does not show.
 *
 * @param radius of the square windows, in pixels
 * @param edge ε, in squared units of the guide: windows whose guide has a smaller variance are smoothed
 */
public record GuidedFilter(int radius, double edge) {
    /**
     * The smoothed image, {@code [N,1,H,W]}.
     *
     * @param image {@code [N,1,H,W]}
     * @param guide {@code [N,1,H,W]}
     */
    public Tensor smooth(Tensor image, Tensor guide) {
        return Scope.compute(() -> ofGuide(lines(image, guide).boxMean(radius), guide));
    }

    /**
     * The linear function of the guide that is nearest to the image in the window around every pixel: slope and offset, {@code [N,2,H,W]}.
     *
     * @param image {@code [N,1,H,W]}
     * @param guide {@code [N,1,H,W]}
     */
    public Tensor lines(Tensor image, Tensor guide) {
        return Scope.compute(() -> {
            Tensor meanGuide = guide.boxMean(radius);
            Tensor meanImage = image.boxMean(radius);
            Tensor variance = guide.square().boxMean(radius).minus(meanGuide.square());
            Tensor covariance = guide.times(image).boxMean(radius).minus(meanGuide.times(meanImage));
            Tensor slope = covariance.dividedBy(variance.plus(edge));
            Tensor offset = meanImage.minus(slope.times(meanGuide));
            return Tensor.concatenate(List.of(slope, offset), 1);
        });
    }

    /**
     * Slope times guide plus offset, {@code [N,1,H,W]}.
     *
     * @param lines slope and offset at every pixel, {@code [N,2,H,W]}
     * @param guide {@code [N,1,H,W]}
     */
    public static Tensor ofGuide(Tensor lines, Tensor guide) {
        return Scope.compute(() -> lines.slice(1, 0, 1).times(guide).plus(lines.slice(1, 1, 1)));
    }
}
