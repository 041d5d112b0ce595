package io.dynafuse.image;

/** The curve of sRGB (IEC 61966-2-1) between linear light and the values of images. Equal on every platform. */
public final class Srgb {
    private static final double LINEAR_END = 0.04045;
    private static final double SLOPE = 12.92;
    private static final double OFFSET = 0.055;
    private static final double EXPONENT = 2.4;

    private Srgb() {}

    /**
     * The linear light of a value.
     *
     * @param encoded in [0, 1]
     * @return in [0, 1], 1 for white
     */
    public static double toLight(double encoded) {
        return encoded <= LINEAR_END ? encoded / SLOPE : StrictMath.pow((encoded + OFFSET) / (1 + OFFSET), EXPONENT);
    }

    /**
     * The value of linear light.
     *
     * @param light in [0, 1]
     * @return in [0, 1]
     */
    public static double toEncoded(double light) {
        return light <= LINEAR_END / SLOPE
                ? light * SLOPE
                : (1 + OFFSET) * StrictMath.pow(light, 1 / EXPONENT) - OFFSET;
    }
}
