package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.List;

/** Judges sources: how far is each from what the network makes of all? */
public interface Judge {
    /**
     * What is compared of images.
     *
     * @param window only what differs from the Gaussian mean of this deviation in pixels, the details; everything if 0
     * @param gain how many times the details of the component count, as a network that averages many sources weakens them
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

    /** Whether the network has a say: a uniform form gives all sources the same weight, and needs none. */
    boolean decides();
}
