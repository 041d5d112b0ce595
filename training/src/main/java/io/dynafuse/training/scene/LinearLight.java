package io.dynafuse.training.scene;

/** The light that photographs encode as sRGB (IEC 61966-2-1). Immutable. */
final class LinearLight {
    private static final int STEPS = 4096;

    private final float[] light = new float[STEPS + 2];

    LinearLight() {
        for (int i = 0; i < light.length; i++) {
            double encoded = Math.min((double) i / STEPS, 1);
            light[i] = (float) (encoded <= 0.04045 ? encoded / 12.92 : StrictMath.pow((encoded + 0.055) / 1.055, 2.4));
        }
    }

    /** @param encoded in [0, 1] */
    float of(float encoded) {
        float place = encoded * STEPS;
        int step = (int) place;
        float part = place - step;
        return light[step] * (1 - part) + light[step + 1] * part;
    }
}
