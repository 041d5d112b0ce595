package io.dynafuse.scenes;

import io.dynafuse.image.Srgb;

/** The linear light of sRGB values, from a table. Immutable. */
final class LinearLight {
    private static final int STEPS = 4096;

    private final float[] light = new float[STEPS + 2];

    LinearLight() {
        for (int i = 0; i < light.length; i++) {
            light[i] = (float) Srgb.toLight(Math.min((double) i / STEPS, 1));
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
