package io.dynafuse.scenes;

/** Functions that are evaluated for every pixel: fast, and equal on every platform, as they consist of sums, products and tables. */
final class Waves {
    private static final int STEPS = 1024;
    private static final float[] SINE = sines();

    private Waves() {}

    /** The sine of a number of full turns, to 5 digits. */
    static double sine(double rounds) {
        double place = (rounds - Math.floor(rounds)) * STEPS;
        int step = (int) place;
        double part = place - step;
        return SINE[step] * (1 - part) + SINE[step + 1] * part;
    }

    /** 2 to the power of {@code exponent}, to 4 digits, for exponents from -100 to 100. */
    static double powerOfTwo(double exponent) {
        int whole = (int) Math.floor(exponent);
        double part = exponent - whole;
        // A cubic that is 1 and 2 at the ends of [0, 1] and has nearly the right slopes there, ln 2 and 2 ln 2.
        double mantissa = 1 + part * (0.6951 + part * (0.2276 + part * 0.0773));
        return mantissa * Float.intBitsToFloat(whole + 127 << 23);
    }

    /** 0 up to {@code low}, 1 from {@code high} on, and smooth in between. */
    static double step(double low, double high, double value) {
        double part = Math.min(Math.max((value - low) / (high - low), 0), 1);
        return part * part * (3 - 2 * part);
    }

    private static float[] sines() {
        float[] sines = new float[STEPS + 2];
        for (int i = 0; i < sines.length; i++) {
            sines[i] = (float) StrictMath.sin(2 * StrictMath.PI * i / STEPS);
        }
        return sines;
    }
}
