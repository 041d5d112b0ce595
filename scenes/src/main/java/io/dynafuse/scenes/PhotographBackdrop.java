package io.dynafuse.scenes;

import java.util.Arrays;

/**
 * A photograph with a heat made up for it: what has the same colour is taken for the same material, and each material has its own heat. So
 * edges are shared and contrasts are not.
 */
record PhotographBackdrop(PhotographWorld world) implements Backdrop {
    private static final int WAVES = 6;

    @Override
    public double draw(Canvas canvas, ThermalMaterials materials, Dice dice) {
        Canvas part = world.part(canvas.width, canvas.height, dice);
        for (int c = 0; c < ThermalMaterials.HEAT; c++) {
            System.arraycopy(part.planes[c], 0, canvas.planes[c], 0, part.planes[c].length);
        }
        Arrays.fill(canvas.coverage, 1);
        drawHeat(canvas, dice);
        return canvas.height * dice.uniform(0.15, 0.6);
    }

    /** A sum of waves through the space of colours. */
    private static void drawHeat(Canvas canvas, Dice dice) {
        double[][] waves = new double[WAVES][];
        for (int i = 0; i < WAVES; i++) {
            waves[i] = new double[] {
                0.7 * dice.normal(),
                0.7 * dice.normal(),
                0.7 * dice.normal(),
                dice.uniform(0, 1),
                dice.uniform(0.02, 0.07)
            };
        }
        float[] heat = canvas.planes[ThermalMaterials.HEAT];
        for (int i = 0; i < heat.length; i++) {
            // Square roots are about as even to the eye as encoded colours.
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
