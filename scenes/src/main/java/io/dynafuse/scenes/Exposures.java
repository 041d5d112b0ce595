package io.dynafuse.scenes;

import java.util.Arrays;

/** Chooses exposures. */
final class Exposures {
    private static final int SAMPLES = 4096;

    private Exposures() {}

    /** The exposure at which the brightest few hundredths of a picture are near white, or clip, as photographers choose it. */
    static double bright(Canvas picture, SceneRandom random) {
        return random.uniform(0.55, 1.1) / Math.max(quantile(picture, 0.97), 1e-4);
    }

    /**
     * A quantile of the brightness of a picture: of the mean of the channels, over evenly spaced pixels.
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
