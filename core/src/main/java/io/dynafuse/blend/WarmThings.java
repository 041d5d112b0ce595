package io.dynafuse.blend;

import io.dynafuse.image.Ranks;
import io.dynafuse.image.Ranks.Ranked;
import java.util.Arrays;

/**
 * Where warm things are in an infrared image: what is brighter than its surroundings, hot within the scene, in an image that has a few things
 * much hotter than the rest. People, engines and lamps are, and walls are not.
 *
 * @param share of each pixel, 0 where nothing is warm, 1 on warm things
 * @param surroundings the infrared image without them, filled from around
 * @param cold how far each pixel is from anything warm: 0 on warm things and at their edges, 1 elsewhere
 * @param known how much of what is around each pixel is cold
 */
record WarmThings(Band share, LazyPlane surroundings, LazyPlane cold, LazyPlane known) {
    private static final double NEIGHBOURHOOD = 0.25;
    private static final double LEAST_DEVIATION = 0.04;
    private static final double HOTTEST = 0.998;
    private static final double EDGE = 1e-3;
    private static final int EDGE_RADIUS = 2;
    /** The side of images for which windows are given in pixels; they grow with larger ones. */
    private static final double USUAL_SIDE = 240;

    static WarmThings of(LazyPlane infrared) {
        Band share = share(infrared);
        LazyPlane cold = cold(infrared.like(share));
        LazyPlane known = known(cold);
        return new WarmThings(share, filled(infrared, cold, known), cold, known);
    }

    /** The same things, of which only a part of each pixel counts as warm, from 0 to 1. */
    WarmThings weighted(LazyPlane part) {
        LazyPlane warm = surroundings.like(share).where(part, (w, p) -> w * p);
        Band weighted = warm.kept();
        LazyPlane coldNow = cold(warm.like(weighted));
        return new WarmThings(weighted, surroundings, coldNow, known(coldNow));
    }

    /** How many times larger windows are than in an image of usual size. */
    static double scale(int width, int height) {
        return Math.max(1, Math.min(width, height) / USUAL_SIDE);
    }

    private static Band share(LazyPlane infrared) {
        LazyPlane neighbourhood =
                Smoothing.wideGaussian(infrared, NEIGHBOURHOOD * Math.min(infrared.width(), infrared.height()));
        Heat heat = Heat.of(infrared, neighbourhood);
        LazyPlane share = LazyPlane.of(heat::share, infrared, neighbourhood);
        return EdgeAware.smooth(share, infrared, EDGE_RADIUS, EDGE)
                .map(w -> Math.min(Math.max(w, 0), 1))
                .kept();
    }

    /**
     * What must be known of a whole infrared image.
     *
     * @param deviation of a pixel from its neighbourhood
     * @param few 1 in an image that has a few things much hotter than the rest, otherwise 0; a step between
     * @param median of all values
     * @param range from there to the hottest
     */
    private record Heat(double deviation, float few, double median, double range) {
        static Heat of(LazyPlane infrared, LazyPlane neighbourhood) {
            Ranks ranks = new Ranks();
            double[] sums = new double[infrared.height()];
            double[] squares = new double[infrared.height()];
            double[] ofDifferences = new double[infrared.height()];
            infrared.bands().forEach((band, rows) -> {
                Band own = infrared.band(rows);
                Band around = neighbourhood.band(rows);
                Plane.forRows(own.width(), rows.count(), (from, to) -> {
                    for (int y = rows.from() + from; y < rows.from() + to; y++) {
                        float[] row = own.row(y);
                        ranks.count(row);
                        sums[y] = sum(row);
                        squares[y] = sumOfSquares(row);
                        ofDifferences[y] = sumOfSquaredDifferences(row, around.row(y));
                    }
                });
            });
            long count = ranks.size();
            Ranked middle = ranks.ranked(count / 2);
            Ranked hot = ranks.ranked((int) (HOTTEST * (count - 1)));
            infrared.bands().forEach((band, rows) -> {
                Band own = infrared.band(rows);
                for (int y = rows.from(); y < rows.to(); y++) {
                    middle.count(own.row(y));
                    hot.count(own.row(y));
                }
            });
            double mean = Arrays.stream(sums).sum() / count;
            double deviation = Math.sqrt(Math.max(0, Arrays.stream(squares).sum() / count - mean * mean));
            double median = middle.value();
            double hottest = hot.value();
            double tail = Math.max(hottest - median, 0) / Math.max(deviation, LEAST_DEVIATION / 2);
            return new Heat(
                    Math.max(
                            LEAST_DEVIATION,
                            Math.sqrt(Arrays.stream(ofDifferences).sum() / count)),
                    step((float) (tail - 1.5)),
                    median,
                    Math.max(hottest - median, 2 * LEAST_DEVIATION));
        }

        void share(float[][] inputs, float[] row) {
            float[] infrared = inputs[0];
            float[] neighbourhood = inputs[1];
            for (int x = 0; x < row.length; x++) {
                float difference = infrared[x] - neighbourhood[x];
                float above = step((float) ((difference / deviation - 0.5) / 0.7));
                if (above > 0) {
                    row[x] = few * above * step((float) (((infrared[x] - median) / range - 0.2) / 0.2));
                }
            }
        }
    }

    private static double sum(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value;
        }
        return sum;
    }

    private static double sumOfSquares(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value * value;
        }
        return sum;
    }

    private static double sumOfSquaredDifferences(float[] row, float[] other) {
        double sum = 0;
        for (int x = 0; x < row.length; x++) {
            float difference = row[x] - other[x];
            sum += difference * difference;
        }
        return sum;
    }

    /** From 0 at 0 to 1 at 1, without corners. */
    static float step(float value) {
        float t = Math.min(Math.max(value, 0), 1);
        return t * t * (3 - 2 * t);
    }

    /** An image in which warm things are filled from around, smoothly. */
    LazyPlane withoutThem(LazyPlane image) {
        return filled(image, cold, known);
    }

    private static double window(LazyPlane plane) {
        return 2 * scale(plane.width(), plane.height());
    }

    private static LazyPlane cold(LazyPlane share) {
        LazyPlane nearby = share.like(rows -> {
            Band largest = Smoothing.largestOfNeighbours(share.band(rows.wider(1, share.height())));
            return () -> largest::row;
        });
        return LazyPlane.of(WarmThings::cold, nearby);
    }

    private static LazyPlane known(LazyPlane cold) {
        return LazyPlane.of(WarmThings::atMostOne, Smoothing.wideGaussian(cold, window(cold)));
    }

    private static LazyPlane filled(LazyPlane image, LazyPlane cold, LazyPlane known) {
        LazyPlane sums = Smoothing.wideGaussian(LazyPlane.of(WarmThings::product, image, cold), window(image));
        return Filling.filled(LazyPlane.of(WarmThings::quotient, sums, known), known);
    }

    private static void atMostOne(float[][] inputs, float[] row) {
        float[] values = inputs[0];
        for (int x = 0; x < row.length; x++) {
            row[x] = Math.min(values[x], 1);
        }
    }

    private static void product(float[][] inputs, float[] row) {
        float[] values = inputs[0];
        float[] factors = inputs[1];
        for (int x = 0; x < row.length; x++) {
            row[x] = values[x] * factors[x];
        }
    }

    private static void quotient(float[][] inputs, float[] row) {
        float[] values = inputs[0];
        float[] divisors = inputs[1];
        for (int x = 0; x < row.length; x++) {
            row[x] = values[x] / Math.max(divisors[x], 1e-6f);
        }
    }

    private static void cold(float[][] inputs, float[] row) {
        float[] warm = inputs[0];
        for (int x = 0; x < row.length; x++) {
            float c = Math.min(Math.max(1 - 2 * warm[x], 0), 1);
            row[x] = c * c;
        }
    }
}
