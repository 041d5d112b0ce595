package io.dynafuse.blend;

import java.util.List;
import java.util.Optional;

/**
 * Sources put together.
 *
 * @param channels of the result: one for gray, three for red, green and blue; in [0,1] but for rounding and overshoot
 * @param weights of each source, from 0 to 1, where they were asked for; none otherwise
 * @param depth the position in the stack that each pixel was taken from, from 0 for the first source to 1 for the last; where it was asked for
 */
public record Blended(List<Plane> channels, List<Plane> weights, Optional<Plane> depth) {
    /** Copies the lists. */
    public Blended {
        channels = List.copyOf(channels);
        weights = List.copyOf(weights);
    }
}
