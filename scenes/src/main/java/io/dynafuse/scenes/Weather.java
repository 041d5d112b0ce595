package io.dynafuse.scenes;

/** What hides things from a camera of visible light. */
final class Weather {
    private Weather() {}

    /** Little light, some of it from lamps; what shines by itself stays as bright. */
    static float[][] night(Canvas scene, double stops, Dice dice) {
        Light light = Light.random(scene.width, scene.height, dice.split());
        float[][] lit = new float[scene.planes.length][];
        for (int c = 0; c < lit.length; c++) {
            lit[c] = scene.planes[c].clone();
        }
        for (int i = 0; i < lit[0].length; i++) {
            double own = (light.stops()[i] - light.range() / 2) * 0.6;
            float factor = (float) Waves.powerOfTwo(own - 0.6 * stops);
            for (float[] plane : lit) {
                plane[i] = Math.min(plane[i], 1.5f) * factor + Math.max(plane[i] - 1.5f, 0);
            }
        }
        return lit;
    }

    /** Light that comes from the air: thick above and thin below, or in clouds of smoke. */
    static void fog(float[][] lit, int width, Textures textures, Dice dice) {
        int height = lit[0].length / width;
        double thickness = dice.uniform(0.3, 2.5);
        double cloudiness = dice.chance(0.5) ? dice.uniform(0.3, 1.5) : 0.15;
        double shift = dice.uniform(0, Textures.SIDE);
        double scale = 50.0 / Math.min(width, height);
        double white = mean(lit) * dice.uniform(1, 2);
        for (int i = 0; i < lit[0].length; i++) {
            double y = (double) (i / width) / height;
            double noise = textures.noise(textures.tiles() - 1, i % width * scale + shift, i / width * scale);
            double depth = Math.max(0, thickness * (1.2 - y) * (1 + cloudiness * noise));
            float kept = (float) Waves.powerOfTwo(-1.44 * depth);
            for (float[] plane : lit) {
                plane[i] = plane[i] * kept + (float) white * (1 - kept);
            }
        }
    }

    private static double mean(float[][] lit) {
        double sum = 0;
        for (float[] plane : lit) {
            for (float value : plane) {
                sum += Math.min(value, 1);
            }
        }
        return sum / lit.length / lit[0].length;
    }

    /** A lens spreads a part of what clips; the more the brighter it is. */
    static void glare(float[][] lit, Canvas scene, double exposure, Dice dice) {
        double strength = dice.logUniform(0.03, 0.4);
        for (float[] plane : lit) {
            float[] bright = new float[plane.length];
            boolean any = false;
            for (int i = 0; i < plane.length; i++) {
                bright[i] = (float) Math.max(plane[i] - 1.5 / exposure, 0);
                any |= bright[i] > 0;
            }
            if (any) {
                addHalo(plane, bright, scene, strength);
            }
        }
    }

    /** Narrow and wide. */
    private static void addHalo(float[] plane, float[] bright, Canvas scene, double strength) {
        double size = Math.min(scene.width, scene.height);
        for (double radius : new double[] {0.01, 0.03, 0.08}) {
            SoftBlur spread = new SoftBlur((int) Math.ceil(radius * size));
            float[] halo = spread.apply(bright, scene.width, scene.height);
            for (int i = 0; i < plane.length; i++) {
                plane[i] += (float) (strength * halo[i]);
            }
        }
    }
}
