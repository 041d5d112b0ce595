package io.dynafuse.scenes;

import java.util.Arrays;

/**
 * A photograph with an invented heat: equal colours are taken for equal materials, and each material has its own heat. So edges are
 * shared, but contrasts are not.
 */
record PhotographBackground(PhotographWorld world) implements Background {
    private static final int WAVES = 6;

    @Override
    public double draw(Canvas canvas, ThermalMaterials materials, SceneRandom random) {
        Canvas part = world.part(canvas.width, canvas.height, random);
        for (int c = 0; c < ThermalMaterials.HEAT; c++) {
            System.arraycopy(part.planes[c], 0, canvas.planes[c], 0, part.planes[c].length);
        }
        Arrays.fill(canvas.coverage, 1);
        drawHeat(canvas, random);
        return canvas.height * random.uniform(0.15, 0.6);
    }

    /** A sum of waves through the space of colours. */
    private static void drawHeat(Canvas canvas, SceneRandom random) {
        double[][] waves = new double[WAVES][];
        for (int i = 0; i < WAVES; i++) {
            waves[i] = new double[] {
                0.7 * random.normal(),
                0.7 * random.normal(),
                0.7 * random.normal(),
                random.uniform(0, 1),
                random.uniform(0.02, 0.07)
            };
        }
        float[] heat = canvas.planes[ThermalMaterials.HEAT];
        for (int i = 0; i < heat.length; i++) {
            // Square roots are perceptually about as uniform as encoded colours.
            double red = Math.sqrt(canvas.planes[0][i]);
            double green = Math.sqrt(canvas.planes[1][i]);
            double blue = Math.sqrt(canvas.planes[2][i]);
            double sum = 0.28;
            for (double[] wave : waves) {
                sum += wave[4] * Waves.sine(wave[0] * red + wave[1] * green + wave[2] * blue + wave[3]);
            }
            heat[i] = (float) Math.max(sum, 0.01);
        }
    }
}
