package io.dynafuse.scenes;

import java.util.Arrays;

/**
 * Light on a scene, in stops: bright and dark regions with sharp borders and soft ones, such as windows, shadows, and lamps.
 *
 * @param stops of every pixel, from -range/2 to +range/2
 * @param range how many stops there are between the darkest and the brightest place
 */
record Light(float[] stops, double range) {
    /** The part of a picture that is as dark, and as bright, as any of it. */
    private static final double ENDS = 0.08;

    private static final double LEAST_RANGE = 3.5;
    private static final double MOST_RANGE = 8;

    static Light random(int width, int height, Dice dice) {
        Canvas field = new Canvas(width, height, 1);
        drawSlope(field, dice);
        int regions = 1 + dice.below(5);
        for (int i = 0; i < regions; i++) {
            drawRegion(field, dice);
        }
        double range = dice.uniform(LEAST_RANGE, MOST_RANGE);
        return new Light(stretched(soften(field, dice), range), range);
    }

    /** From one side to the other. */
    private static void drawSlope(Canvas field, Dice dice) {
        double all = field.width + field.height;
        double slope = dice.uniform(0, 2) / all;
        Surface light = (x, y, channels) -> channels[0] = (float) (2 + slope * x);
        field.draw(
                Thing.turned(new Outline.Disc(all), light, field.width / 2.0, field.height / 2.0, dice),
                Canvas.Place.IN_FRONT);
    }

    private static void drawRegion(Canvas field, Dice dice) {
        double size = Math.min(field.width, field.height);
        double radius = size * dice.logUniform(0.15, 0.8);
        double level = 2 + dice.uniform(-1.5, 1.5);
        double fall = dice.uniform(0, 1) / (radius * radius);
        Surface light = (x, y, channels) ->
                channels[0] = (float) Math.max(level - fall * (x * x + y * y) * Math.signum(level - 2), 0);
        field.draw(
                Thing.turned(
                        Outlines.any(dice, radius),
                        light,
                        dice.uniform(0, field.width),
                        dice.uniform(0, field.height),
                        dice),
                Canvas.Place.IN_FRONT);
    }

    /** Between a sharp light and a soft one. */
    private static float[] soften(Canvas field, Dice dice) {
        double size = Math.min(field.width, field.height);
        int radius = (int) Math.ceil(size * dice.uniform(0.015, 0.06));
        float[] soft = new SoftBlur(radius).apply(field.planes[0], field.width, field.height);
        double share = dice.uniform(0, 1);
        for (int i = 0; i < soft.length; i++) {
            soft[i] += (float) (share * (field.planes[0][i] - soft[i]));
        }
        return soft;
    }

    /** The ends of the range are places of some size, lest one corner decides how the whole is exposed. */
    private static float[] stretched(float[] values, double range) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float least = sorted[(int) (ENDS * (sorted.length - 1))];
        float most = sorted[(int) ((1 - ENDS) * (sorted.length - 1))];
        double scale = most > least ? range / (most - least) : 0;
        for (int i = 0; i < values.length; i++) {
            double inside = Math.min(Math.max(values[i], least), most);
            values[i] = (float) ((inside - least) * scale - range / 2);
        }
        return values;
    }

    /**
     * Surfaces in this light.
     *
     * @param share to which stops are compressed
     * @return radiance, {@code [channels][height · width]}
     */
    float[][] on(Canvas surfaces, double share) {
        float[][] lit = new float[surfaces.planes.length][];
        for (int c = 0; c < lit.length; c++) {
            lit[c] = surfaces.planes[c].clone();
        }
        for (int i = 0; i < stops.length; i++) {
            float factor = (float) Waves.powerOfTwo(share * stops[i]);
            for (float[] plane : lit) {
                plane[i] *= factor;
            }
        }
        return lit;
    }
}
