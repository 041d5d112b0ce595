package io.dynafuse.scenes;

/** How two colours share a surface: 0 where it has the first, 1 where it has the second. */
@FunctionalInterface
interface Pattern {
    double at(double x, double y);

    /** The first colour alone. */
    Pattern PLAIN = (x, y) -> 0;

    /**
     * A random one.
     *
     * @param radius of the thing, in pixels
     */
    static Pattern any(Dice dice, Textures textures, double radius) {
        double kind = radius < 4 ? 0 : dice.uniform(0, 1);
        if (kind < 0.5) {
            return PLAIN;
        }
        if (kind < 0.64) {
            return grating(dice);
        }
        if (kind < 0.74) {
            return writing(dice, textures);
        }
        if (kind < 0.9) {
            return blotches(dice, textures);
        }
        return kind < 0.95 ? bricks(dice) : dots(dice);
    }

    /** Stripes, soft or hard. */
    static Pattern grating(Dice dice) {
        double frequency = 1 / dice.logUniform(2.5, 24);
        double phase = dice.uniform(0, 1);
        double hardness = dice.logUniform(0.5, 4);
        return (x, y) -> clip(0.5 + hardness * Waves.sine(x * frequency + phase));
    }

    /** Lines of letters, with gaps between words. */
    static Pattern writing(Dice dice, Textures textures) {
        double size = dice.logUniform(5, 20);
        double leading = dice.uniform(1.1, 1.8);
        int start = dice.below(1 << 20);
        return (x, y) -> {
            double line = y / (size * leading);
            double column = x / (size * 0.7);
            int row = (int) Math.floor(line);
            int place = (int) Math.floor(column);
            double down = (line - row) * leading;
            int letter = mixed(start + 7919 * row + 104_729 * place);
            return down >= 1 || (letter & 7) == 0 ? 0 : textures.ink(letter >>> 3, column - place, down);
        };
    }

    /** Patches where noise is above a threshold. */
    static Pattern blotches(Dice dice, Textures textures) {
        int tile = 2 + dice.below(textures.tiles() - 2);
        double scale = dice.logUniform(0.4, 2.5);
        double threshold = dice.uniform(-0.8, 0.8);
        double softness = dice.logUniform(0.05, 0.8);
        double shift = dice.uniform(0, Textures.SIDE);
        return (x, y) -> Waves.step(
                threshold - softness, threshold + softness, textures.noise(tile, x * scale + shift, y * scale));
    }

    /** Joints between bricks or panes. */
    static Pattern bricks(Dice dice) {
        double height = dice.logUniform(5, 30);
        double width = height * dice.uniform(1, 2.6);
        double joint = Math.max(0.6, height * dice.uniform(0.05, 0.15));
        double offset = dice.chance(0.5) ? 0.5 : 0;
        return (x, y) -> {
            double row = Math.floor(y / height);
            double alongX = x - width * Math.floor(x / width + offset * row) + width * offset * row;
            double inX = Math.min(alongX, width - alongX);
            double alongY = y - height * row;
            double in = Math.min(inX, Math.min(alongY, height - alongY));
            return clip(joint - in + 0.5);
        };
    }

    /** Round dots on a lattice. */
    static Pattern dots(Dice dice) {
        double pitch = dice.logUniform(5, 20);
        double radius = pitch * dice.uniform(0.2, 0.42);
        return (x, y) -> {
            double u = x - pitch * Math.rint(x / pitch);
            double v = y - pitch * Math.rint(y / pitch);
            return clip(radius - Math.sqrt(u * u + v * v) + 0.5);
        };
    }

    private static double clip(double value) {
        return Math.min(Math.max(value, 0), 1);
    }

    /** Spreads neighbouring numbers over all numbers, by the golden ratio's digits. */
    private static int mixed(int number) {
        int spread = number * 0x9e3779b1;
        return (spread ^ spread >>> 15) * 0x9e3779b1 >>> 7;
    }
}
