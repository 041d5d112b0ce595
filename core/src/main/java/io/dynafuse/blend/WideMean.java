package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;

/**
 * The mean of a plane weighted by a wide Gaussian, as {@link Smoothing#wideGaussian} finds it, of a plane that is given band by band.
 */
final class WideMean {
    private final int width;
    private final int height;
    private final double deviation;
    private final int factor;
    private final Band reduced;

    /** @param deviation so wide that the mean is found on a smaller plane, see {@link Smoothing#factor} */
    WideMean(int width, int height, double deviation) {
        this.width = width;
        this.height = height;
        this.deviation = deviation;
        this.factor = Smoothing.factor(deviation);
        this.reduced = Band.blank((width + factor - 1) / factor, (height + factor - 1) / factor);
    }

    /** @param band which starts at a multiple of the factor */
    void add(Band band) {
        Scaling.reduced(band, factor).into(reduced);
    }

    /** The mean, once all bands were added. */
    Enlarging mean() {
        return new Enlarging(Smoothing.gaussian(reduced, deviation / factor), width, height);
    }
}
