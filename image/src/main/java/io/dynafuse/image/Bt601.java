package io.dynafuse.image;

/**
 * Luma and chroma of ITU-R BT.601 over the full range, as the published fusion networks compute them:
 *
 * <pre>
 * Y  = 0.299 R + 0.587 G + 0.114 B
 * Cb = (B − Y) · 0.564 + 0.5
 * Cr = (R − Y) · 0.713 + 0.5
 * </pre>
 *
 * Arrays are planar, [3, height, width], in [0, 1]; a pixel without colour has a chroma of exactly 0.5. Nothing is clipped.
 */
public final class Bt601 {
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;
    private static final double CB_SCALE = 0.564;
    private static final double CR_SCALE = 0.713;
    private static final double NEUTRAL = ChromaFusion.NEUTRAL;

    private Bt601() {}

    /**
     * The luma of every pixel.
     *
     * @param rgb [3, height, width]
     * @return [1, height, width]
     * @throws IllegalArgumentException if there are not three planes
     */
    public static float[] luma(float[] rgb) {
        int plane = planeOf(rgb);
        float[] luma = new float[plane];
        Rows.parts(plane, (from, to) -> {
            for (int i = from; i < to; i++) {
                luma[i] = luma(rgb[i], rgb[plane + i], rgb[2 * plane + i]);
            }
        });
        return luma;
    }

    /**
     * @param rgb [3, height, width]: red, green, blue
     * @return [3, height, width]: Y, Cb, Cr
     * @throws IllegalArgumentException if there are not three planes
     */
    public static float[] toYCbCr(float[] rgb) {
        int plane = planeOf(rgb);
        float[] result = new float[rgb.length];
        Rows.parts(plane, (from, to) -> {
            for (int i = from; i < to; i++) {
                float red = rgb[i];
                float blue = rgb[2 * plane + i];
                float luma = luma(red, rgb[plane + i], blue);
                result[i] = luma;
                result[plane + i] = (float) ((blue - luma) * CB_SCALE + NEUTRAL);
                result[2 * plane + i] = (float) ((red - luma) * CR_SCALE + NEUTRAL);
            }
        });
        return result;
    }

    /**
     * The inverse of {@link #toYCbCr}, solved from its equations rather than taken from the rounded constants of tables.
     *
     * @param yCbCr [3, height, width]: Y, Cb, Cr
     * @return [3, height, width]: red, green, blue; outside [0, 1] where no colour has that luma and chroma
     * @throws IllegalArgumentException if there are not three planes
     */
    public static float[] toRgb(float[] yCbCr) {
        int plane = planeOf(yCbCr);
        float[] result = new float[yCbCr.length];
        Rows.parts(plane, (from, to) -> {
            for (int i = from; i < to; i++) {
                double luma = yCbCr[i];
                double blue = luma + (yCbCr[plane + i] - NEUTRAL) / CB_SCALE;
                double red = luma + (yCbCr[2 * plane + i] - NEUTRAL) / CR_SCALE;
                result[i] = (float) red;
                result[plane + i] = (float) ((luma - RED * red - BLUE * blue) / GREEN);
                result[2 * plane + i] = (float) blue;
            }
        });
        return result;
    }

    private static float luma(float red, float green, float blue) {
        return (float) (RED * red + GREEN * green + BLUE * blue);
    }

    private static int planeOf(float[] planar) {
        if (planar.length % 3 != 0) {
            throw new IllegalArgumentException(
                    "expected three planes of equal size, found " + planar.length + " values");
        }
        return planar.length / 3;
    }
}
