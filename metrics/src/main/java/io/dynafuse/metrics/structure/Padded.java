package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * The plane with its rim repeated outwards, so that a window fits around every sample.
 *
 * @param plane the plane
 * @param margin samples added on every side
 */
record Padded(Plane plane, int margin) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        int width = plane.width() + 2 * margin;
        int height = plane.height() + 2 * margin;
        double[] padded = new double[width * height];
        for (int y = 0; y < height; y++) {
            int row = Math.max(0, Math.min(plane.height() - 1, y - margin));
            int start = y * width;
            System.arraycopy(plane.samples(), row * plane.width(), padded, start + margin, plane.width());
            Arrays.fill(padded, start, start + margin, plane.at(0, row));
            Arrays.fill(padded, start + width - margin, start + width, plane.at(plane.width() - 1, row));
        }
        return Plane.over(width, height, padded);
    }
}
