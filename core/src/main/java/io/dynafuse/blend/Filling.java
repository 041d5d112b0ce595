package io.dynafuse.blend;

import java.util.ArrayList;
import java.util.List;

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
        List<Plane> sums = new ArrayList<>(List.of(image.with(known, (v, c) -> v * c)));
        List<Plane> shares = new ArrayList<>(List.of(known));
        while (Math.min(last(sums).width(), last(sums).height()) > 2) {
            sums.add(Pyramid.halved(last(sums)));
            shares.add(Pyramid.halved(last(shares)));
        }
        Plane filled = last(sums).with(last(shares), (sum, share) -> sum / Math.max(share, NOTHING));
        for (int level = sums.size() - 2; level >= 0; level--) {
            Plane share = shares.get(level);
            Plane own = sums.get(level).with(share, (sum, c) -> Math.min(1, 4 * c) * sum / Math.max(c, NOTHING));
            Plane coarse = Plane.zeros(share.width(), share.height());
            Pyramid.addDoubled(filled, coarse, 1);
            own.update(coarse.with(share, (v, c) -> (1 - Math.min(1, 4 * c)) * v), Float::sum);
            filled = own;
        }
        return filled;
    }

    private static Plane last(List<Plane> planes) {
        return planes.get(planes.size() - 1);
    }
}
