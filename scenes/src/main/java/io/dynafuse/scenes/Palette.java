package io.dynafuse.scenes;

import java.util.List;

/** The colours of one scene: a few natural materials under one light. */
final class Palette {
    /** Linear reflectances of red, green and blue, at medium brightness: stone, earth, foliage, wood, skin, brick, sky, water, paint. */
    private static final List<double[]> MATERIALS = List.of(
            new double[] {0.30, 0.29, 0.27},
            new double[] {0.32, 0.32, 0.33},
            new double[] {0.26, 0.19, 0.12},
            new double[] {0.36, 0.28, 0.18},
            new double[] {0.13, 0.19, 0.06},
            new double[] {0.20, 0.26, 0.10},
            new double[] {0.28, 0.17, 0.08},
            new double[] {0.45, 0.28, 0.20},
            new double[] {0.34, 0.13, 0.09},
            new double[] {0.22, 0.34, 0.52},
            new double[] {0.10, 0.17, 0.24},
            new double[] {0.48, 0.47, 0.44},
            new double[] {0.50, 0.08, 0.06},
            new double[] {0.55, 0.42, 0.06},
            new double[] {0.06, 0.14, 0.42});

    private static final int COLOURS = 7;

    private final double[][] colours = new double[COLOURS][];
    private final double[] light;
    private final double spread;

    private Palette(double[] light, double spread) {
        this.light = light;
        this.spread = spread;
    }

    static Palette random(SceneRandom random) {
        double warmth = random.uniform(-0.25, 0.35);
        double[] light = {1 + 0.5 * warmth, 1, 1 - 0.7 * warmth};
        Palette palette = new Palette(light, random.uniform(0.7, 1.3));
        for (int i = 0; i < COLOURS; i++) {
            palette.colours[i] = random.pick(MATERIALS);
        }
        return palette;
    }

    /** A colour of the scene, of random brightness; each channel linear and above 0, most below 1. */
    double[] colour(SceneRandom random) {
        double[] base = colours[random.below(COLOURS)];
        double brightness = Waves.powerOfTwo(spread * Math.min(Math.max(1.2 * random.normal() - 0.2, -4), 1.6));
        double gray = random.uniform(0, 0.5);
        double middle = (base[0] + base[1] + base[2]) / 3;
        double[] colour = new double[3];
        for (int c = 0; c < 3; c++) {
            double own = base[c] + gray * (middle - base[c]);
            colour[c] = own * light[c] * brightness * (1 + 0.06 * random.normal());
        }
        return colour;
    }
}
