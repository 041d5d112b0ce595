package io.dynafuse.align;

import io.dynafuse.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the sources of a scene have moved against one of them.
 *
 * @param reference the source that stays where it is, from 0
 * @param sizes of all sources
 * @param motions of all sources; that of the reference moves nothing
 */
public record Alignment(int reference, List<Size> sizes, List<Motion> motions) {
    /** @throws IllegalArgumentException if there are not as many motions as sizes, or the reference is none of them */
    public Alignment {
        sizes = List.copyOf(sizes);
        motions = List.copyOf(motions);
        if (sizes.size() != motions.size() || reference < 0 || reference >= sizes.size()) {
            throw new IllegalArgumentException("expected a motion for each size and a reference among them, found "
                    + motions.size() + " motions, " + sizes.size() + " sizes and reference " + reference);
        }
    }

    /** Whether every motion is trusted. */
    public boolean isTrusted() {
        return motions.stream().allMatch(Motion::isTrusted);
    }

    /** The sources whose motions are not trusted, from 0. */
    public List<Integer> untrusted() {
        return IntStream.range(0, motions.size())
                .filter(m -> !motions.get(m).isTrusted())
                .boxed()
                .toList();
    }

    /** Whether the sources lie on each other already: nothing moves, and all are of one size. */
    public boolean isStill() {
        return motions.stream().allMatch(motion -> motion.transform().equals(Transform.IDENTITY))
                && sizes.stream().distinct().count() == 1;
    }

    /** Where a pixel of the reference is found in each source. */
    public List<Transform> transforms() {
        return motions.stream().map(Motion::transform).toList();
    }

    /**
     * The rectangle that a crop leaves, in pixels of the reference.
     *
     * @throws IllegalArgumentException if nothing is left, or it would be far larger than the reference
     */
    public Canvas canvas(Crop crop) {
        return canvas(crop, reference, sizes, transforms());
    }

    /** The same of transforms that are known. */
    static Canvas canvas(Crop crop, int reference, List<Size> sizes, List<Transform> transforms) {
        List<Footprint> others = new ArrayList<>();
        for (int m = 0; m < sizes.size(); m++) {
            if (m != reference) {
                others.add(new Footprint(sizes.get(m).width(), sizes.get(m).height(), transforms.get(m)));
            }
        }
        return crop.canvas(sizes.get(reference).width(), sizes.get(reference).height(), others);
    }

    /**
     * One source moved onto the others. It is resampled once, or not at all if it moves by whole pixels; where it shows nothing, it has no data.
     *
     * @param index from 0
     * @param canvas what it is cut to
     */
    public Image apply(int index, Image source, Canvas canvas) {
        return Warp.of(source, motions.get(index).transform(), canvas);
    }

    /**
     * All sources moved onto each other.
     *
     * @throws IllegalStateException if a motion is not trusted; the message says why
     * @throws IllegalArgumentException if nothing is left by the crop, or sources are not of the sizes that were aligned
     */
    public List<Image> apply(List<Image> sources, Crop crop) {
        for (int m : untrusted()) {
            throw new IllegalStateException("source " + (m + 1) + " cannot be aligned: "
                    + motions.get(m).distrust().orElseThrow());
        }
        if (!sources.stream().map(Size::of).toList().equals(sizes)) {
            throw new IllegalArgumentException("expected sources of the sizes that were aligned");
        }
        Canvas canvas = canvas(crop);
        return IntStream.range(0, sources.size())
                .mapToObj(m -> apply(m, sources.get(m), canvas))
                .toList();
    }
}
