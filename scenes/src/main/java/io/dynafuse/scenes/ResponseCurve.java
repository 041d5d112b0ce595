package io.dynafuse.scenes;

/** The response curve of a camera, by which it encodes light. Immutable. */
final class ResponseCurve {
    private static final int STEPS = 4096;

    /** The curve of sRGB (IEC 61966-2-1). */
    static final ResponseCurve SRGB = new ResponseCurve(2.4, 0);

    /** The identity. */
    static final ResponseCurve LINEAR = new ResponseCurve();

    private final float[] encoded = new float[STEPS + 2];

    private ResponseCurve() {
        for (int i = 0; i < encoded.length; i++) {
            double root = Math.min((double) i / STEPS, 1);
            encoded[i] = (float) (root * root);
        }
    }

    /** Indexed by the square root of light, as the curve is steepest in the dark. */
    private ResponseCurve(double exponent, double contrast) {
        for (int i = 0; i < encoded.length; i++) {
            double root = Math.min((double) i / STEPS, 1);
            double value = encode(root * root, exponent);
            encoded[i] = (float) (value + contrast * value * (1 - value) * (2 * value - 1));
        }
    }

    /** A curve near that of sRGB, with another exponent and another contrast in the middle, as in cameras. */
    static ResponseCurve random(SceneRandom random) {
        return new ResponseCurve(random.uniform(2.1, 2.7), random.uniform(-0.2, 0.7));
    }

    /** @param light linear; clipped to [0, 1] */
    double encode(double light) {
        double place = Math.sqrt(Math.min(Math.max(light, 0), 1)) * STEPS;
        int step = (int) place;
        double part = place - step;
        return encoded[step] * (1 - part) + encoded[step + 1] * part;
    }

    /** A power law with a linear start, which joins it where that of sRGB does. */
    private static double encode(double light, double exponent) {
        double start = 0.0031308;
        double end = 1.055 * StrictMath.pow(start, 1 / exponent) - 0.055;
        return light <= start ? light / start * end : 1.055 * StrictMath.pow(light, 1 / exponent) - 0.055;
    }
}
