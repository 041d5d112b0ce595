package io.dynafuse.scenes;

/** The pattern of two colours on a surface: 0 for the first colour, 1 for the second. */
@FunctionalInterface
interface Pattern {
    double at(double x, double y);

    /** The first colour alone. */
    Pattern PLAIN = (x, y) -> 0;

    /**
     * A random one.
     *
     * @param radius of the object, in pixels
     */
    static Pattern any(SceneRandom random, Textures textures, double radius) {
        double kind = radius < 4 ? 0 : random.uniform(0, 1);
        if (kind < 0.5) {
            return PLAIN;
        }
        if (kind < 0.64) {
            return grating(random);
        }
        if (kind < 0.74) {
            return writing(random, textures);
        }
        if (kind < 0.9) {
            return blotches(random, textures);
        }
        return kind < 0.95 ? bricks(random) : dots(random);
    }

    /** Stripes, soft or hard. */
    static Pattern grating(SceneRandom random) {
        double frequency = 1 / random.logUniform(2.5, 24);
        double phase = random.uniform(0, 1);
        double hardness = random.logUniform(0.5, 4);
        return (x, y) -> clip(0.5 + hardness * Waves.sine(x * frequency + phase));
    }

    /** Lines of letters, with gaps between words. */
    static Pattern writing(SceneRandom random, Textures textures) {
        double size = random.logUniform(5, 20);
        double leading = random.uniform(1.1, 1.8);
        int start = random.below(1 << 20);
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
    static Pattern blotches(SceneRandom random, Textures textures) {
        int tile = 2 + random.below(textures.tiles() - 2);
        double scale = random.logUniform(0.4, 2.5);
        double threshold = random.uniform(-0.8, 0.8);
        double softness = random.logUniform(0.05, 0.8);
        double shift = random.uniform(0, Textures.SIDE);
        return (x, y) -> Waves.step(
                threshold - softness, threshold + softness, textures.noise(tile, x * scale + shift, y * scale));
    }

    /** Joints between bricks or panes. */
    static Pattern bricks(SceneRandom random) {
        double height = random.logUniform(5, 30);
        double width = height * random.uniform(1, 2.6);
        double joint = Math.max(0.6, height * random.uniform(0.05, 0.15));
        double offset = random.chance(0.5) ? 0.5 : 0;
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
    static Pattern dots(SceneRandom random) {
        double pitch = random.logUniform(5, 20);
        double radius = pitch * random.uniform(0.2, 0.42);
        return (x, y) -> {
            double u = x - pitch * Math.rint(x / pitch);
            double v = y - pitch * Math.rint(y / pitch);
            return clip(radius - Math.sqrt(u * u + v * v) + 0.5);
        };
    }

    private static double clip(double value) {
        return Math.min(Math.max(value, 0), 1);
    }

    /** Hashes neighbouring numbers to distant ones, by the golden ratio's digits. */
    private static int mixed(int number) {
        int spread = number * 0x9e3779b1;
        return (spread ^ spread >>> 15) * 0x9e3779b1 >>> 7;
    }
}
