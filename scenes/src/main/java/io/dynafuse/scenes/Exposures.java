package io.dynafuse.scenes;

import java.util.Arrays;

/** How long to expose. */
final class Exposures {
    private static final int SAMPLES = 4096;

    private Exposures() {}

    /** Such that the brightest few hundredths of a picture are near white, or clip, as photographers have it. */
    static double bright(Canvas picture, Dice dice) {
        return dice.uniform(0.55, 1.1) / Math.max(quantile(picture, 0.97), 1e-4);
    }

    /**
     * What a share of a picture is at most as bright as: of the mean of the channels, over pixels spread evenly.
     *
     * @param share in [0, 1]
     */
    static double quantile(Canvas picture, double share) {
        int step = Math.max(1, picture.coverage.length / SAMPLES) | 1;
        double[] values = new double[(picture.coverage.length + step - 1) / step];
        for (int i = 0; i < values.length; i++) {
            for (float[] plane : picture.planes) {
                values[i] += plane[i * step] / picture.planes.length;
            }
        }
        Arrays.sort(values);
        return values[(int) (share * (values.length - 1))];
    }
}
