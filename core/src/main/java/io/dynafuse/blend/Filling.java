package io.dynafuse.blend;

/** Fills what is not known of an image from what is, over any distance, by a pyramid of means (pull and push). */
final class Filling {
    private static final float NOTHING = 1e-6f;

    private Filling() {}

    /**
     * Fills an image.
     *
     * @param known how well each pixel is known, from 0 to 1; what is known to a quarter stays as it is
     */
    static Plane filled(Plane image, Plane known) {
        return filled(LazyPlane.of(image), LazyPlane.of(known))
                .band(new Rows(0, image.height()))
                .plane();
    }

    /** The same of planes that are not in memory as a whole; half their size is. */
    static LazyPlane filled(LazyPlane image, LazyPlane known) {
        return filledFrom(LazyPlane.of(Filling::product, image, known), known);
    }

    private static void product(float[][] inputs, float[] row) {
        float[] image = inputs[0];
        float[] known = inputs[1];
        for (int x = 0; x < row.length; x++) {
            row[x] = image[x] * known[x];
        }
    }

    private static LazyPlane filledFrom(LazyPlane sums, LazyPlane shares) {
        if (Math.min(sums.width(), sums.height()) <= 2) {
            return sums.with(shares, (sum, share) -> sum / Math.max(share, NOTHING));
        }
        LazyPlane coarse = filledFrom(sums.like(Pyramid.halved(sums)), sums.like(Pyramid.halved(shares)));
        LazyPlane around = Pyramid.plusDoubled(sums.filled(0), coarse.kept(), 1);
        return LazyPlane.of(Filling::filled, sums, shares, around);
    }

    private static void filled(float[][] inputs, float[] row) {
        float[] sums = inputs[0];
        float[] shares = inputs[1];
        float[] around = inputs[2];
        for (int x = 0; x < row.length; x++) {
            float share = shares[x];
            float own = Math.min(1, 4 * share);
            row[x] = own * sums[x] / Math.max(share, NOTHING) + (1 - own) * around[x];
        }
    }
}
