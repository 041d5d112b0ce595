package io.dynafuse.align;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The equations for a small motion that makes two sources more alike: H δ = -g, where H is the sum of products of derivatives and g that of
 * derivatives times differences. g is kept for each block of the frame; the scatter of the blocks says how far a solution can be trusted.
 */
final class Equations {
    /** Those of the richest model; simpler ones have the first of them. */
    static final int PARAMETERS = MotionModel.HOMOGRAPHY.parameters();

    private static final int BLOCKS = Frame.BLOCKS * Frame.BLOCKS;
    private static final double NOTHING = 1e-9;
    /** Of the mean distance at corners, in pixels of the reference; less is not worth another parameter. */
    private static final double NOTABLE = 0.25;
    /** Of χ² with as many degrees of freedom as there are more parameters, up to 7: exceeded by chance once in 10,000. */
    private static final double[] CHANCE = {0, 15.1, 18.4, 21.1, 23.5, 25.7, 27.9, 29.9};

    private final double[][] hessian = new double[PARAMETERS][PARAMETERS];
    private final double[][] gradients = new double[BLOCKS][PARAMETERS];
    private final double[][] agreements = new double[BLOCKS][3];
    private final Frame frame;
    private long compared;
    private long missing;

    Equations(Frame frame) {
        this.frame = frame;
    }

    /**
     * Sums over a few pixels at one place: of products of derivatives to the right and down (xx, xy, yy), of derivatives times differences (x,
     * y), of products of the directions of edges, and the numbers of pixels that both sources show, and that only the reference does.
     */
    static final class Cell {
        float xx;
        float xy;
        float yy;
        float x;
        float y;
        float both;
        float one;
        float other;
        int compared;
        int missing;
    }

    /**
     * Adds a cell at the place (u, v) of the frame.
     *
     * @param unit of the frame, in the pixels of the derivatives
     */
    void add(Cell cell, double u, double v, double unit) {
        compared += cell.compared;
        missing += cell.missing;
        if (cell.compared == 0) {
            return;
        }
        int block = frame.block(u, v);
        agreements[block][0] += cell.both;
        agreements[block][1] += cell.one;
        agreements[block][2] += cell.other;
        double[] right = new double[PARAMETERS];
        double[] down = new double[PARAMETERS];
        Frame.derivatives(u, v, unit, 0, right);
        Frame.derivatives(u, v, 0, unit, down);
        for (int i = 0; i < PARAMETERS; i++) {
            gradients[block][i] += right[i] * cell.x + down[i] * cell.y;
            double alongX = right[i] * cell.xx + down[i] * cell.xy;
            double alongY = right[i] * cell.xy + down[i] * cell.yy;
            for (int j = 0; j <= i; j++) {
                hessian[i][j] += alongX * right[j] + alongY * down[j];
            }
        }
    }

    /** Adds the sums of another part of the image. */
    void add(Equations other) {
        add(hessian, other.hessian);
        add(gradients, other.gradients);
        add(agreements, other.agreements);
        compared += other.compared;
        missing += other.missing;
    }

    private static void add(double[][] sums, double[][] more) {
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < sums[i].length; j++) {
                sums[i][j] += more[i][j];
            }
        }
    }

    private DMatrixRMaj hessian(int parameters, double damping) {
        DMatrixRMaj matrix = new DMatrixRMaj(parameters, parameters);
        for (int i = 0; i < parameters; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.set(i, j, hessian[i][j]);
                matrix.set(j, i, hessian[i][j]);
            }
        }
        double least = NOTHING * (CommonOps_DDRM.trace(matrix) / parameters + NOTHING);
        for (int i = 0; i < parameters; i++) {
            matrix.set(i, i, matrix.get(i, i) * (1 + damping) + least);
        }
        return matrix;
    }

    private double[] gradient() {
        double[] sum = new double[PARAMETERS];
        for (double[] block : gradients) {
            for (int i = 0; i < PARAMETERS; i++) {
                sum[i] += block[i];
            }
        }
        return sum;
    }

    /**
     * The step to the best motion of a model.
     *
     * @param damping added to the diagonal of H, as a share of it
     * @return all parameters; those that the model lacks are 0
     */
    double[] step(MotionModel model, double damping) {
        int n = model.parameters();
        DMatrixRMaj step = new DMatrixRMaj(n, 1);
        DMatrixRMaj right = new DMatrixRMaj(n, 1, true, Arrays.copyOf(gradient(), n));
        CommonOps_DDRM.changeSign(right);
        CommonOps_DDRM.solve(hessian(n, damping), right, step);
        return Arrays.copyOf(step.getData(), PARAMETERS);
    }

    /** The covariance of the parameters of a model from the scatter of the blocks' gradients, H⁻¹ (Σ g gᵀ) H⁻¹ (White, 1980). */
    private DMatrixRMaj covariance(MotionModel model) {
        int n = model.parameters();
        DMatrixRMaj inverse = new DMatrixRMaj(n, n);
        CommonOps_DDRM.invert(hessian(n, 0), inverse);
        double[] sum = gradient();
        DMatrixRMaj scatter = new DMatrixRMaj(n, n);
        for (double[] block : gradients) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    scatter.add(i, j, (block[i] - sum[i] / BLOCKS) * (block[j] - sum[j] / BLOCKS));
                }
            }
        }
        DMatrixRMaj half = new DMatrixRMaj(n, n);
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(inverse, scatter, half);
        CommonOps_DDRM.mult(half, inverse, covariance);
        return covariance;
    }

    /** Whether a richer model moves the corners notably, and by more than chance. */
    boolean richerPays(MotionModel model) {
        for (MotionModel richer = model; richer != MotionModel.HOMOGRAPHY; ) {
            richer = richer.richer();
            double[] step = step(richer, 0);
            Arrays.fill(step, 0, model.parameters(), 0);
            if (frame.cornerMotion(step) > NOTABLE && isMoreThanChance(step, model, richer)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the parameters of a motion that a simpler model lacks are no more than chance, or move nothing notably. */
    boolean doesAsWell(MotionModel simpler, double[] motion, MotionModel model) {
        double[] rest = motion.clone();
        Arrays.fill(rest, 0, simpler.parameters(), 0);
        double moved = frame.cornerMotion(rest);
        return moved < NOTABLE / 2 || moved < 2 * NOTABLE && !isMoreThanChance(rest, simpler, model);
    }

    private boolean isMoreThanChance(double[] parameters, MotionModel model, MotionModel richer) {
        int from = model.parameters();
        int more = richer.parameters() - from;
        DMatrixRMaj covariance = CommonOps_DDRM.extract(covariance(richer), from, from + more, from, from + more);
        DMatrixRMaj difference = new DMatrixRMaj(more, 1, true, Arrays.copyOfRange(parameters, from, from + more));
        DMatrixRMaj scaled = new DMatrixRMaj(more, 1);
        return CommonOps_DDRM.solve(covariance, difference, scaled)
                && CommonOps_DDRM.dot(difference, scaled) > CHANCE[more];
    }

    /** The root of the mean squared error of the corners that the scatter of the blocks predicts, in pixels of the reference. */
    double cornerDeviation(MotionModel model) {
        DMatrixRMaj covariance = covariance(model);
        int n = model.parameters();
        double sum = 0;
        for (double[] along : frame.cornerDerivatives()) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    sum += along[i] * covariance.get(i, j) * along[j];
                }
            }
        }
        return frame.unit() * Math.sqrt(Math.max(0, sum / 4));
    }

    /** How far the directions of edges agree: 1 if they are the same everywhere, 0 if they have nothing to do with each other. */
    double agreement() {
        double[] sums = new double[3];
        for (double[] block : agreements) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += block[i];
            }
        }
        return sums[1] * sums[2] > 0 ? sums[0] / Math.sqrt(sums[1] * sums[2]) : 0;
    }

    /** How many of its standard errors the agreement lies above 0, by the scatter of the blocks: whether many of them vote for it. */
    double evidence() {
        return standardErrors(Arrays.stream(agreements)
                .filter(sums -> sums[1] > 0 && sums[2] > 0)
                .mapToDouble(sums -> sums[0])
                .toArray());
    }

    /** How many standard errors lie between this agreement and a smaller one, by the scatter of the blocks' differences. */
    double evidenceOver(Equations other) {
        return standardErrors(IntStream.range(0, BLOCKS)
                .mapToDouble(block -> agreements[block][0] - other.agreements[block][0])
                .toArray());
    }

    private static double standardErrors(double[] votes) {
        double mean = Arrays.stream(votes).average().orElse(0);
        double squares =
                Arrays.stream(votes).map(vote -> (vote - mean) * (vote - mean)).sum();
        return votes.length > 1 && squares > 0 ? mean / Math.sqrt(squares / (votes.length - 1) / votes.length) : 0;
    }

    /** The share of the reference's pixels that the other source shows. */
    double overlap() {
        return compared / Math.max(1.0, compared + missing);
    }
}
