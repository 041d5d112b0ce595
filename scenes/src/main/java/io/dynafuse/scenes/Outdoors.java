package io.dynafuse.scenes;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What outdoor scenes show.
 *
 * @param busy whether there are 3 to 10 people, cars and hot spots, and not 0 to 5
 * @param light by day or by night; one or the other by chance if empty
 * @param darkness 0 for day, or how dark a night is; by the light if empty. Daylight is 2^(−0.6·darkness) of that by day, lamps light parts of every night, and the
 *     camera amplifies what there is. The same seed gives the same scene in any darkness, but for the light on it.
 */
public record Outdoors(boolean busy, Optional<Illumination> light, OptionalDouble darkness) {
    private static final int DARKEST = 10;

    /** Few warm objects or none, by day and by night: what networks for visible and infrared images learn from. */
    public static final Outdoors USUAL = new Outdoors(false, Optional.empty(), OptionalDouble.empty());

    /** Many people and cars, by day and by night: for detectors. */
    public static final Outdoors BUSY = new Outdoors(true, Optional.empty(), OptionalDouble.empty());

    /** The same in one light. */
    public Outdoors in(Illumination illumination) {
        return new Outdoors(busy, Optional.of(illumination), OptionalDouble.empty());
    }

    /**
     * The same in a given darkness.
     *
     * @throws IllegalArgumentException if that is negative or more than 10
     */
    public Outdoors inDarkness(double darkness) {
        if (!(darkness >= 0 && darkness <= DARKEST)) {
            throw new IllegalArgumentException("expected 0 to " + DARKEST + ", found " + darkness);
        }
        return new Outdoors(busy, Optional.empty(), OptionalDouble.of(darkness));
    }

    int warmObjects(SceneRandom random) {
        return busy ? 3 + random.below(8) : random.below(6);
    }

    /** How dark it is; 0 by day. */
    double darkness(SceneRandom random) {
        // Drawn in any case, so that scenes in a given light are those that chance puts in it.
        boolean night = random.chance(0.5);
        if (darkness.isPresent()) {
            return darkness.getAsDouble();
        }
        return light.map(given -> given == Illumination.NIGHT).orElse(night) ? random.uniform(2, 6) : 0;
    }
}
