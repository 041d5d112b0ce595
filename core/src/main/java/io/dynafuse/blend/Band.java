package io.dynafuse.blend;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Some rows of a plane that need not be in memory as a whole. What is computed from neighbours has fewer rows than what it is computed from: those
 * whose neighbours are all there; beyond the first and the last row of the whole plane, it is mirrored, so that none is lost there. So a value
 * does not depend on the bands that it was computed in.
 *
 * <p>Each row is an array of its own: loops over arrays of one length are what Java makes vector instructions of.
 */
final class Band {
    private final int width;
    private final int height;
    private final Rows rows;
    private final float[][] values;

    private Band(int width, int height, Rows rows, float[][] values) {
        this.width = width;
        this.height = height;
        this.rows = rows;
        this.values = values;
    }

    /** Makes rows. */
    @FunctionalInterface
    interface RowMaker {
        /**
         * @param y the row of the whole plane
         * @return its values, which the band keeps
         */
        float[] row(int y);
    }

    /** Rows that are made here and now, several at once. */
    static Band of(int width, int height, Rows rows, RowMaker maker) {
        return of(width, height, rows, () -> maker);
    }

    /** @param makers gives each thread a maker of its own, which may have work space */
    static Band of(int width, int height, Rows rows, Supplier<RowMaker> makers) {
        float[][] values = new float[rows.count()][];
        Plane.forRows(width, rows.count(), (from, to) -> {
            RowMaker maker = makers.get();
            for (int i = from; i < to; i++) {
                values[i] = maker.row(rows.from() + i);
            }
        });
        return new Band(width, height, rows, values);
    }

    /** Rows of a plane; a copy. */
    static Band of(Plane plane, Rows rows) {
        return of(plane.width(), plane.height(), rows, plane::row);
    }

    /** All rows of a plane; a copy. */
    static Band whole(Plane plane) {
        return of(plane, new Rows(0, plane.height()));
    }

    static Band filled(int width, int height, Rows rows, float value) {
        return of(width, height, rows, y -> {
            float[] row = new float[width];
            Arrays.fill(row, value);
            return row;
        });
    }

    /** A whole plane without rows: they are {@linkplain #into(Band) put} into it. */
    static Band blank(int width, int height) {
        return new Band(width, height, new Rows(0, height), new float[height][]);
    }

    int width() {
        return width;
    }

    /** The height of the whole plane. */
    int height() {
        return height;
    }

    /** The rows that are here. */
    Rows rows() {
        return rows;
    }

    /** The values of a row of the whole plane, not a copy; rows beyond its ends are mirrored at its first and last one. */
    float[] row(int y) {
        return values[Smoothing.mirrored(y, height) - rows.from()];
    }

    /** The rows of which the neighbours on either side, so many, are here or beyond the ends of the whole plane. */
    Rows inner(int neighbours) {
        return new Rows(
                rows.from() == 0 ? 0 : rows.from() + neighbours, rows.to() == height ? height : rows.to() - neighbours);
    }

    /**
     * Some of the rows, which are the same arrays.
     *
     * @throws IllegalArgumentException if not all of them are here
     */
    Band cut(Rows some) {
        if (some.from() < rows.from() || some.to() > rows.to()) {
            throw new IllegalArgumentException("expected " + some + ", found " + rows);
        }
        int start = some.from() - rows.from();
        return new Band(width, height, some, Arrays.copyOfRange(values, start, start + some.count()));
    }

    Band map(Plane.Function function) {
        return of(width, height, rows, y -> {
            float[] own = row(y);
            float[] row = new float[width];
            for (int x = 0; x < width; x++) {
                row[x] = function.of(own[x]);
            }
            return row;
        });
    }

    Band squared() {
        return of(width, height, rows, y -> {
            float[] own = row(y);
            float[] row = new float[width];
            for (int x = 0; x < width; x++) {
                row[x] = own[x] * own[x];
            }
            return row;
        });
    }

    /** A band of values computed from these and those of another band that has these rows. */
    Band with(Band other, Plane.Combination combination) {
        return of(width, height, rows, y -> {
            float[] own = row(y);
            float[] others = other.row(y);
            float[] row = new float[width];
            for (int x = 0; x < width; x++) {
                row[x] = combination.of(own[x], others[x]);
            }
            return row;
        });
    }

    /** Replaces each value by one computed from it and that of another band that has these rows. */
    void update(Band other, Plane.Combination combination) {
        Plane.forRows(width, rows.count(), (from, to) -> {
            for (int y = rows.from() + from; y < rows.from() + to; y++) {
                float[] own = row(y);
                float[] others = other.row(y);
                for (int x = 0; x < width; x++) {
                    own[x] = combination.of(own[x], others[x]);
                }
            }
        });
    }

    /** Puts these rows, the same arrays, into the whole plane. */
    void into(Band whole) {
        System.arraycopy(values, 0, whole.values, rows.from(), values.length);
    }

    /** Copies these rows over those of the whole plane. */
    void over(Band whole) {
        for (int y = rows.from(); y < rows.to(); y++) {
            System.arraycopy(row(y), 0, whole.row(y), 0, width);
        }
    }

    /** Copies these rows into the whole plane. */
    void into(Plane whole) {
        for (int y = rows.from(); y < rows.to(); y++) {
            System.arraycopy(row(y), 0, whole.values(), y * width, width);
        }
    }

    /** The rows one after the other. */
    Plane plane() {
        Plane plane = Plane.zeros(width, rows.count());
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, plane.values(), i * width, width);
        }
        return plane;
    }
}
