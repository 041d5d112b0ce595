package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.Elementary;
import io.dynafuse.metrics.signal.Gradient;
import io.dynafuse.metrics.signal.SobelGradient;

/**
 * Strength and orientation of the edge at every sample. Callers must not change the arrays.
 *
 * @param strength the length of the gradient
 * @param orientation the arc tangent of the vertical derivative over the horizontal one
 */
record Edges(double[] strength, double[] orientation) {
    /**
     * Edges by Sobel's kernels. The orientation is -π/2 where there is no horizontal derivative; this agrees with all common code, which
     * counts rows upwards and takes π/2.
     *
     * @param plane the plane
     * @param border what lies beyond its rim
     */
    record Sobel(Plane plane, Border border) implements Feature<Edges> {
        @Override
        public Edges compute(Features features) {
            Gradient gradient = features.get(new SobelGradient(plane, border));
            Edges edges =
                    of(gradient.horizontal().samples(), gradient.vertical().samples());
            levelWhereUndefined(edges.orientation);
            return edges;
        }

        private static void levelWhereUndefined(double[] orientation) {
            for (int i = 0; i < orientation.length; i++) {
                if (Double.isNaN(orientation[i])) {
                    orientation[i] = -Math.PI / 2;
                }
            }
        }
    }

    /** The orientation is NaN where the horizontal derivative is zero. */
    static Edges of(double[] horizontal, double[] vertical) {
        double[] strength = new double[horizontal.length];
        for (int i = 0; i < strength.length; i++) {
            strength[i] = Math.sqrt(horizontal[i] * horizontal[i] + vertical[i] * vertical[i]);
        }
        return new Edges(strength, Elementary.inclinations(horizontal, vertical, strength));
    }
}
