package io.dynafuse.evaluation.peers;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where warm things are in a scene, and how well a fused image keeps them and, elsewhere, what the visible image shows. Things are 8-connected;
 * distances are those of a king on a chessboard.
 */
final class WarmThings {
    /** Fewer pixels are no thing that anybody would see. */
    private static final int SMALLEST_THING = 30;

    private static final int RING_FROM = 2;
    private static final int RING_TO = 8;
    private static final double LEAST_CONTRAST = 0.05;
    private static final double LOWEST = -1;
    private static final double HIGHEST = 1.5;
    private static final Window BLUR = Window.gaussian(13, 2);

    private final int width;
    private final int height;
    private final boolean[] warm;

    private WarmThings(int width, int height, boolean[] warm) {
        this.width = width;
        this.height = height;
        this.warm = warm;
    }

    /** Warm things are where the mask is white. */
    static WarmThings of(Image mask) {
        float[] luma = luma(mask);
        boolean[] warm = new boolean[luma.length];
        for (int i = 0; i < luma.length; i++) {
            warm[i] = luma[i] > 0.5;
        }
        return new WarmThings(mask.width(), mask.height(), warm);
    }

    /**
     * How much of the contrast of warm things the fused image has: their mean luma above that of their surroundings, divided by the same in the
     * infrared image, between -1 and 1.5, and the mean of that over all things; empty if nothing stands out in the infrared image. The
     * surroundings are 2 to 8 pixels away and hold no warm pixel.
     *
     * @throws IllegalArgumentException if sizes differ
     */
    OptionalDouble contrast(Image fused, Image infrared) {
        requireSize(fused);
        requireSize(infrared);
        float[] ofFused = luma(fused);
        float[] ofInfrared = luma(infrared);
        return things().stream()
                .filter(thing -> thing.size() >= SMALLEST_THING)
                .flatMapToDouble(thing -> kept(thing, ofFused, ofInfrared).stream())
                .average();
    }

    /**
     * The correlation of the detail of two images, their luma without its Gaussian of deviation 2, further than 8 pixels from warm things; empty if
     * the visible image has none there, 0 if only the fused image has none.
     *
     * @throws IllegalArgumentException if sizes differ
     */
    OptionalDouble detail(Image fused, Image visible) {
        requireSize(fused);
        requireSize(visible);
        double[] first = fine(fused);
        double[] second = fine(visible);
        boolean[] excluded = grown(warm, width, height, RING_TO);
        Sums sums = new Sums();
        for (int i = 0; i < excluded.length; i++) {
            if (!excluded[i]) {
                sums.add(first[i], second[i]);
            }
        }
        return sums.correlation();
    }

    private OptionalDouble kept(List<Integer> thing, float[] fused, float[] infrared) {
        List<Integer> ring = ring(thing);
        if (ring.isEmpty()) {
            return OptionalDouble.empty();
        }
        double had = mean(thing, infrared) - mean(ring, infrared);
        double has = mean(thing, fused) - mean(ring, fused);
        return had < LEAST_CONTRAST
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(LOWEST, Math.min(HIGHEST, has / had)));
    }

    private static double mean(List<Integer> places, float[] values) {
        return places.stream().mapToDouble(place -> values[place]).average().orElseThrow();
    }

    /** The pixels around a thing. */
    private List<Integer> ring(List<Integer> thing) {
        int left = Math.max(0, thing.stream().mapToInt(i -> i % width).min().orElseThrow() - RING_TO);
        int right =
                Math.min(width, thing.stream().mapToInt(i -> i % width).max().orElseThrow() + RING_TO + 1);
        int top = Math.max(0, thing.stream().mapToInt(i -> i / width).min().orElseThrow() - RING_TO);
        int bottom =
                Math.min(height, thing.stream().mapToInt(i -> i / width).max().orElseThrow() + RING_TO + 1);
        int columns = right - left;
        boolean[] box = new boolean[columns * (bottom - top)];
        thing.forEach(i -> box[(i / width - top) * columns + i % width - left] = true);
        boolean[] near = grown(box, columns, bottom - top, RING_FROM - 1);
        boolean[] far = grown(box, columns, bottom - top, RING_TO);
        List<Integer> ring = new ArrayList<>();
        for (int i = 0; i < box.length; i++) {
            int place = (i / columns + top) * width + i % columns + left;
            if (far[i] && !near[i] && !warm[place]) {
                ring.add(place);
            }
        }
        return ring;
    }

    /** The pixels of each thing. */
    private List<List<Integer>> things() {
        List<List<Integer>> things = new ArrayList<>();
        boolean[] seen = new boolean[warm.length];
        for (int start = 0; start < warm.length; start++) {
            if (warm[start] && !seen[start]) {
                things.add(thing(start, seen));
            }
        }
        return things;
    }

    private List<Integer> thing(int start, boolean[] seen) {
        List<Integer> thing = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            int place = open.pop();
            thing.add(place);
            for (int y = Math.max(0, place / width - 1); y <= Math.min(height - 1, place / width + 1); y++) {
                for (int x = Math.max(0, place % width - 1); x <= Math.min(width - 1, place % width + 1); x++) {
                    int next = y * width + x;
                    if (warm[next] && !seen[next]) {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        return thing;
    }

    /** All that is within a square of {@code 2 * radius + 1} around what is set. */
    private static boolean[] grown(boolean[] set, int width, int height, int radius) {
        boolean[] alongRows = new boolean[set.length];
        boolean[] result = new boolean[set.length];
        for (int i = 0; i < set.length; i++) {
            if (set[i]) {
                int row = i - i % width;
                for (int x = Math.max(0, i % width - radius); x <= Math.min(width - 1, i % width + radius); x++) {
                    alongRows[row + x] = true;
                }
            }
        }
        for (int i = 0; i < set.length; i++) {
            if (alongRows[i]) {
                for (int y = Math.max(0, i / width - radius); y <= Math.min(height - 1, i / width + radius); y++) {
                    result[y * width + i % width] = true;
                }
            }
        }
        return result;
    }

    private static double[] fine(Image image) {
        float[] luma = luma(image);
        double[] fine = new double[luma.length];
        for (int i = 0; i < luma.length; i++) {
            fine[i] = luma[i];
        }
        Plane blurred =
                Filters.same(Plane.over(image.width(), image.height(), fine.clone()), BLUR.weights(), Border.SYMMETRIC);
        for (int i = 0; i < fine.length; i++) {
            fine[i] -= blurred.samples()[i];
        }
        return fine;
    }

    private static float[] luma(Image image) {
        return image.channels() == 1 ? image.values() : Bt601.luma(image.values());
    }

    private void requireSize(Image image) {
        if (image.width() != width || image.height() != height) {
            throw new IllegalArgumentException("expected an image of the size of the mask of warm things, " + width
                    + "x" + height + ", found " + image.width() + "x" + image.height());
        }
    }

    /** Sums of pairs of numbers. */
    private static final class Sums {
        // What blurring a constant leaves.
        private static final double ROUNDING = 1e-12;

        private long count;
        private double first;
        private double second;
        private double firstSquared;
        private double secondSquared;
        private double product;

        void add(double a, double b) {
            count++;
            first += a;
            second += b;
            firstSquared += a * a;
            secondSquared += b * b;
            product += a * b;
        }

        OptionalDouble correlation() {
            double ofFirst = firstSquared / count - first / count * (first / count);
            double ofSecond = secondSquared / count - second / count * (second / count);
            if (count == 0 || ofSecond < ROUNDING) {
                return OptionalDouble.empty();
            }
            double together = product / count - first / count * (second / count);
            return OptionalDouble.of(ofFirst < ROUNDING ? 0 : together / Math.sqrt(ofFirst * ofSecond));
        }
    }
}
