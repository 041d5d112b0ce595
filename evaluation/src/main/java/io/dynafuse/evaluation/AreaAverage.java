package io.dynafuse.evaluation;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;

/**
 * Makes images smaller: every pixel becomes the mean of the area it covers, parts of pixels counting by their share. Goes through the
 * image row by row, as photographs of 100 megapixels take gigabytes as floats.
 */
public final class AreaAverage {
    private final Image image;
    private final int width;
    private final int height;

    private AreaAverage(Image image, int width, int height) {
        this.image = image;
        this.width = width;
        this.height = height;
    }

    /**
     * The image with neither side longer than {@code longest}, its proportions kept as well as whole pixels allow; itself if it is small
     * enough.
     *
     * @param longest in pixels, 1 or more
     * @return of 16 bits, without metadata, if it was made smaller
     */
    public static Image fit(Image image, int longest) {
        int side = Math.max(image.width(), image.height());
        return side <= longest
                ? image
                : new AreaAverage(image, scaled(image.width(), longest, side), scaled(image.height(), longest, side))
                        .average();
    }

    private static int scaled(int length, int longest, int side) {
        return Math.max(1, (int) Math.round((double) length * longest / side));
    }

    private Image average() {
        float[] sums = new float[image.channels() * width * height];
        double step = (double) height / image.height();
        for (int y = 0; y < image.height(); y++) {
            float[] narrow = narrow(image.values(new Region(0, y, image.width(), 1)));
            double start = y * step;
            double end = start + step;
            for (int row = (int) start; row < Math.min(height, end); row++) {
                add(narrow, sums, row, (float) overlap(start, end, row));
            }
        }
        return Image.of(width, height, image.channels(), sums, SampleDepth.BITS_16);
    }

    private void add(float[] narrow, float[] sums, int row, float share) {
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int x = 0; x < width; x++) {
                sums[(channel * height + row) * width + x] += share * narrow[channel * width + x];
            }
        }
    }

    /** One row, its pixels averaged along it. */
    private float[] narrow(float[] row) {
        float[] narrow = new float[image.channels() * width];
        double step = (double) width / image.width();
        for (int x = 0; x < image.width(); x++) {
            double start = x * step;
            double end = start + step;
            for (int column = (int) start; column < Math.min(width, end); column++) {
                float share = (float) overlap(start, end, column);
                for (int channel = 0; channel < image.channels(); channel++) {
                    narrow[channel * width + column] += share * row[channel * image.width() + x];
                }
            }
        }
        return narrow;
    }

    /** How much of [start, end] lies in [cell, cell + 1]. */
    private static double overlap(double start, double end, int cell) {
        return Math.max(0, Math.min(end, cell + 1) - Math.max(start, cell));
    }
}
