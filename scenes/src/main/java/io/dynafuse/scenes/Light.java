package io.dynafuse.scenes;

import java.util.Arrays;

/**
 * The light on a scene, in stops: bright and dark regions with sharp and soft borders, such as windows, shadows and lamps.
 *
 * @param stops of every pixel, from -range/2 to +range/2
 * @param range the number of stops between the darkest and the brightest place
 */
record Light(float[] stops, double range) {
    /** The share of a picture that has the least brightness, and the share that has the greatest. */
    private static final double ENDS = 0.08;

    private static final double LEAST_RANGE = 3.5;
    private static final double MOST_RANGE = 8;

    static Light random(int width, int height, SceneRandom random) {
        Canvas field = new Canvas(width, height, 1);
        drawSlope(field, random);
        int regions = 1 + random.below(5);
        for (int i = 0; i < regions; i++) {
            drawRegion(field, random);
        }
        double range = random.uniform(LEAST_RANGE, MOST_RANGE);
        return new Light(stretched(soften(field, random), range), range);
    }

    /** From one side to the other. */
    private static void drawSlope(Canvas field, SceneRandom random) {
        double all = field.width + field.height;
        double slope = random.uniform(0, 2) / all;
        Surface light = (x, y, channels) -> channels[0] = (float) (2 + slope * x);
        field.draw(
                SceneObject.turned(new Outline.Disc(all), light, field.width / 2.0, field.height / 2.0, random),
                Canvas.Place.IN_FRONT);
    }

    private static void drawRegion(Canvas field, SceneRandom random) {
        double size = Math.min(field.width, field.height);
        double radius = size * random.logUniform(0.15, 0.8);
        double level = 2 + random.uniform(-1.5, 1.5);
        double fall = random.uniform(0, 1) / (radius * radius);
        Surface light = (x, y, channels) ->
                channels[0] = (float) Math.max(level - fall * (x * x + y * y) * Math.signum(level - 2), 0);
        field.draw(
                SceneObject.turned(
                        Outlines.any(random, radius),
                        light,
                        random.uniform(0, field.width),
                        random.uniform(0, field.height),
                        random),
                Canvas.Place.IN_FRONT);
    }

    /** Between a sharp light and a soft one. */
    private static float[] soften(Canvas field, SceneRandom random) {
        double size = Math.min(field.width, field.height);
        int radius = (int) Math.ceil(size * random.uniform(0.015, 0.06));
        float[] soft = new SoftBlur(radius).apply(field.planes[0], field.width, field.height);
        double share = random.uniform(0, 1);
        for (int i = 0; i < soft.length; i++) {
            soft[i] += (float) (share * (field.planes[0][i] - soft[i]));
        }
        return soft;
    }

    /** The darkest and the brightest places have some size, so that a single corner does not decide the exposure. */
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
     * The surfaces in this light.
     *
     * @param share the share to which stops are compressed
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
