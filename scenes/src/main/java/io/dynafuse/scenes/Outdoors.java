package io.dynafuse.scenes;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What outdoor scenes show.
 *
 * @param busy whether there are 3 to 10 people, cars and hot spots, and not 0 to 5
 * @param light by day or by night; one or the other by chance if empty
 * @param stops how many stops darker than by day; by the light if empty. The same seed gives the same scene at any, but for the light on it.
 */
public record Outdoors(boolean busy, Optional<Illumination> light, OptionalDouble stops) {
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
     * The same, so many stops darker than by day.
     *
     * @throws IllegalArgumentException if that is negative or more than 10
     */
    public Outdoors darkerBy(double stops) {
        if (!(stops >= 0 && stops <= DARKEST)) {
            throw new IllegalArgumentException("expected 0 to " + DARKEST + " stops, found " + stops);
        }
        return new Outdoors(busy, Optional.empty(), OptionalDouble.of(stops));
    }

    int warmObjects(SceneRandom random) {
        return busy ? 3 + random.below(8) : random.below(6);
    }

    /** How many stops darker than by day; 0 by day. */
    double darkness(SceneRandom random) {
        // Drawn in any case, so that scenes in a given light are those that chance puts in it.
        boolean night = random.chance(0.5);
        if (stops.isPresent()) {
            return stops.getAsDouble();
        }
        return light.map(given -> given == Illumination.NIGHT).orElse(night) ? random.uniform(2, 6) : 0;
    }
}
