package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The plane at half its size: means of squares of four samples. Where a side is odd, the last sample is repeated.
 *
 * @param plane the plane
 */
record Halved(Plane plane) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        int width = (plane.width() + 1) / 2;
        int height = (plane.height() + 1) / 2;
        double[] half = new double[width * height];
        double[] column = new double[plane.width()];
        for (int y = 0; y < height; y++) {
            int upper = 2 * y * plane.width();
            int lower = Math.min(2 * y + 1, plane.height() - 1) * plane.width();
            for (int x = 0; x < column.length; x++) {
                column[x] = plane.samples()[upper + x] + plane.samples()[lower + x];
            }
            for (int x = 0; x < width; x++) {
                half[y * width + x] = (column[2 * x] + column[Math.min(2 * x + 1, column.length - 1)]) / 4;
            }
        }
        return Plane.over(width, height, half);
    }
}
