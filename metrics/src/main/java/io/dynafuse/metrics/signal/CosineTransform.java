package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import org.jtransforms.dct.DoubleDCT_1D;

/**
 * The orthonormal cosine transform (type II) of a whole plane, the mean first.
 *
 * @param plane the plane
 */
public record CosineTransform(Plane plane) implements Feature<Plane> {
    /** Columns gathered at a time: one cache line of samples. */
    private static final int GATHERED = 8;

    @Override
    public Plane compute(Features features) {
        OneThread.only();
        double[] spectrum = plane.samples().clone();
        overColumns(spectrum);
        DoubleDCT_1D row = new DoubleDCT_1D(plane.width());
        for (int y = 0; y < plane.height(); y++) {
            row.forward(spectrum, y * plane.width(), true);
        }
        return Plane.over(plane.width(), plane.height(), spectrum);
    }

    private void overColumns(double[] values) {
        int width = plane.width();
        int height = plane.height();
        DoubleDCT_1D column = new DoubleDCT_1D(height);
        double[] gathered = new double[GATHERED * height];
        for (int start = 0; start < width; start += GATHERED) {
            int count = Math.min(GATHERED, width - start);
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < count; i++) {
                    gathered[i * height + y] = values[y * width + start + i];
                }
            }
            for (int i = 0; i < count; i++) {
                column.forward(gathered, i * height, true);
            }
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < count; i++) {
                    values[y * width + start + i] = gathered[i * height + y];
                }
            }
        }
    }
}
