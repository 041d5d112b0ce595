package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * Marks the windows, of all square windows that fit, that hold only one sample value.
 *
 * @param plane the plane
 * @param side the side of the windows
 */
record FlatWindows(Plane plane, int side) implements Feature<boolean[]> {
    @Override
    public boolean[] compute(Features features) {
        int width = plane.width();
        int columns = width - side + 1;
        double[] samples = plane.samples();
        boolean[] flat = new boolean[columns * (plane.height() - side + 1)];
        int[] rows = new int[columns];
        for (int y = 0; y < plane.height(); y++) {
            int run = 0;
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                run = x > 0 && samples[i] == samples[i - 1] ? run + 1 : 1;
                int column = x - side + 1;
                if (column >= 0) {
                    rows[column] = run < side ? 0 : y > 0 && samples[i] == samples[i - width] ? rows[column] + 1 : 1;
                    if (rows[column] >= side) {
                        flat[(y - side + 1) * columns + column] = true;
                    }
                }
            }
        }
        return flat;
    }
}
