package io.dynafuse.scenes;

/** Random surfaces in the colours of one scene: two colours in a pattern, noise of all scales, and shading. */
final class Materials implements Surfaces {
    private static final double LOG2_E = 1.4426950408889634;

    private final Textures textures;
    private final Palette palette;
    private final double roughness;

    Materials(Textures textures, Dice dice) {
        this.textures = textures;
        this.palette = Palette.random(dice);
        this.roughness = dice.logUniform(0.05, 0.3);
    }

    @Override
    public Surface surface(Dice dice, double radius) {
        return surface(dice, radius, Pattern.any(dice, textures, radius));
    }

    /** One of a given pattern. */
    Surface surface(Dice dice, double radius, Pattern pattern) {
        double[] first = palette.colour(dice);
        double[] second = palette.colour(dice);
        Relief relief = relief(dice, radius);
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

    /** How bright a place is against the surface's colour. */
    @FunctionalInterface
    interface Relief {
        double at(double x, double y);
    }

    /** Noise times shading: straight from one side to the other, or as on a ball. */
    Relief relief(Dice dice, double radius) {
        int tile = dice.below(textures.tiles());
        double contrast = roughness * dice.logUniform(0.3, 2.5) * LOG2_E;
        double scale = dice.logUniform(0.3, 2);
        double stretch = dice.chance(0.2) ? dice.logUniform(0.1, 0.5) : 1;
        double shift = dice.uniform(0, Textures.SIDE);
        double strength = dice.uniform(0, 0.5) / radius;
        double angle = dice.angle();
        double slopeX = strength * StrictMath.cos(angle);
        double slopeY = strength * StrictMath.sin(angle);
        double round = dice.chance(0.4) ? dice.uniform(0, 0.8) / (radius * radius) : 0;
        return (x, y) -> {
            double noise = textures.noise(tile, x * scale + shift, y * scale * stretch - shift);
            double shade = 1 + slopeX * x + slopeY * y - round * (x * x + y * y);
            return Waves.powerOfTwo(contrast * noise) * Math.min(Math.max(shade, 0.15), 2);
        };
    }
}
