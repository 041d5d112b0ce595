package io.dynafuse.blend;

import io.dynafuse.blend.Pyramid.Doubling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Sums images under weights, scale by scale: the details of each scale under weights as smooth as that scale (P. J. Burt and R. J. Kolczynski,
 * "Enhanced image capture through fusion", 1993; T. Mertens, J. Kautz and F. Van Reeth, "Exposure Fusion", 2007). So the transition between two
 * sources is as wide as the structures that it passes through, and none is seen. The fine levels are summed band by band, each at any time
 * before its rows are asked for, the coarse ones as a whole.
 */
final class PyramidSum {
    private final PyramidBands pyramids;
    private final Bands bands;
    /** The sums of the fine levels of each band; none before something was added. */
    private final List<List<Band>> fine;

    private List<Plane> coarse = List.of();
    private Optional<Band> rest = Optional.empty();

    PyramidSum(PyramidBands pyramids, Bands bands) {
        this.pyramids = pyramids;
        this.bands = bands;
        this.fine = new ArrayList<>(Collections.nCopies(bands.count(), List.of()));
    }

    /**
     * Adds the fine levels of an image.
     *
     * @param image at each fine level and the next, as {@link PyramidBands#gaussian} has them
     * @param weights of each fine level; those of all images sum to 1
     */
    void addFine(int band, List<Band> image, List<Band> weights) {
        List<Rows> rows = pyramids.together(bands.rowsOf(band));
        List<Band> before = fine.get(band);
        List<Band> sums = new ArrayList<>();
        for (int level = 0; level < pyramids.fine(); level++) {
            Optional<Band> sum = before.isEmpty() ? Optional.empty() : Optional.of(before.get(level));
            sums.add(sum(rows.get(level), image.get(level), image.get(level + 1), weights.get(level), sum));
        }
        fine.set(band, sums);
    }

    private static Band sum(Rows rows, Band image, Band next, Band weight, Optional<Band> before) {
        return Band.of(image.width(), image.height(), rows, () -> {
            Doubling smooth = new Doubling(next, image.width(), image.height());
            return y -> {
                float[] details = image.row(y).clone();
                smooth.add(y, -1, details, 0);
                multiply(details, weight.row(y));
                // Into the old rows, as new ones would be garbage of a size that is collected late.
                before.ifPresent(sum -> add(sum.row(y), details));
                return before.map(sum -> sum.row(y)).orElse(details);
            };
        });
    }

    private static void multiply(float[] values, float[] factors) {
        for (int x = 0; x < values.length; x++) {
            values[x] *= factors[x];
        }
    }

    private static void add(float[] values, float[] others) {
        for (int x = 0; x < values.length; x++) {
            values[x] += others[x];
        }
    }

    /**
     * Adds the coarse levels of an image.
     *
     * @param image at the first coarse level
     * @param weights of each coarse level, as {@link Pyramid#gaussian} has them
     */
    void addCoarse(Plane image, List<Plane> weights) {
        List<Plane> details = Pyramid.laplacian(image, weights.size());
        for (int level = 0; level < details.size(); level++) {
            details.get(level).update(weights.get(level), (detail, weight) -> detail * weight);
        }
        if (coarse.isEmpty()) {
            coarse = details;
            return;
        }
        for (int level = 0; level < details.size(); level++) {
            coarse.get(level).update(details.get(level), Float::sum);
        }
    }

    /** The rows of a band of the image of all that was added, which ends the use of that band. */
    Band image(int band) {
        if (rest.isEmpty()) {
            rest = Optional.of(Band.whole(Pyramid.collapse(coarse)));
            coarse = List.of();
        }
        Band image = rest.get();
        List<Band> sums = fine.set(band, List.of());
        for (int level = pyramids.fine() - 1; level >= 0; level--) {
            addDoubled(image, sums.get(level));
            image = sums.get(level);
        }
        return image.cut(bands.rowsOf(band));
    }

    private static void addDoubled(Band half, Band sum) {
        Plane.forRows(sum.width(), sum.rows().count(), (from, to) -> {
            Doubling doubled = new Doubling(half, sum.width(), sum.height());
            for (int i = from; i < to; i++) {
                int y = sum.rows().from() + i;
                doubled.add(y, 1, sum.row(y), 0);
            }
        });
    }
}
