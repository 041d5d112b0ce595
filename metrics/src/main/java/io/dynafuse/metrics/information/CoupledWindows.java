package io.dynafuse.metrics.information;

import io.dynafuse.metrics.signal.BinaryLogarithm;

/**
 * The mutual information of two windows whose joint density is not observed but modelled: a mixture of the product of both
 * densities and of the coupling that makes positions agree most, or least, so that their correlation is that of the densities.
 * That coupling fills at most 17 of the 81 cells, a staircase; in the other cells the logarithm of the mixture is a sum of
 * logarithms known before. So few logarithms are taken.
 */
final class CoupledWindows {
    private static final int SIZE = WindowDensity.SIZE;
    private static final int STEPS = 2 * SIZE - 1;
    private static final double MIDDLE = (SIZE - 1) / 2.0;

    private final WindowDensity mirrored = new WindowDensity();
    private final double[] masses = new double[STEPS];
    private final double[] products = new double[STEPS];
    private final double[] logarithms = new double[STEPS];

    /** Twice the mutual information divided by the sum of entropies; neither window is constant or a peak. */
    double normalisedInformation(WindowDensity source, WindowDensity fused) {
        double covariance = source.covariance(fused);
        if (covariance == 0) {
            return 0;
        }
        WindowDensity partner = fused;
        if (covariance < 0) {
            // Positions agree least with a window where they agree most with its mirror image.
            mirrored.mirror(fused);
            partner = mirrored;
        }
        double most = climb(source, partner) - source.mean() * partner.mean();
        if (!(most > 0)) {
            // So close to a peak that its spread is lost to rounding.
            return 0;
        }
        double share = Math.abs(covariance) * source.spread() * partner.spread() / most;
        double entropies = source.entropy() + partner.entropy();
        return 2 * (entropies - jointEntropy(share, entropies)) / entropies;
    }

    /** Finds the masses of the staircase; returns the mean product of positions. */
    private double climb(WindowDensity source, WindowDensity partner) {
        double reached = 0;
        double product = 0;
        int i = 0;
        int j = 0;
        for (int step = 0; step < STEPS; step++) {
            double left = source.cumulated[i];
            double right = partner.cumulated[j];
            double level = left <= right ? left : right;
            double mass = level - reached;
            masses[step] = mass;
            products[step] = source.densities[i] * partner.densities[j];
            logarithms[step] = source.logarithms[i] + partner.logarithms[j];
            product += mass * ((i - MIDDLE) * (j - MIDDLE));
            reached = level;
            int advance = left <= right ? 1 : 0;
            i += advance;
            j += 1 - advance;
        }
        return product;
    }

    private double jointEntropy(double share, double entropies) {
        double rest = 1 - share;
        double logarithmOfRest = BinaryLogarithm.of(rest);
        double sum = rest * (logarithmOfRest - entropies);
        for (int step = 0; step < STEPS; step++) {
            double product = rest * products[step];
            double cell = share * masses[step] + product;
            sum += cell * BinaryLogarithm.of(cell) - product * (logarithmOfRest + logarithms[step]);
        }
        return -sum;
    }
}
