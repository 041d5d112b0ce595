package io.dynafuse.blend;

import java.util.List;

/**
 * Sums images under weights, scale by scale: the details of each scale under weights as smooth as that scale (P. J. Burt and R. J. Kolczynski,
 * "Enhanced image capture through fusion", 1993; T. Mertens, J. Kautz and F. Van Reeth, "Exposure Fusion", 2007). So the transition between two
 * sources is as wide as the structures that it passes through, and none is seen.
 */
final class PyramidSum {
    private final int levels;
    private List<Plane> sum = List.of();

    /** @param levels of the pyramid, one or more */
    PyramidSum(int levels) {
        this.levels = levels;
    }

    /**
     * Adds an image.
     *
     * @param weights of each level, as {@link Pyramid#gaussian} has them; those of all images sum to 1
     */
    void add(Plane image, List<Plane> weights) {
        List<Plane> details = Pyramid.laplacian(image, levels);
        for (int level = 0; level < levels; level++) {
            details.get(level).update(weights.get(level), (detail, weight) -> detail * weight);
        }
        if (sum.isEmpty()) {
            sum = details;
            return;
        }
        for (int level = 0; level < levels; level++) {
            sum.get(level).update(details.get(level), Float::sum);
        }
    }

    /** The image of all that was added, which ends the use of this sum. */
    Plane image() {
        return Pyramid.collapse(sum);
    }
}
