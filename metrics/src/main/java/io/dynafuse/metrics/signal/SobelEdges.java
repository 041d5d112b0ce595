package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The edge map: 1 where the squared Sobel gradient exceeds four times its mean and the thinning rule holds, otherwise 0. The rim
 * of the plane is never an edge.
 *
 * @param plane the plane
 * @param thinning which pixels of a broad edge remain
 */
public record SobelEdges(Plane plane, Thinning thinning) implements Feature<Plane> {
    /** How an edge is made one pixel wide. */
    public enum Thinning {
        /** A maximum, from both sides, across the direction in which the gradient is larger. */
        ALONG_GRADIENT {
            @Override
            boolean keeps(double[] power, int at, int width, double horizontal, double vertical) {
                double here = power[at];
                return horizontal >= vertical - SLACK && power[at - 1] <= here && here > power[at + 1]
                        || vertical >= horizontal - SLACK && power[at - width] <= here && here > power[at + width];
            }
        },
        /** A strict maximum of its row or of its column, whatever the direction of the gradient. */
        EITHER_DIRECTION {
            @Override
            boolean keeps(double[] power, int at, int width, double horizontal, double vertical) {
                double here = power[at];
                return here > power[at - 1] && here > power[at + 1]
                        || here > power[at - width] && here > power[at + width];
            }
        };

        /** By how much the smaller component may still count as the larger one. */
        private static final double SLACK = 100 * Math.ulp(1.0);

        abstract boolean keeps(double[] power, int at, int width, double horizontal, double vertical);
    }

    private static final double THRESHOLD = 4;

    @Override
    public Plane compute(Features features) {
        Gradient gradient = features.get(new SobelGradient(plane, Border.REPLICATE));
        double[] horizontal = gradient.horizontal().samples();
        double[] vertical = gradient.vertical().samples();
        double[] power = new double[horizontal.length];
        double sum = 0;
        for (int i = 0; i < power.length; i++) {
            power[i] = (horizontal[i] * horizontal[i] + vertical[i] * vertical[i]) / 64;
            sum += power[i];
        }
        return Plane.over(
                plane.width(), plane.height(), thinned(power, horizontal, vertical, THRESHOLD * sum / power.length));
    }

    private double[] thinned(double[] power, double[] horizontal, double[] vertical, double threshold) {
        int width = plane.width();
        double[] edges = new double[power.length];
        for (int y = 1; y < plane.height() - 1; y++) {
            for (int at = y * width + 1; at < (y + 1) * width - 1; at++) {
                if (power[at] > threshold
                        && thinning.keeps(power, at, width, Math.abs(horizontal[at]) / 8, Math.abs(vertical[at]) / 8)) {
                    edges[at] = 1;
                }
            }
        }
        return edges;
    }
}
