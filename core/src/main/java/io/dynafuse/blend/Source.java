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
        return band(rows, this::lumaOf);
    }

    /** Rows of the alpha, where not all sources are opaque. */
    Optional<Band> alpha(Rows rows) {
        return alpha.map(present -> band(rows, present::row));
    }

    /** The luma of all rows, computed when they are asked for. */
    LazyPlane luma(int bandPixels) {
        return lazily(bandPixels, this::lumaOf);
    }

    private float[] lumaOf(int y) {
        float[] values = image.values(row(y));
        return image.channels() == 1 ? values : Bt601.luma(values);
    }

    /** The alpha of all rows, looked up when they are asked for; where not all sources are opaque. */
    Optional<LazyPlane> alpha(int bandPixels) {
        return alpha.map(present -> lazily(bandPixels, present::row));
    }

    private LazyPlane lazily(int bandPixels, Band.RowMaker maker) {
        return new LazyPlane(image.width(), image.height(), bandPixels, rows -> () -> maker);
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
