package io.dynafuse.blend;

import io.dynafuse.blend.Band.RowMaker;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A plane whose rows are computed when they are asked for, so that it is not in memory as a whole. A value does not depend on which rows are
 * asked for at once.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bandPixels how many are computed at once, about, where all are asked for
 * @param recipe how rows are made
 */
record LazyPlane(int width, int height, int bandPixels, Recipe recipe) {
    /** How rows are made. */
    @FunctionalInterface
    interface Recipe {
        /**
         * Computes what these rows have in common.
         *
         * @return gives each thread a maker of its own; what it makes must not be changed
         */
        Supplier<RowMaker> over(Rows rows);
    }

    /** Computes a row from those of others. */
    @FunctionalInterface
    interface Loop {
        /**
         * @param inputs a row of each; not to be changed
         * @param row of zeros, to be filled
         */
        void run(float[][] inputs, float[] row);
    }

    /** A plane in memory, or rows of it, which are the only ones to be asked for. */
    static LazyPlane of(Band band, int bandPixels) {
        return new LazyPlane(band.width(), band.height(), bandPixels, rows -> () -> band::row);
    }

    /** A plane in memory. */
    static LazyPlane of(Plane plane) {
        return new LazyPlane(plane.width(), plane.height(), Bands.PIXELS, rows -> () -> plane::row);
    }

    /** A plane of other rows, of the size of this one. */
    LazyPlane like(Recipe other) {
        return new LazyPlane(width, height, bandPixels, other);
    }

    /** A plane in memory, or rows of it, which are the only ones to be asked for. */
    LazyPlane like(Band band) {
        return of(band, bandPixels);
    }

    /** A plane computed pixel by pixel from others of its size. */
    static LazyPlane of(Loop loop, LazyPlane... inputs) {
        int width = inputs[0].width;
        return inputs[0].like(rows -> {
            var each = Arrays.stream(inputs).map(input -> input.over(rows)).toList();
            return () -> {
                RowMaker[] makers = each.stream().map(Supplier::get).toArray(RowMaker[]::new);
                return y -> row(loop, makers, y, new float[width]);
            };
        });
    }

    private static float[] row(Loop loop, RowMaker[] makers, int y, float[] row) {
        float[][] inputs = new float[makers.length][];
        for (int i = 0; i < makers.length; i++) {
            inputs[i] = makers[i].row(y);
        }
        loop.run(inputs, row);
        return row;
    }

    /** The makers of some rows. */
    Supplier<RowMaker> over(Rows rows) {
        return recipe.over(rows);
    }

    /** Some rows, which must not be changed. */
    Band band(Rows rows) {
        return Band.of(width, height, rows, over(rows));
    }

    /** All rows, computed now and kept in memory. */
    Band kept() {
        Band all = Band.blank(width, height);
        into(all);
        return all;
    }

    /** Puts all rows into a plane. */
    void into(Band plane) {
        bands().forEach((band, rows) -> band(rows).into(plane));
    }

    /** Replaces the values of a plane, of which this may be made pixel by pixel, in the memory that they have. */
    void over(Band plane) {
        bands().forEach((band, rows) -> band(rows).over(plane));
    }

    /** The bands that it is computed in. */
    Bands bands() {
        return bands(1);
    }

    /** @param multiple of which each band starts at one */
    Bands bands(int multiple) {
        return Bands.of(width, height, multiple, bandPixels);
    }

    /** A plane of this size of one value. */
    LazyPlane filled(float value) {
        float[] row = new float[width];
        Arrays.fill(row, value);
        return like(rows -> () -> y -> row);
    }

    /** Each value replaced. */
    LazyPlane map(Plane.Function function) {
        return of(
                (inputs, row) -> {
                    for (int x = 0; x < row.length; x++) {
                        row[x] = function.of(inputs[0][x]);
                    }
                },
                this);
    }

    /** Each value replaced by one computed from it and that of another plane of this size. */
    LazyPlane with(LazyPlane other, Plane.Combination combination) {
        return of(
                (inputs, row) -> {
                    for (int x = 0; x < row.length; x++) {
                        row[x] = combination.of(inputs[0][x], inputs[1][x]);
                    }
                },
                this,
                other);
    }

    /** The same where a combination of 0 is 0: the other is not asked for rows in which there is nothing else. */
    LazyPlane where(LazyPlane other, Plane.Combination combination) {
        return like(rows -> {
            Supplier<RowMaker> own = over(rows);
            Supplier<RowMaker> others = other.over(rows);
            return () -> {
                RowMaker first = own.get();
                RowMaker second = others.get();
                return y -> combined(first.row(y), second, y, combination);
            };
        });
    }

    private static float[] combined(float[] own, RowMaker others, int y, Plane.Combination combination) {
        if (isZero(own)) {
            return own;
        }
        float[] row = new float[own.length];
        float[] other = others.row(y);
        for (int x = 0; x < row.length; x++) {
            if (own[x] != 0) {
                row[x] = combination.of(own[x], other[x]);
            }
        }
        return row;
    }

    static boolean isZero(float[] row) {
        for (float value : row) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
