package io.dynafuse.fusion;

import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.List;

/**
 * The sources of a scene, which are read when they are needed, one after the other and more than once, so that memory does not grow with
 * their number.
 */
public interface SourceSequence {
    /** The number of sources. */
    int count();

    /**
     * Reads a source; the same image each time.
     *
     * @param index from 0
     * @throws IOException if it cannot be read
     */
    Image read(int index) throws IOException;

    /** Whether all are in memory at once. */
    default boolean areInMemory() {
        return false;
    }

    /** Images that are in memory already. */
    static SourceSequence of(List<Image> images) {
        List<Image> all = List.copyOf(images);
        return new SourceSequence() {
            @Override
            public int count() {
                return all.size();
            }

            @Override
            public Image read(int index) {
                return all.get(index);
            }

            @Override
            public boolean areInMemory() {
                return true;
            }
        };
    }
}
