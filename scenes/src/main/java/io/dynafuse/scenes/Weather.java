package io.dynafuse.scenes;

/** Conditions that hide objects from a camera of visible light. */
final class Weather {
    private Weather() {}

    /** Little light, some of it from lamps; light sources stay as bright. */
    static float[][] night(Canvas scene, double stops, SceneRandom random) {
        Light light = Light.random(scene.width, scene.height, random.split());
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

    /** Light scattered by the air: dense above and thin below, or in clouds of smoke. */
    static void fog(float[][] lit, int width, Textures textures, SceneRandom random) {
        int height = lit[0].length / width;
        double thickness = random.uniform(0.3, 2.5);
        double cloudiness = random.chance(0.5) ? random.uniform(0.3, 1.5) : 0.15;
        double shift = random.uniform(0, Textures.SIDE);
        double scale = 50.0 / Math.min(width, height);
        double white = mean(lit) * random.uniform(1, 2);
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

    /** A lens spreads a part of the clipped light, more for brighter light. */
    static void glare(float[][] lit, Canvas scene, double exposure, SceneRandom random) {
        double strength = random.logUniform(0.03, 0.4);
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

    /** A narrow and a wide part. */
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
