package io.dynafuse.preparation;

import io.dynafuse.image.Image;
import java.util.Comparator;
import java.util.List;

/** Which size sources of several sizes are brought to. */
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
