package io.dynafuse.align;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Aligns sources that differ more and more, such as those of a focus stack. Each is compared with the one before, which resembles it most, and
 * with the reference, so that small errors do not add up. All that is trusted is then brought into accord: where the reference's corners are
 * seen in each source is the weighted mean of what all comparisons say. At last, the simplest model that fits all sources is taken.
 */
final class SequenceAligner {
    private static final double SETTLED = 1e-4;
    private static final int MOST_ROUNDS = 100_000;
    private static final double LEAST_UNCERTAINTY = 0.02;
    /** In pixels: what a model may miss on average. */
    private static final double FITS = 0.3;

    private final Aligner aligner;
    private final int fixed;
    private final List<Size> sizes = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();

    /** What two sources said of each other. */
    private record Comparison(int one, int other, Motion motion) {
        double weight() {
            double uncertainty = Math.max(motion.uncertainty(), LEAST_UNCERTAINTY);
            return 1 / (uncertainty * uncertainty);
        }
    }

    SequenceAligner(Aligner aligner, int count, Aligner.Sources sources, int fixed) throws IOException {
        this.aligner = aligner;
        this.fixed = fixed;
        List<Gray> reference = pyramid(sources, fixed);
        List<Gray> before = List.of();
        for (int m = 0; m < count; m++) {
            List<Gray> now = m == fixed ? reference : pyramid(sources, m);
            sizes.add(new Size(now.get(0).width(), now.get(0).height()));
            if (m > 0) {
                comparisons.add(new Comparison(m - 1, m, aligner.motion(before, now)));
            }
            if (Math.abs(m - fixed) > 1) {
                comparisons.add(new Comparison(fixed, m, aligner.motion(reference, now)));
            }
            before = now;
        }
    }

    private static List<Gray> pyramid(Aligner.Sources sources, int index) throws IOException {
        return Estimator.pyramid(Gray.of(sources.read(index)));
    }

    Alignment alignment() {
        List<Optional<List<Point>>> corners = settled(chained());
        MotionModel model = aligner.model().orElseGet(() -> simplest(corners));
        List<Motion> motions = new ArrayList<>();
        for (int m = 0; m < sizes.size(); m++) {
            motions.add(m == fixed ? Motion.NONE : motion(m, corners.get(m), model));
        }
        return new Alignment(fixed, sizes, motions);
    }

    private List<Point> referenceCorners() {
        return Point.corners(sizes.get(fixed).width(), sizes.get(fixed).height());
    }

    /** Where the reference's corners are seen, by one way of trusted comparisons to each source; empty if there is none. */
    private List<Optional<List<Point>>> chained() {
        List<Optional<List<Point>>> corners = new ArrayList<>(Collections.nCopies(sizes.size(), Optional.empty()));
        corners.set(fixed, Optional.of(referenceCorners()));
        for (boolean more = true; more; ) {
            more = false;
            for (Comparison comparison : comparisons) {
                boolean one = corners.get(comparison.one).isPresent();
                if (comparison.motion.isTrusted()
                        && one != corners.get(comparison.other).isPresent()) {
                    int known = one ? comparison.one : comparison.other;
                    corners.set(
                            one ? comparison.other : comparison.one,
                            Optional.of(
                                    seen(comparison, known, corners.get(known).orElseThrow())));
                    more = true;
                }
            }
        }
        return corners;
    }

    /** The points of one of two sources, as the other one shows them. */
    private static List<Point> seen(Comparison comparison, int from, List<Point> points) {
        Transform transform = comparison.motion.transform();
        Transform there = from == comparison.one ? transform : transform.inverse();
        return points.stream().map(there::of).toList();
    }

    /** Brings all comparisons into accord, source by source, until nothing moves any more. */
    private List<Optional<List<Point>>> settled(List<Optional<List<Point>>> start) {
        List<Optional<List<Point>>> corners = new ArrayList<>(start);
        double moved = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && moved > SETTLED; round++) {
            moved = 0;
            for (int m = 0; m < sizes.size(); m++) {
                if (m != fixed && corners.get(m).isPresent()) {
                    List<Point> mean = mean(m, corners);
                    moved = Math.max(moved, distance(mean, corners.get(m).orElseThrow()));
                    corners.set(m, Optional.of(mean));
                }
            }
        }
        return corners;
    }

    private List<Point> mean(int source, List<Optional<List<Point>>> corners) {
        double[][] sums = new double[4][2];
        double weights = 0;
        for (Comparison comparison : comparisons) {
            int from = comparison.one == source ? comparison.other : comparison.one;
            if (comparison.motion.isTrusted() && (comparison.one == source || comparison.other == source)) {
                List<Point> seen = seen(comparison, from, corners.get(from).orElseThrow());
                for (int corner = 0; corner < sums.length; corner++) {
                    sums[corner][0] += comparison.weight() * seen.get(corner).x();
                    sums[corner][1] += comparison.weight() * seen.get(corner).y();
                }
                weights += comparison.weight();
            }
        }
        double all = weights;
        return IntStream.range(0, sums.length)
                .mapToObj(corner -> new Point(sums[corner][0] / all, sums[corner][1] / all))
                .toList();
    }

    private static double distance(List<Point> one, List<Point> other) {
        return IntStream.range(0, one.size())
                .mapToDouble(i -> one.get(i).distance(other.get(i)))
                .average()
                .orElse(0);
    }

    /** The first model that fits all sources. */
    private MotionModel simplest(List<Optional<List<Point>>> corners) {
        for (MotionModel model : MotionModel.values()) {
            boolean fits = corners.stream().flatMap(Optional::stream).allMatch(seen -> {
                Transform fit = PointFit.fit(model, referenceCorners(), seen);
                return distance(referenceCorners().stream().map(fit::of).toList(), seen) < FITS;
            });
            if (fits) {
                return model;
            }
        }
        return MotionModel.HOMOGRAPHY;
    }

    private Motion motion(int source, Optional<List<Point>> corners, MotionModel model) {
        Motion closest = comparisons.stream()
                .filter(comparison -> comparison.other == source && comparison.one == fixed
                        || comparison.one == source && comparison.other == fixed)
                .map(Comparison::motion)
                .findFirst()
                .orElseThrow();
        if (corners.isEmpty()) {
            return closest;
        }
        Motion said = closest.isTrusted() ? closest : trusted(source);
        Transform transform =
                PointFit.fit(model, referenceCorners(), corners.get()).settled();
        return said.as(transform, model, distance(referenceCorners(), corners.get()));
    }

    /** What one of its neighbours said of a source that differs too much from the reference. */
    private Motion trusted(int source) {
        return comparisons.stream()
                .filter(comparison -> comparison.other == source || comparison.one == source)
                .map(Comparison::motion)
                .filter(Motion::isTrusted)
                .findFirst()
                .orElseThrow();
    }
}
