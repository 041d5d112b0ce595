package io.dynafuse.fusion;

import io.dynafuse.image.Region;
import java.util.Arrays;

/**
 * Planes enlarged, by repeating their last row and column, to a size that a network accepts.
 *
 * @param values {@code [C,height,width]}
 */
record Padded(float[] values, int width, int height) {
    /** @param values {@code [C,H,W]} of a region */
    static Padded of(float[] values, Region region, int multiple) {
        int width = length(region.width(), multiple);
        int height = length(region.height(), multiple);
        if (width == region.width() && height == region.height()) {
            return new Padded(values, width, height);
        }
        int channels = values.length / (region.width() * region.height());
        float[] padded = new float[channels * width * height];
        for (int line = 0; line < channels * height; line++) {
            int row = Math.min(line % height, region.height() - 1);
            int start = (line / height * region.height() + row) * region.width();
            System.arraycopy(values, start, padded, line * width, region.width());
            Arrays.fill(padded, line * width + region.width(), (line + 1) * width, values[start + region.width() - 1]);
        }
        return new Padded(padded, width, height);
    }

    /** The smallest multiple that is not smaller than a length. */
    static int length(int length, int multiple) {
        return (length + multiple - 1) / multiple * multiple;
    }
}
