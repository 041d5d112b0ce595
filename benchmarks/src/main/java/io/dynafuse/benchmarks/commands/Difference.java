package io.dynafuse.benchmarks.commands;

import io.dynafuse.image.Image;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * How far two images are from each other.
 *
 * @param levels the largest difference of two samples, of 255 levels
 * @param share of the samples that differ at all, in [0, 1]
 */
record Difference(double levels, double share) {
    private static final double LEVELS = 255;

    /** @throws IllegalStateException if they are not of one size and as many channels */
    static Difference of(Image first, Image second) {
        if (first.width() != second.width()
                || first.height() != second.height()
                || first.channels() != second.channels()) {
            throw new IllegalStateException("the results are images of different sizes or numbers of channels");
        }
        double largest = 0;
        long different = 0;
        // Channel by channel, as large images take much memory as numbers.
        for (int channel = 0; channel < first.channels(); channel++) {
            float[] a = first.channel(channel);
            float[] b = second.channel(channel);
            for (int i = 0; i < a.length; i++) {
                if (a[i] != b[i]) {
                    different++;
                    largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
                }
            }
        }
        long samples = (long) first.width() * first.height() * first.channels();
        return new Difference(largest * LEVELS, (double) different / samples);
    }

    /** Such as {@code 1 (0.02 %)}, or {@code none}. */
    @Override
    public String toString() {
        if (share == 0) {
            return "none";
        }
        DecimalFormat brief = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return brief.format(levels) + " (" + String.format(Locale.ROOT, "%.2g", 100 * share) + " %)";
    }
}
