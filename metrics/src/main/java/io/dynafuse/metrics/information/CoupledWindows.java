package io.dynafuse.metrics.information;

import io.dynafuse.metrics.signal.BinaryLogarithm;

/**
 * The mutual information of two windows whose joint density is not observed but modelled: a mixture of the product of both densities and
 * of the coupling of positions with the highest, or lowest, correlation, such that the correlation of the mixture is that of the
 * densities. That coupling fills at most 17 of the 81 cells, which form a staircase; in the other cells the logarithm of the mixture is a
 * sum of known logarithms. So only few logarithms are computed.
 */
final class CoupledWindows {
    private static final int SIZE = WindowDensity.SIZE;
    private static final int STEPS = 2 * SIZE - 1;

    /** The greatest error of a mean product of positions by rounding. */
    private static final double ROUNDING = 1e-14;

    private final WindowDensity mirrored = new WindowDensity();

    /** The mass of the coupling in each cell of the staircase, from bottom to top. */
    private final double[] masses = new double[STEPS];

    /** The mass of the product of both densities in the same cells. */
    private final double[] products = new double[STEPS];

    private double sumOfProducts;
    private double sumOfProductsAndLogarithms;

    /** Twice the mutual information divided by the sum of entropies; neither window is constant or a peak. */
    double normalisedInformation(WindowDensity source, WindowDensity fused) {
        double covariance = source.covariance(fused);
        if (covariance == 0) {
            return 0;
        }
        WindowDensity partner = fused;
        if (covariance < 0) {
            // The lowest correlation with a window is the highest with its mirror image.
            mirrored.mirror(fused);
            partner = mirrored;
        }
        double most = climb(source, partner) - source.mean() * partner.mean();
        if (!(most > ROUNDING)) {
            // So close to a peak that rounding would decide the result.
            return 0;
        }
        double share = Math.abs(covariance) * source.spread() * partner.spread() / most;
        double entropies = source.entropy() + partner.entropy();
        return 2 * (entropies - jointEntropy(share, entropies)) / entropies;
    }

    /**
     * Finds the masses of the staircase, from both ends at once: two chains of operations that do not wait for each other. Returns the
     * mean product of positions.
     */
    private double climb(WindowDensity source, WindowDensity partner) {
        double lower = 0;
        double upper = 1;
        double position = 0;
        double weight = 0;
        double known = 0;
        int i = 0;
        int j = 0;
        int k = SIZE - 1;
        int l = SIZE - 1;
        for (int step = 0; step < SIZE; step++) {
            double left = source.levels[i + 1];
            double right = partner.levels[j + 1];
            double level = Math.min(left, right);
            double mass = level - lower;
            lower = level;
            double cell = source.densities[i] * partner.densities[j];
            masses[step] = mass;
            products[step] = cell;
            weight += cell;
            known += cell * (source.logarithms[i] + partner.logarithms[j]);
            position += mass * (WindowDensity.POSITIONS[i] * WindowDensity.POSITIONS[j]);
            int advance = isNegative(left - right);
            i += advance;
            j += 1 - advance;
            if (step < SIZE - 1) {
                left = source.levels[k];
                right = partner.levels[l];
                level = Math.max(left, right);
                mass = upper - level;
                upper = level;
                cell = source.densities[k] * partner.densities[l];
                masses[STEPS - 1 - step] = mass;
                products[STEPS - 1 - step] = cell;
                weight += cell;
                known += cell * (source.logarithms[k] + partner.logarithms[l]);
                position += mass * (WindowDensity.POSITIONS[k] * WindowDensity.POSITIONS[l]);
                advance = isNegative(right - left);
                k -= advance;
                l -= 1 - advance;
            }
        }
        sumOfProducts = weight;
        sumOfProductsAndLogarithms = known;
        return position;
    }

    /** One or zero, without an unpredictable branch. */
    private static int isNegative(double value) {
        return (int) (Double.doubleToRawLongBits(value) >>> (Long.SIZE - 1));
    }

    private double jointEntropy(double share, double entropies) {
        double rest = 1 - share;
        double logarithmOfRest = BinaryLogarithm.of(rest);
        // The product of both densities in all cells except for the staircase, whose cells are added below.
        double sum = rest * (logarithmOfRest * (1 - sumOfProducts) - entropies - sumOfProductsAndLogarithms);
        double even = term(share, rest, STEPS - 1);
        double odd = 0;
        for (int step = 0; step < STEPS - 1; step += 2) {
            even += term(share, rest, step);
            odd += term(share, rest, step + 1);
        }
        return -(sum + even + odd);
    }

    /** A cell may be negative: then the real part of the logarithm is taken, that of the absolute value. */
    private double term(double share, double rest, int step) {
        double cell = share * masses[step] + rest * products[step];
        return cell * BinaryLogarithm.of(cell);
    }
}
