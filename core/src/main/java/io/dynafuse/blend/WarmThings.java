package io.dynafuse.blend;

import java.util.Arrays;

/**
 * Where warm things are in an infrared image: what is brighter than its surroundings, hot within the scene, in an image that has a few things
 * much hotter than the rest. People, engines and lamps are, and walls are not.
 *
 * @param share of each pixel, 0 where nothing is warm, 1 on warm things
 * @param surroundings the infrared image without them, filled from around
 */
record WarmThings(Plane share, Plane surroundings) {
    private static final double NEIGHBOURHOOD = 0.25;
    private static final double LEAST_DEVIATION = 0.04;
    private static final double HOTTEST = 0.998;
    private static final double EDGE = 1e-3;
    private static final int EDGE_RADIUS = 2;
    /** The side of images for which windows are given in pixels; they grow with larger ones. */
    private static final double USUAL_SIDE = 240;

    static WarmThings of(Plane infrared) {
        Plane share = share(infrared);
        return new WarmThings(share, filled(infrared, share));
    }

    /** How many times larger windows are than in an image of usual size. */
    static double scale(Plane plane) {
        return Math.max(1, Math.min(plane.width(), plane.height()) / USUAL_SIDE);
    }

    private static Plane share(Plane infrared) {
        Plane difference = infrared.with(
                Smoothing.wideGaussian(infrared, NEIGHBOURHOOD * Math.min(infrared.width(), infrared.height())),
                (i, mean) -> i - mean);
        double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(meanSquare(difference)));
        float[] sorted = infrared.values().clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double hottest = sorted[(int) (HOTTEST * (sorted.length - 1))];
        double tail = Math.max(hottest - median, 0) / Math.max(standardDeviation(infrared), LEAST_DEVIATION / 2);
        float few = step((float) (tail - 1.5));
        double range = Math.max(hottest - median, 2 * LEAST_DEVIATION);
        Plane warm = difference.with(
                infrared,
                (d, i) -> few
                        * step((float) ((d / deviation - 0.5) / 0.7))
                        * step((float) (((i - median) / range - 0.2) / 0.2)));
        return new EdgeAware(infrared, EDGE_RADIUS, EDGE).smooth(warm).map(w -> Math.min(Math.max(w, 0), 1));
    }

    private static double meanSquare(Plane plane) {
        double sum = 0;
        for (float value : plane.values()) {
            sum += value * value;
        }
        return sum / plane.values().length;
    }

    private static double standardDeviation(Plane plane) {
        double sum = 0;
        for (float value : plane.values()) {
            sum += value;
        }
        double mean = sum / plane.values().length;
        return Math.sqrt(Math.max(0, meanSquare(plane) - mean * mean));
    }

    /** From 0 at 0 to 1 at 1, without corners. */
    static float step(float value) {
        float t = Math.min(Math.max(value, 0), 1);
        return t * t * (3 - 2 * t);
    }

    /** An image in which warm things are filled from around, smoothly. */
    Plane withoutThem(Plane image) {
        return filled(image, share);
    }

    private static Plane filled(Plane image, Plane share) {
        double window = 2 * scale(image);
        Plane cold = Smoothing.largestOfNeighbours(share).map(w -> {
            float c = Math.min(Math.max(1 - 2 * w, 0), 1);
            return c * c;
        });
        Plane known = Smoothing.wideGaussian(cold, window).map(c -> Math.min(c, 1));
        Plane values = Smoothing.wideGaussian(image.with(cold, (i, c) -> i * c), window)
                .with(known, (v, c) -> v / Math.max(c, 1e-6f));
        return Filling.filled(values, known);
    }
}
