package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * The gradient by Sobel's kernels, weights 1 2 1 across and -1 0 1 along, not normalised: eight times the slope.
 *
 * @param plane the plane
 * @param border what lies beyond its rim
 */
public record SobelGradient(Plane plane, Border border) implements Feature<Gradient> {
    @Override
    public Gradient compute(Features features) {
        int width = plane.width();
        int height = plane.height();
        double[] horizontal = new double[width * height];
        double[] vertical = new double[width * height];
        double[] above = new double[width];
        double[] here = new double[width];
        double[] below = new double[width];
        double[] row = new double[width];
        double[] left = new double[width];
        double[] right = new double[width];
        for (int y = 0; y < height; y++) {
            readRow(y - 1, above);
            readRow(y, here);
            readRow(y + 1, below);
            smooth(above, here, below, row);
            shift(row, left, right);
            difference(left, right, row);
            System.arraycopy(row, 0, horizontal, y * width, width);
            difference(above, below, row);
            shift(row, left, right);
            smooth(left, row, right, here);
            System.arraycopy(here, 0, vertical, y * width, width);
        }
        return new Gradient(Plane.over(width, height, horizontal), Plane.over(width, height, vertical));
    }

    private static void smooth(double[] before, double[] here, double[] after, double[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = before[x] + 2 * here[x] + after[x];
        }
    }

    private static void difference(double[] before, double[] after, double[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = after[x] - before[x];
        }
    }

    /** Copies the neighbours, as only loops whose arrays all begin at the same index are vectorised. */
    private void shift(double[] row, double[] left, double[] right) {
        int last = row.length - 1;
        int beforeFirst = border.map(-1, row.length);
        int afterLast = border.map(row.length, row.length);
        left[0] = beforeFirst < 0 ? 0 : row[beforeFirst];
        right[last] = afterLast < 0 ? 0 : row[afterLast];
        System.arraycopy(row, 0, left, 1, last);
        System.arraycopy(row, 1, right, 0, last);
    }

    private void readRow(int y, double[] row) {
        int inside = border.map(y, plane.height());
        if (inside < 0) {
            Arrays.fill(row, 0);
        } else {
            System.arraycopy(plane.samples(), inside * row.length, row, 0, row.length);
        }
    }
}
