package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sources of a scene, which may be read one after the other, and several times, so that not all of them need to be in memory at once.
 */
public interface Scene {
    /** More need more memory at once than what is kept from one source to the next. */
    int MOST_AT_ONCE = 4;

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
     * A source with its alpha, in memory.
     *
     * @param index from 0
     * @throws IOException if it cannot be read
     */
    default Source read(int index) throws IOException {
        return new Source(source(index), alpha(index).map(plane -> plane::row));
    }

    /** Whether all sources are in memory anyway; otherwise they are to be read one after the other. */
    default boolean isInMemory() {
        return true;
    }

    /** The sources that are put together at once, as indices: all of them in order, in one group or more. */
    default List<List<Integer>> groups() {
        List<Integer> all = IntStream.range(0, count()).boxed().toList();
        return isInMemory() && count() <= MOST_AT_ONCE
                ? List.of(all)
                : all.stream().map(List::of).toList();
    }

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
