package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;

/**
 * The orientations of stored rows (Exif 2.3 and TIFF 6.0, tag 274), in the order of their numbers from 1: upright, mirrored, upside down,
 * and so on.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, true, false),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, false, true);

    private final boolean rowsAreColumns;
    private final boolean fromTheRight;
    private final boolean fromTheBottom;

    /** The last two refer to the upright image, after rows have become columns. */
    Orientation(boolean rowsAreColumns, boolean fromTheRight, boolean fromTheBottom) {
        this.rowsAreColumns = rowsAreColumns;
        this.fromTheRight = fromTheRight;
        this.fromTheBottom = fromTheBottom;
    }

    /** Any number other than 2 to 8 means upright, as in most readers. */
    static Orientation of(int number) {
        return number < 1 || number > values().length ? UPRIGHT : values()[number - 1];
    }

    boolean rowsAreColumns() {
        return rowsAreColumns;
    }

    Pixels upright(Pixels stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = rowsAreColumns ? stored.height() : stored.width();
        int height = rowsAreColumns ? stored.width() : stored.height();
        return new Pixels(
                width,
                height,
                stored.channels(),
                upright(stored, stored.samples(), stored.channels()),
                stored.alpha().map(alpha -> upright(stored, alpha, 1)));
    }

    private Samples upright(Pixels stored, Samples plane, int channels) {
        int width = rowsAreColumns ? stored.height() : stored.width();
        int height = rowsAreColumns ? stored.width() : stored.height();
        Samples samples = Samples.of(plane.depth(), plane.length());
        Object from = plane.array();
        Object to = samples.array();
        int position = 0;
        for (int storedY = 0; storedY < stored.height(); storedY++) {
            for (int storedX = 0; storedX < stored.width(); storedX++) {
                int along = rowsAreColumns ? storedY : storedX;
                int down = rowsAreColumns ? storedX : storedY;
                int x = fromTheRight ? width - 1 - along : along;
                int y = fromTheBottom ? height - 1 - down : down;
                System.arraycopy(from, position, to, (y * width + x) * channels, channels);
                position += channels;
            }
        }
        return samples;
    }
}
