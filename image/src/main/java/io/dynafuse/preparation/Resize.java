package io.dynafuse.preparation;

import io.dynafuse.image.Image;
import java.util.Comparator;
import java.util.List;

/** The size that sources of several sizes are brought to. */
public enum Resize {
    /** None: sources of several sizes are refused. */
    NONE,
    /** That of the source with the fewest pixels. */
    SMALLEST,
    /** That of the source with the most pixels. */
    LARGEST,
    /** That of the first source. */
    FIRST;

    private static final Comparator<Image> PIXELS =
            Comparator.comparingLong(image -> (long) image.width() * image.height());

    /** Sides are whole numbers of pixels, so that aspect ratios within one scene may differ by this much. */
    static final double SAME_RATIO = 0.01;

    /** Whether the aspect ratios of two sizes are the same within 1 %. */
    public static boolean isOfOneRatio(int width, int height, int otherWidth, int otherHeight) {
        return difference((double) width / height, (double) otherWidth / otherHeight) <= SAME_RATIO;
    }

    /** The relative difference of two ratios, as a share of the smaller. */
    static double difference(double ratio, double other) {
        return Math.max(ratio, other) / Math.min(ratio, other) - 1;
    }

    /** The first image that has the size wanted; without one, the first. */
    Image model(List<Image> images) {
        return switch (this) {
            case NONE, FIRST -> images.get(0);
            case SMALLEST -> images.stream().min(PIXELS).orElseThrow();
            // Of several, max gives the last.
            case LARGEST -> images.stream().min(PIXELS.reversed()).orElseThrow();
        };
    }
}
