package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.List;

/** Judges sources: says how far each is from what a network makes of all of them. */
public interface Judge {
    /**
     * What is compared of images.
     *
     * @param window the standard deviation, in pixels, of the Gaussian mean that is subtracted first, so that only details are compared; 0
     *     to compare everything
     * @param gain what the details of the component are multiplied by, as a network that averages many sources weakens them
     */
    record Compared(double window, double gain) {
        /** The images themselves. */
        public static final Compared WHOLE = new Compared(0, 1);

        /** What a component and a target differ by, pixel by pixel. */
        public Plane difference(Plane component, Plane target) {
            if (window == 0) {
                return component.with(target, (c, t) -> c - t);
            }
            if (gain == 1) {
                Plane all = component.with(target, (c, t) -> c - t);
                return all.with(Smoothing.gaussian(all, window), (d, mean) -> d - mean);
            }
            Plane ofComponent = component.with(Smoothing.gaussian(component, window), (c, mean) -> c - mean);
            Plane ofTarget = target.with(Smoothing.gaussian(target, window), (t, mean) -> t - mean);
            return ofComponent.with(ofTarget, (c, t) -> (float) gain * c - t);
        }
    }

    /**
     * The losses of sources of one size.
     *
     * @param sources two or more, opaque, small enough to be judged at once
     * @return ℓ of each source, not negative
     */
    List<Plane> losses(List<Image> sources, Compared compared);

    /**
     * The fusion weights of losses, by the rules of the dominability.
     *
     * @param losses of each source
     * @return of each source, summing to 1 at each pixel if the normalisation says so
     */
    List<Plane> weights(List<Plane> losses);

    /** Whether the network has a say; with a uniform form, which gives all sources the same weight, it has none. */
    boolean decides();
}
