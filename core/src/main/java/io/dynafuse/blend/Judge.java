package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.List;

/** Judges sources: how far is each from what the network makes of all? */
public interface Judge {
    /**
     * Judges sources of one size.
     *
     * @param sources two or more, opaque, small enough to be judged at once
     */
    Judgement judge(List<Image> sources);

    /**
     * The fusion weights of losses, by the rules of the dominability.
     *
     * @param losses of each source
     * @return of each source, summing to 1 at each pixel if the normalisation says so
     */
    List<Plane> weights(List<Plane> losses);

    /**
     * What a network says about sources.
     *
     * @param fused its static fusion, in [0,1]
     * @param losses ℓ of each source, not negative
     */
    record Judgement(Image fused, List<Plane> losses) {
        public Judgement {
            losses = List.copyOf(losses);
        }
    }
}
