package io.dynafuse.align;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The motion of a model that brings points of the reference nearest to their partners in a source: it makes the sum of the squared distances
 * in the source, each times its weight, as small as it can be.
 *
 * <p>All models but the homography have closed solutions about the weighted means of both sets. The homography is found by the direct linear
 * transform of normalised points, and then by Gauss-Newton steps on the distances (Hartley and Zisserman, "Multiple View Geometry in Computer
 * Vision", 4.1, 4.4 and 4.5).
 */
final class PointFit {
    // Of points as far from their mean as 1: what lies on a line leaves less than rounding does.
    private static final double DEGENERATE = 1e-12;
    private static final double DEGENERATE_QUALITY = 1e-10;
    private static final int STEPS = 20;
    private static final int HOMOGRAPHY = MotionModel.HOMOGRAPHY.parameters();

    private final List<Point> reference;
    private final List<Point> source;
    private final double[] weights;
    private final Point referenceMean;
    private final Point sourceMean;

    private PointFit(List<Point> reference, List<Point> source, double[] weights) {
        this.reference = reference;
        this.source = source;
        this.weights = weights;
        this.referenceMean = mean(reference, weights);
        this.sourceMean = mean(source, weights);
    }

    /** The same with equal weights. */
    static Transform fit(MotionModel model, List<Point> reference, List<Point> source) {
        double[] weights = new double[reference.size()];
        Arrays.fill(weights, 1);
        return fit(model, reference, source, weights);
    }

    /**
     * The best motion of a model.
     *
     * @param reference points of the reference
     * @param source their partners, in the same order
     * @param weights of the squared distances; 0 or more
     * @throws IllegalArgumentException if the numbers of points and weights differ, there are fewer points than {@link #least}, or they lie so
     *     that they do not determine the motion, such as on one line
     */
    static Transform fit(MotionModel model, List<Point> reference, List<Point> source, double[] weights) {
        if (reference.size() != source.size() || reference.size() != weights.length) {
            throw new IllegalArgumentException("expected as many points as partners and weights, found "
                    + reference.size() + ", " + source.size() + " and " + weights.length);
        }
        if (reference.size() < least(model)) {
            throw new IllegalArgumentException(
                    "expected " + least(model) + " points or more for " + model.word() + ", found " + reference.size());
        }
        PointFit fit = new PointFit(reference, source, weights);
        return switch (model) {
            case TRANSLATION -> fit.linear(1, 0, 0, 1);
            case BREATHING -> fit.breathing();
            case SIMILARITY -> fit.similarity();
            case AFFINE -> fit.affine();
            case HOMOGRAPHY -> fit.homography();
        };
    }

    /** The number of pairs that determine the motion of a model. */
    static int least(MotionModel model) {
        return (model.parameters() + 1) / 2;
    }

    private static Point mean(List<Point> points, double[] weights) {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            x += weights[i] * points.get(i).x();
            y += weights[i] * points.get(i).y();
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("expected a weight above 0, found none");
        }
        return new Point(x / sum, y / sum);
    }

    /** The map of a matrix of four, with the shift that brings one mean onto the other. */
    private Transform linear(double xx, double xy, double yx, double yy) {
        return Transform.of(
                xx,
                xy,
                sourceMean.x() - xx * referenceMean.x() - xy * referenceMean.y(),
                yx,
                yy,
                sourceMean.y() - yx * referenceMean.x() - yy * referenceMean.y(),
                0,
                0,
                1);
    }

    private Transform breathing() {
        Moments moments = moments();
        double scale = (moments.xu + moments.yv) / moments.requireSpread();
        return linear(scale, 0, 0, scale);
    }

    private Transform similarity() {
        Moments moments = moments();
        double spread = moments.requireSpread();
        double cos = (moments.xu + moments.yv) / spread;
        double sin = (moments.xv - moments.yu) / spread;
        return linear(cos, -sin, sin, cos);
    }

    private Transform affine() {
        Moments m = moments();
        double spread = m.requireSpread();
        double determinant = m.xx * m.yy - m.xy * m.xy;
        if (!(determinant > DEGENERATE * spread * spread)) {
            throw new IllegalArgumentException("the points lie on a line");
        }
        return linear(
                (m.xu * m.yy - m.yu * m.xy) / determinant,
                (m.yu * m.xx - m.xu * m.xy) / determinant,
                (m.xv * m.yy - m.yv * m.xy) / determinant,
                (m.yv * m.xx - m.xv * m.xy) / determinant);
    }

    private Moments moments() {
        Moments moments = new Moments();
        for (int i = 0; i < weights.length; i++) {
            moments.add(
                    weights[i],
                    reference.get(i).x() - referenceMean.x(),
                    reference.get(i).y() - referenceMean.y(),
                    source.get(i).x() - sourceMean.x(),
                    source.get(i).y() - sourceMean.y());
        }
        return moments;
    }

    /** Weighted sums of products of (x, y) in the reference and (u, v) in the source, both from their means. */
    private static final class Moments {
        private double xx;
        private double xy;
        private double yy;
        private double xu;
        private double xv;
        private double yu;
        private double yv;

        void add(double weight, double x, double y, double u, double v) {
            xx += weight * x * x;
            xy += weight * x * y;
            yy += weight * y * y;
            xu += weight * x * u;
            xv += weight * x * v;
            yu += weight * y * u;
            yv += weight * y * v;
        }

        double requireSpread() {
            if (!(xx + yy > 0)) {
                throw new IllegalArgumentException("the points are one");
            }
            return xx + yy;
        }
    }

    private Transform homography() {
        Transform fromReference = normalising(reference, referenceMean);
        Transform fromSource = normalising(source, sourceMean);
        Homography problem = new Homography(
                reference.stream().map(fromReference::of).toList(),
                source.stream().map(fromSource::of).toList(),
                weights);
        return fromSource.inverse().after(Transform.of(problem.solve())).after(fromReference);
    }

    /** Moves the mean to (0, 0) and the points to a root mean square distance of √2 from it. */
    private Transform normalising(List<Point> points, Point mean) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            squares += weights[i] * Math.pow(points.get(i).distance(mean), 2);
        }
        if (!(squares > 0)) {
            throw new IllegalArgumentException("the points are one");
        }
        double scale = Math.sqrt(2 * sum / squares);
        return Transform.of(scale, 0, -scale * mean.x(), 0, scale, -scale * mean.y(), 0, 0, 1);
    }

    /** The eight numbers of a homography between normalised points; the last entry of its matrix is 1. */
    private static final class Homography {
        private final List<Point> reference;
        private final List<Point> source;
        private final double[] weights;

        Homography(List<Point> reference, List<Point> source, double[] weights) {
            this.reference = reference;
            this.source = source;
            this.weights = weights;
        }

        double[] solve() {
            double[] entries = moved(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, true);
            double cost = cost(entries);
            for (int i = 0; i < STEPS; i++) {
                double[] next = moved(entries, false);
                double costThen = cost(next);
                if (!(costThen < cost)) {
                    return entries;
                }
                entries = next;
                cost = costThen;
            }
            return entries;
        }

        /**
         * The entries after a step.
         *
         * @param linear whether to solve the linear equations, those of the distances times the depth, instead of going on from the entries
         */
        private double[] moved(double[] entries, boolean linear) {
            DMatrixRMaj equations = new DMatrixRMaj(2 * weights.length, HOMOGRAPHY);
            DMatrixRMaj rest = new DMatrixRMaj(2 * weights.length, 1);
            Transform map = Transform.of(linear ? Transform.IDENTITY.rows() : entries);
            for (int i = 0; i < weights.length; i++) {
                Point point = reference.get(i);
                Point partner = source.get(i);
                Point found = linear ? new Point(0, 0) : map.of(point);
                Point pivot = linear ? partner : found;
                double weight = Math.sqrt(weights[i]);
                double share = weight / (linear ? 1 : map.depth(point.x(), point.y()));
                setRow(equations, 2 * i, 0, share, point, pivot.x());
                setRow(equations, 2 * i + 1, 3, share, point, pivot.y());
                rest.set(2 * i, weight * (partner.x() - found.x()));
                rest.set(2 * i + 1, weight * (partner.y() - found.y()));
            }
            double[] next = entries.clone();
            double[] step = solve(equations, rest);
            for (int i = 0; i < HOMOGRAPHY; i++) {
                next[i] += step[i];
            }
            return next;
        }

        private static void setRow(
                DMatrixRMaj equations, int row, int column, double share, Point point, double pivot) {
            equations.set(row, column, share * point.x());
            equations.set(row, column + 1, share * point.y());
            equations.set(row, column + 2, share);
            equations.set(row, 6, -share * pivot * point.x());
            equations.set(row, 7, -share * pivot * point.y());
        }

        private static double[] solve(DMatrixRMaj equations, DMatrixRMaj rest) {
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquaresQrPivot(true, false);
            if (!solver.setA(equations) || !(solver.quality() > DEGENERATE_QUALITY)) {
                throw new IllegalArgumentException("too many of the points lie on a line, or pairs are mixed up");
            }
            DMatrixRMaj solution = new DMatrixRMaj(HOMOGRAPHY, 1);
            solver.solve(rest, solution);
            return solution.getData();
        }

        private double cost(double[] entries) {
            Transform map = Transform.of(entries);
            double cost = 0;
            for (int i = 0; i < weights.length; i++) {
                cost += weights[i] * Math.pow(map.of(reference.get(i)).distance(source.get(i)), 2);
            }
            return cost;
        }
    }
}
