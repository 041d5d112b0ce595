package io.dynafuse.blend;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One number for each pixel, row after row. Whoever makes one hands its values over; operations give new planes unless they say otherwise,
 * and run on all processors with a result that does not depend on how many there are.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code width * height} numbers
 */
public record Plane(int width, int height, float[] values) {
    // A band of rows is large enough to be worth a task.
    private static final int BAND_PIXELS = 1 << 15;

    /** @throws IllegalArgumentException if there are fewer or more values than pixels */
    public Plane {
        if (values.length != width * height) {
            throw new IllegalArgumentException(
                    "expected " + width + " x " + height + " values, found " + values.length);
        }
    }

    /** A plane of zeros. */
    public static Plane zeros(int width, int height) {
        return new Plane(width, height, new float[width * height]);
    }

    static Plane filled(int width, int height, float value) {
        Plane plane = zeros(width, height);
        Arrays.fill(plane.values, value);
        return plane;
    }

    Plane copy() {
        return new Plane(width, height, values.clone());
    }

    /** The values of a row; a copy. */
    float[] row(int y) {
        return Arrays.copyOfRange(values, y * width, (y + 1) * width);
    }

    /** Work on some rows. */
    @FunctionalInterface
    interface RowsWork {
        /**
         * @param from the first row
         * @param to the row after the last
         */
        void run(int from, int to);
    }

    /** Runs work on all rows, in bands, several at once. */
    static void forRows(int width, int height, RowsWork work) {
        int rows = Math.max(1, BAND_PIXELS / Math.max(1, width));
        int bands = (height + rows - 1) / rows;
        if (bands == 1) {
            work.run(0, height);
            return;
        }
        IntStream.range(0, bands)
                .parallel()
                .forEach(band -> work.run(band * rows, Math.min(height, (band + 1) * rows)));
    }

    /** Computes a value from a value. */
    @FunctionalInterface
    interface Function {
        float of(float value);
    }

    /** Computes a value from two. */
    @FunctionalInterface
    public interface Combination {
        float of(float first, float second);
    }

    Plane map(Function function) {
        Plane result = zeros(width, height);
        forRows(width, height, (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                result.values[i] = function.of(values[i]);
            }
        });
        return result;
    }

    /** A plane of values computed from these and those of another plane of this size. */
    public Plane with(Plane other, Combination combination) {
        Plane result = zeros(width, height);
        forRows(width, height, (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                result.values[i] = combination.of(values[i], other.values[i]);
            }
        });
        return result;
    }

    /** Replaces each value by one computed from it and that of another plane. */
    public void update(Plane other, Combination combination) {
        forRows(width, height, (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                values[i] = combination.of(values[i], other.values[i]);
            }
        });
    }
}
