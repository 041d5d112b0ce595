package io.dynafuse.scenes;

import io.dynafuse.scenes.HeadPhantom.Tissue;
import java.util.EnumMap;
import java.util.Map;

/** Medical scanners that image one head. For one thread. */
final class Scanner {
    /** The number of sub-pixels a side: tissues share pixels at their borders. */
    private static final int FINENESS = 2;

    private final Textures textures;
    private final int width;
    private final int height;
    private final byte[] tissues;

    Scanner(Textures textures, HeadPhantom head, int width, int height) {
        this.textures = textures;
        this.width = width;
        this.height = height;
        this.tissues = new byte[width * height * FINENESS * FINENESS];
        int next = 0;
        for (int y = 0; y < height * FINENESS; y++) {
            for (int x = 0; x < width * FINENESS; x++) {
                tissues[next++] = (byte) head.at((x + 0.5) / FINENESS - 0.5, (y + 0.5) / FINENESS - 0.5)
                        .ordinal();
            }
        }
    }

    /** Weighted by T1, where white matter is brightest, or T2, where fluid is; values in [0, 1] or slightly beyond. */
    float[] magneticResonance(SceneRandom random) {
        Map<Tissue, Double> signal = random.chance(0.5) ? firstWeighting() : secondWeighting();
        float[] values = sampled(varied(signal, random, 0.06));
        texture(values, random, 0.06);
        shade(values, random);
        double noise = random.logUniform(0.004, 0.025);
        for (int i = 0; i < values.length; i++) {
            // Two coils at right angles: the magnitude of a noisy signal is Rician (Gudbjartsson and Patz 1995).
            double along = values[i] + noise * random.normal();
            double across = noise * random.normal();
            values[i] = (float) Math.sqrt(along * along + across * across);
        }
        return windowed(values, random, noise);
    }

    /** Bone is white; soft tissue is dark to medium gray, as in the usual window of gray levels. */
    float[] tomography(SceneRandom random) {
        double brain = random.uniform(0.02, 0.4);
        Map<Tissue, Double> density =
                levels(0, 0.7 * brain, 1, 0.85, 0.75 * brain, brain, 0.92 * brain, 1.15 * brain, 0.8 * brain);
        if (random.chance(0.3)) {
            density.put(Tissue.TUMOUR_CORE, 0.9);
        }
        Canvas picture = canvas(sampled(varied(density, random, 0.03)));
        float[] values = new DiscBlur(random.uniform(0.4, 1) * Math.min(width, height) / 160).apply(picture).planes[0];
        double noise = random.logUniform(0.003, 0.02);
        addNoise(values, random, noise);
        return windowed(values, random, noise);
    }

    /** The sugar that gray matter consumes, and white matter less; blurred as by the machine's detectors. */
    float[] emission(SceneRandom random) {
        double white = random.uniform(0.2, 0.45);
        Map<Tissue, Double> activity =
                levels(0, 0.15, 0.05, 0.1, 0.03, random.uniform(0.75, 1), white, random.uniform(0.1, 1.4), 0.1);
        float[] values = sampled(activity);
        texture(values, random, 0.25);
        double blur = Math.min(width, height) * random.uniform(0.012, 0.03);
        Canvas blurred = new DiscBlur(blur).apply(new DiscBlur(blur).apply(canvas(values)));
        // There are few photons, and the reconstruction smooths them.
        float[] noise = new float[values.length];
        addNoise(noise, random, random.uniform(0.05, 0.25));
        float[] grain = new DiscBlur(Math.max(1, blur / 2)).apply(canvas(noise)).planes[0];
        float[] seen = blurred.planes[0];
        for (int i = 0; i < seen.length; i++) {
            seen[i] += grain[i] * (float) Math.sqrt(Math.max(seen[i], 0));
        }
        return stretched(seen);
    }

    private static Map<Tissue, Double> firstWeighting() {
        return levels(0, 0.75, 0.06, 0.3, 0.14, 0.48, 0.68, 0.38, 0.2);
    }

    private static Map<Tissue, Double> secondWeighting() {
        return levels(0, 0.4, 0.04, 0.15, 0.95, 0.55, 0.36, 0.8, 0.95);
    }

    /** In the order of the tissues. */
    private static Map<Tissue, Double> levels(double... levels) {
        Map<Tissue, Double> byTissue = new EnumMap<>(Tissue.class);
        for (Tissue tissue : Tissue.values()) {
            byTissue.put(tissue, levels[tissue.ordinal()]);
        }
        return byTissue;
    }

    private static Map<Tissue, Double> varied(Map<Tissue, Double> levels, SceneRandom random, double deviation) {
        levels.replaceAll((tissue, level) -> tissue == Tissue.AIR ? 0 : level * (1 + deviation * random.normal()));
        return levels;
    }

    private float[] sampled(Map<Tissue, Double> levels) {
        float[] byOrdinal = new float[Tissue.values().length];
        levels.forEach((tissue, level) -> byOrdinal[tissue.ordinal()] = level.floatValue() / (FINENESS * FINENESS));
        float[] values = new float[width * height];
        int next = 0;
        for (int y = 0; y < height * FINENESS; y++) {
            for (int x = 0; x < width * FINENESS; x++) {
                values[y / FINENESS * width + x / FINENESS] += byOrdinal[tissues[next++]];
            }
        }
        return values;
    }

    /** Tissue is never uniform. */
    private void texture(float[] values, SceneRandom random, double contrast) {
        double shift = random.uniform(0, Textures.SIDE);
        double scale = 100.0 / Math.min(width, height);
        for (int i = 0; i < values.length; i++) {
            double noise = textures.noise(2, i % width * scale + shift, i / width * scale);
            values[i] *= (float) Math.max(0, 1 + contrast * noise);
        }
    }

    /** Coils near one side make that side brighter. */
    private void shade(float[] values, SceneRandom random) {
        double alongX = random.uniform(-0.2, 0.2) / width;
        double alongY = random.uniform(-0.2, 0.2) / height;
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) (1 + alongX * (i % width - width / 2.0) + alongY * (i / width - height / 2.0));
        }
    }

    private static void addNoise(float[] values, SceneRandom random, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.normal());
        }
    }

    /** Maps values through a window of gray levels, which mostly begins where noise ends, so that air is black. */
    private static float[] windowed(float[] values, SceneRandom random, double noise) {
        double black = random.chance(0.85) ? 3.5 * noise : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(0, (values[i] - black) / (1 - black));
        }
        return values;
    }

    private Canvas canvas(float[] values) {
        Canvas canvas = new Canvas(width, height, 1);
        System.arraycopy(values, 0, canvas.planes[0], 0, values.length);
        return canvas;
    }

    private static float[] stretched(float[] values) {
        float most = 1e-6f;
        for (float value : values) {
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i] / most - 0.02f);
        }
        return values;
    }
}
