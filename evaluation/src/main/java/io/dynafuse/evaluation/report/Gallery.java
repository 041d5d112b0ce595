package io.dynafuse.evaluation.report;

import io.dynafuse.image.ReadOptions;
import java.util.List;

/**
 * The pictures of a report.
 *
 * @param scenes all there are, in their order; no picture is read before the report is written
 * @param most how many of them the report shows, the first ones; it says how many it leaves out
 * @param reading how pictures are read
 */
public record Gallery(List<GalleryScene> scenes, int most, ReadOptions reading) {
    /** No pictures at all. */
    public static final Gallery NONE = new Gallery(List.of(), 0, ReadOptions.DEFAULT);

    /** @throws IllegalArgumentException if {@code most} is negative */
    public Gallery {
        scenes = List.copyOf(scenes);
        if (most < 0) {
            throw new IllegalArgumentException("expected 0 scenes or more to show, found " + most);
        }
    }

    /** The scenes that the report shows. */
    List<GalleryScene> shown() {
        return scenes.subList(0, Math.min(most, scenes.size()));
    }
}
