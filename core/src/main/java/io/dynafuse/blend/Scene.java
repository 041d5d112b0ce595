package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sources of a scene, which may be read one after the other, and several times, so that not all of them need to be in memory at once.
 */
public interface Scene {
    /** The number of sources, 2 or more. */
    int count();

    /** The width of every source, in pixels. */
    int width();

    /** The height of every source, in pixels. */
    int height();

    /** Whether a source has colour. */
    boolean isColour();

    /**
     * A source; the same image each time. Where it has no data, it has the samples of the nearest pixel with data.
     *
     * @param index from 0
     * @throws IOException if it cannot be read
     */
    Image source(int index) throws IOException;

    /**
     * Copies of all sources.
     *
     * @param mostPixels of each; one or more
     * @throws IOException if a source cannot be read
     */
    default List<Image> reduced(long mostPixels) throws IOException {
        List<Image> reduced = new ArrayList<>();
        for (int m = 0; m < count(); m++) {
            reduced.add(Scaling.reduced(source(m), Math.max(mostPixels, 1)));
        }
        return reduced;
    }

    /**
     * The alpha of a source, from 0 where it has no data to 1.
     *
     * @return empty if all sources are opaque
     * @throws IOException if it cannot be read
     */
    Optional<Plane> alpha(int index) throws IOException;
}
