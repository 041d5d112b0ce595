package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Plane;

/**
 * The smallest and the largest sample of every window in a row of windows. Computed for the whole row at once, as loops over whole rows
 * are vectorised. One object is reused for all rows.
 */
final class WindowExtents {
    /** Indexed by the first column of the window. */
    final double[] lowest;

    /** Indexed by the first column of the window. */
    final double[] highest;

    private final double[] other;

    /** @param width columns of the planes */
    WindowExtents(int width) {
        this.lowest = new double[width];
        this.highest = new double[width];
        this.other = new double[width];
    }

    /** Computes the windows whose first row is {@code top}. */
    void read(Plane plane, int top) {
        int width = plane.width();
        System.arraycopy(plane.samples(), top * width, lowest, 0, width);
        System.arraycopy(plane.samples(), top * width, highest, 0, width);
        for (int row = 1; row < WindowDensity.SIDE; row++) {
            System.arraycopy(plane.samples(), (top + row) * width, other, 0, width);
            lower(lowest, other);
            raise(highest, other);
        }
        // Neighbours of neighbours: three columns in two steps.
        for (int column = 1; column < WindowDensity.SIDE; column++) {
            System.arraycopy(lowest, 1, other, 0, width - 1);
            lower(lowest, other);
            System.arraycopy(highest, 1, other, 0, width - 1);
            raise(highest, other);
        }
    }

    private static void lower(double[] values, double[] others) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(values[i], others[i]);
        }
    }

    private static void raise(double[] values, double[] others) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], others[i]);
        }
    }
}
