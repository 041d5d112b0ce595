package io.dynafuse.image;

/**
 * Stretches values linearly so that one value becomes 0 and another 1, the same for all channels; what lies outside is clipped.
 *
 * @param from becomes 0
 * @param to becomes 1
 */
public record ContrastStretch(float from, float to) {
    /** @throws IllegalArgumentException unless {@code from} is less than {@code to} */
    public ContrastStretch {
        if (!(from < to)) {
            throw new IllegalArgumentException("expected a value and a greater one, found " + from + " and " + to);
        }
    }

    /** The stretched image, in its own depth, with its metadata. */
    public Image of(Image image) {
        ImageBuilder builder = new ImageBuilder(image.width(), image.height(), image.channels(), image.depth());
        for (int y = 0; y < image.height(); y++) {
            Region row = new Region(0, y, image.width(), 1);
            builder.put(row, stretched(image.values(row), image.depth()));
            if (!image.isOpaque()) {
                builder.putAlpha(row, image.alpha(row));
            }
        }
        return builder.buildFrom(image);
    }

    private float[] stretched(float[] values, SampleDepth depth) {
        // Whole levels, so that the rounding errors of floats are not stretched with them.
        double start = level(from, depth);
        double length = level(to, depth) - start;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((level(values[i], depth) - start) / length);
        }
        return values;
    }

    private static double level(float value, SampleDepth depth) {
        return depth == SampleDepth.FLOAT_32 ? value : Math.rint((double) value * depth.maximum());
    }
}
