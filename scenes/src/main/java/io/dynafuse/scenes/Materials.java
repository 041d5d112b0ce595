package io.dynafuse.scenes;

/** Random surfaces in the colours of one scene: two colours in a pattern, noise of all scales, and shading. */
final class Materials implements Surfaces {
    private static final double LOG2_E = 1.4426950408889634;

    private final Textures textures;
    private final Palette palette;
    private final double roughness;

    Materials(Textures textures, SceneRandom random) {
        this.textures = textures;
        this.palette = Palette.random(random);
        this.roughness = random.logUniform(0.05, 0.3);
    }

    @Override
    public Surface surface(SceneRandom random, double radius) {
        return surface(random, radius, Pattern.any(random, textures, radius));
    }

    /** A surface with a given pattern. */
    Surface surface(SceneRandom random, double radius, Pattern pattern) {
        double[] first = palette.colour(random);
        double[] second = palette.colour(random);
        Relief relief = relief(random, radius);
        return (x, y, channels) -> {
            double share = pattern.at(x, y);
            double light = relief.at(x, y);
            for (int c = 0; c < 3; c++) {
                channels[c] = (float) ((first[c] + share * (second[c] - first[c])) * light);
            }
        };
    }

    Textures textures() {
        return textures;
    }

    /** The brightness of a place relative to the surface's colour. */
    @FunctionalInterface
    interface Relief {
        double at(double x, double y);
    }

    /** Noise times shading: linear from one side to the other, or as on a sphere. */
    Relief relief(SceneRandom random, double radius) {
        int tile = random.below(textures.tiles());
        double contrast = roughness * random.logUniform(0.3, 2.5) * LOG2_E;
        double scale = random.logUniform(0.3, 2);
        double stretch = random.chance(0.2) ? random.logUniform(0.1, 0.5) : 1;
        double shift = random.uniform(0, Textures.SIDE);
        double strength = random.uniform(0, 0.5) / radius;
        double angle = random.angle();
        double slopeX = strength * StrictMath.cos(angle);
        double slopeY = strength * StrictMath.sin(angle);
        double round = random.chance(0.4) ? random.uniform(0, 0.8) / (radius * radius) : 0;
        return (x, y) -> {
            double noise = textures.noise(tile, x * scale + shift, y * scale * stretch - shift);
            double shade = 1 + slopeX * x + slopeY * y - round * (x * x + y * y);
            return Waves.powerOfTwo(contrast * noise) * Math.min(Math.max(shade, 0.15), 2);
        };
    }
}
