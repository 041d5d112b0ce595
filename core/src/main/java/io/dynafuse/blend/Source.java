package io.dynafuse.blend;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.Optional;

/**
 * A source of a scene, in memory.
 *
 * @param image which has the samples of the nearest pixel with data where it has none
 * @param alpha from 0 where it has no data to 1; empty if all sources are opaque
 */
public record Source(Image image, Optional<Alpha> alpha) {
    /** Alphas. */
    @FunctionalInterface
    public interface Alpha {
        /** The alphas of a row of the image; a copy. */
        float[] row(int y);
    }

    /** Rows of a channel; those of the only one if it has one. */
    Band channel(int channel, Rows rows) {
        return band(rows, y -> image.channel(channel, row(y)));
    }

    /** Rows of the luma, as ITU-R BT.601 has it; those of the only channel if it has one. */
    Band luma(Rows rows) {
        return image.channels() == 1 ? channel(0, rows) : band(rows, y -> Bt601.luma(image.values(row(y))));
    }

    /** Rows of the alpha, where not all sources are opaque. */
    Optional<Band> alpha(Rows rows) {
        return alpha.map(present -> band(rows, present::row));
    }

    /** Red, green and blue of a row, one after the other. */
    float[] rgb(int y) {
        return image.rgb(row(y));
    }

    private Region row(int y) {
        return new Region(0, y, image.width(), 1);
    }

    private Band band(Rows rows, Band.RowMaker maker) {
        return Band.of(image.width(), image.height(), rows, maker);
    }
}
