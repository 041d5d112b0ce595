package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The edge map: 1 where the squared Sobel gradient exceeds four times its mean and the thinning rule holds, otherwise 0. The
 * rule also decides whether an edge may lie on the rim.
 *
 * @param plane the plane
 * @param thinning which pixels of a broad edge remain
 */
public record SobelEdges(Plane plane, Thinning thinning) implements Feature<Plane> {
    /** How an edge is made one pixel wide. */
    public enum Thinning {
        /** A maximum in the direction in which the gradient is larger; never on the rim. */
        ALONG_GRADIENT(1) {
            @Override
            boolean keeps(double[] power, int at, int stride, double horizontal, double vertical) {
                double here = power[at];
                return horizontal >= vertical - SLACK && power[at - 1] <= here && here > power[at + 1]
                        || vertical >= horizontal - SLACK && power[at - stride] <= here && here > power[at + stride];
            }
        },
        /** A strict maximum in its row or in its column, with zeros beyond the rim. */
        EITHER_DIRECTION(0) {
            @Override
            boolean keeps(double[] power, int at, int stride, double horizontal, double vertical) {
                double here = power[at];
                return here > power[at - 1] && here > power[at + 1]
                        || here > power[at - stride] && here > power[at + stride];
            }
        };

        /** The factor up to which the smaller component still counts as the larger one. */
        private static final double SLACK = 100 * Math.ulp(1.0);

        private final int margin;

        Thinning(int margin) {
            this.margin = margin;
        }

        abstract boolean keeps(double[] power, int at, int stride, double horizontal, double vertical);
    }

    private static final double THRESHOLD = 4;

    /** The factor by which the kernels exceed a slope. */
    private static final double SCALE = 8;

    @Override
    public Plane compute(Features features) {
        Gradient gradient = features.get(new SobelGradient(plane, Border.REPLICATE));
        double[] horizontal = gradient.horizontal().samples();
        double[] vertical = gradient.vertical().samples();
        int width = plane.width();
        int stride = width + 2;
        double[] power = new double[stride * (plane.height() + 2)];
        double sum = 0;
        for (int y = 0; y < plane.height(); y++) {
            int start = (y + 1) * stride + 1;
            for (int x = 0; x < width; x++) {
                double alongRow = horizontal[y * width + x];
                double alongColumn = vertical[y * width + x];
                double value = (alongRow * alongRow + alongColumn * alongColumn) / (SCALE * SCALE);
                power[start + x] = value;
                sum += value;
            }
        }
        return Plane.over(width, plane.height(), thinned(power, gradient, THRESHOLD * sum / plane.size()));
    }

    /** @param power squared gradients, with a rim of zeros around them */
    private double[] thinned(double[] power, Gradient gradient, double threshold) {
        int width = plane.width();
        int stride = width + 2;
        double[] edges = new double[plane.size()];
        for (int y = thinning.margin; y < plane.height() - thinning.margin; y++) {
            for (int x = thinning.margin; x < width - thinning.margin; x++) {
                int at = (y + 1) * stride + x + 1;
                if (power[at] > threshold && keeps(power, at, gradient, y * width + x)) {
                    edges[y * width + x] = 1;
                }
            }
        }
        return edges;
    }

    private boolean keeps(double[] power, int at, Gradient gradient, int sample) {
        double horizontal = Math.abs(gradient.horizontal().samples()[sample]) / SCALE;
        double vertical = Math.abs(gradient.vertical().samples()[sample]) / SCALE;
        return thinning.keeps(power, at, plane.width() + 2, horizontal, vertical);
    }
}
