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
        // Loops whose arrays all begin at the same index become vector instructions; hence the copies.
        double[] row = new double[width];
        double[] smooth = new double[width + 2];
        double[] difference = new double[width + 2];
        for (int y = 0; y < height; y++) {
            readRow(y - 1, above);
            readRow(y, here);
            readRow(y + 1, below);
            for (int x = 0; x < width; x++) {
                smooth[x + 1] = above[x] + 2 * here[x] + below[x];
            }
            for (int x = 0; x < width; x++) {
                difference[x + 1] = below[x] - above[x];
            }
            pad(smooth, width);
            pad(difference, width);
            for (int x = 0; x < width; x++) {
                row[x] = smooth[x + 2] - smooth[x];
            }
            System.arraycopy(row, 0, horizontal, y * width, width);
            for (int x = 0; x < width; x++) {
                row[x] = difference[x] + 2 * difference[x + 1] + difference[x + 2];
            }
            System.arraycopy(row, 0, vertical, y * width, width);
        }
        return new Gradient(Plane.over(width, height, horizontal), Plane.over(width, height, vertical));
    }

    private void readRow(int y, double[] row) {
        int inside = border.map(y, plane.height());
        if (inside < 0) {
            Arrays.fill(row, 0);
        } else {
            System.arraycopy(plane.samples(), inside * row.length, row, 0, row.length);
        }
    }

    /** Fills the first and the last entry with what lies beyond the rim. */
    private void pad(double[] row, int width) {
        int left = border.map(-1, width);
        int right = border.map(width, width);
        row[0] = left < 0 ? 0 : row[left + 1];
        row[width + 1] = right < 0 ? 0 : row[right + 1];
    }
}
