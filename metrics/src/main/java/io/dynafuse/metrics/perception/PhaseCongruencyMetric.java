package io.dynafuse.metrics.perception;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.Extent;
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.FrequencyGrid;
import io.dynafuse.metrics.signal.PhaseCongruency;
import io.dynafuse.metrics.signal.Sums;
import io.dynafuse.metrics.signal.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Phase congruency of the sources that the fused image preserves. */
public final class PhaseCongruencyMetric {
    private static final String OF_IDENTICAL = " Identical images score 0.94 to 0.99, not 1.";

    /** The metric. */
    public static final Metric QP = Metric.of("Qp", "phase congruency")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qp = P · M · m, each the mean over the pixels with max PC > 0.1 of the largest local correlation"
                    + " C = (cov + 0.0001) / (√|var_s var_F| + 0.0001) of a feature map of F with that of a source S or with"
                    + " their maximum, where PC_S > 0.1; the feature maps are Kovesi's phase congruency PC and the larger"
                    + " and the smaller moment of its covariance over the orientations")
            .literature(new Literature(
                    "J. Zhao, R. Laganière, Z. Liu",
                    "Performance assessment of combinative pixel-level image fusion based on an absolute feature measurement",
                    "International Journal of Innovative Computing, Information and Control 3(6A)",
                    2007,
                    ""))
            .sources(
                    "For M sources, the largest of M + 1 correlations: with each source, and with the map that takes at each"
                            + " pixel the source of the largest phase congruency.")
            .define(
                    Definition.of(
                            "Local statistics by a Gaussian window of 11x11, standard deviation 1.5, zeros beyond the border."
                                    + " The covariance of orientations is Kovesi's, with its mixed term in full, and"
                                    + " frequencies are true on odd sides too."
                                    + OF_IDENTICAL,
                            scene -> score(scene, Convention.PUBLISHED)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "Takes a quarter of the mixed term of the covariance of orientations, as Kovesi's code"
                                            + " once did, and adds 0.0001 to the root in both moments. On odd sides the"
                                            + " low-pass filter is displaced by one sample and frequencies are taken over"
                                            + " the side less one."
                                            + OF_IDENTICAL,
                                    scene -> score(scene, Convention.LIU))
                            .fromSide(2),
                    MetricProfile.MEFB,
                    MetricProfile.LIU,
                    MetricProfile.TCMOA)
            .build();

    /** The phase congruency from which on a pixel belongs to a feature. */
    private static final double FEATURE = 0.1;

    /** Keeps correlations finite, and makes them 1 where nothing varies. */
    private static final double SMALL = 1e-4;

    private static final double[] WINDOW = Window.gaussian(11, 1.5).weights();

    private PhaseCongruencyMetric() {}

    private enum Convention {
        PUBLISHED(FrequencyGrid.TRUE, 1, 0),
        LIU(FrequencyGrid.DISPLACED_ON_ODD_SIDES, 0.25, 1e-4);

        private final FrequencyGrid grid;
        private final double shareOfMixed;
        private final double addedToRoot;

        Convention(FrequencyGrid grid, double shareOfMixed, double addedToRoot) {
            this.grid = grid;
            this.shareOfMixed = shareOfMixed;
            this.addedToRoot = addedToRoot;
        }
    }

    /** The three maps that are compared, of one image. */
    private record FeatureMaps(double[] congruency, double[] largerMoment, double[] smallerMoment) {
        static FeatureMaps of(PhaseCongruency.Maps maps, Convention convention) {
            int size = maps.congruency().length;
            double[] larger = new double[size];
            double[] smaller = new double[size];
            // Kovesi divides by half the number of orientations, which is three.
            for (int i = 0; i < size; i++) {
                double x = maps.alongX()[i] / 3;
                double y = maps.alongY()[i] / 3;
                double mixed = 2 * maps.mixed()[i] / 3 * convention.shareOfMixed;
                double root = Math.sqrt(mixed * mixed + (x - y) * (x - y)) + convention.addedToRoot;
                larger[i] = (x + y + root) / 2;
                smaller[i] = (x + y - root) / 2;
            }
            return new FeatureMaps(maps.congruency(), larger, smaller);
        }

        List<double[]> all() {
            return List.of(congruency, largerMoment, smallerMoment);
        }
    }

    private static Score score(GrayScene scene, Convention convention) {
        if (Stream.concat(scene.sources().stream(), Stream.of(scene.fused()))
                .anyMatch(plane -> scene.get(new Extent(plane)).isConstant())) {
            return Score.undefined("a constant image has no phase");
        }
        FeatureMaps fused = maps(scene, scene.fused(), convention);
        List<FeatureMaps> references = new ArrayList<>(scene.sources().stream()
                .map(source -> maps(scene, source, convention))
                .toList());
        references.add(strongest(references));
        int features = 0;
        for (double congruency : references.get(references.size() - 1).congruency) {
            features += congruency > FEATURE ? 1 : 0;
        }
        if (features == 0) {
            return Score.undefined("no source has a feature, that is a phase congruency above " + FEATURE);
        }
        double product = 1;
        for (int kind = 0; kind < 3; kind++) {
            product *= sumOfCorrelations(references, fused, kind, scene.width(), scene.height()) / features;
        }
        return Score.of(product);
    }

    private static FeatureMaps maps(GrayScene scene, Plane plane, Convention convention) {
        return FeatureMaps.of(scene.get(PhaseCongruency.of(plane, convention.grid)), convention);
    }

    private static FeatureMaps strongest(List<FeatureMaps> sources) {
        FeatureMaps first = sources.get(0);
        FeatureMaps strongest =
                new FeatureMaps(first.congruency.clone(), first.largerMoment.clone(), first.smallerMoment.clone());
        for (FeatureMaps source : sources) {
            for (int i = 0; i < source.congruency.length; i++) {
                if (source.congruency[i] > strongest.congruency[i]) {
                    strongest.congruency[i] = source.congruency[i];
                    strongest.largerMoment[i] = source.largerMoment[i];
                    strongest.smallerMoment[i] = source.smallerMoment[i];
                }
            }
        }
        return strongest;
    }

    private static double sumOfCorrelations(
            List<FeatureMaps> references, FeatureMaps fused, int kind, int width, int height) {
        Plane mapOfFused = Plane.over(width, height, fused.all().get(kind));
        double[] mean = weighted(mapOfFused);
        double[] variance = covariance(mapOfFused, mean, mapOfFused, mean);
        double[] largest = new double[width * height];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (FeatureMaps reference : references) {
            Plane map = Plane.over(width, height, masked(reference.all().get(kind), reference.congruency));
            double[] mapMean = weighted(map);
            double[] mapVariance = covariance(map, mapMean, map, mapMean);
            double[] covariance = covariance(map, mapMean, mapOfFused, mean);
            for (int i = 0; i < largest.length; i++) {
                double scale = Math.sqrt(Math.abs(mapVariance[i] * variance[i])) + SMALL;
                double correlation = reference.congruency[i] > FEATURE ? (covariance[i] + SMALL) / scale : 0;
                largest[i] = Math.max(largest[i], correlation);
            }
        }
        return Sums.of(largest, 0, largest.length);
    }

    /** The map, zero outside of features. */
    private static double[] masked(double[] map, double[] congruency) {
        double[] masked = new double[map.length];
        for (int i = 0; i < map.length; i++) {
            masked[i] = congruency[i] > FEATURE ? map[i] : 0;
        }
        return masked;
    }

    private static double[] covariance(Plane first, double[] meanOfFirst, Plane second, double[] meanOfSecond) {
        double[] x = first.samples();
        double[] y = second.samples();
        double[] products = new double[x.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = x[i] * y[i];
        }
        double[] covariance = weighted(Plane.over(first.width(), first.height(), products));
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] -= meanOfFirst[i] * meanOfSecond[i];
        }
        return covariance;
    }

    private static double[] weighted(Plane plane) {
        return Filters.same(plane, WINDOW, Border.ZERO).samples();
    }
}
