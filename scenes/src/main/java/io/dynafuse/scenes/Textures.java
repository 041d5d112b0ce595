package io.dynafuse.scenes;

/**
 * The textures of surfaces: tiles of noise whose amplitude falls with frequency, from rough to smooth, and letters of an invented
 * alphabet. Made once and shared by all scenes. Immutable.
 */
final class Textures {
    /** The side of a tile, in pixels; tiles continue on all sides. */
    static final int SIDE = 256;

    private static final int LETTERS = 64;
    private static final int LETTER_SIDE = 16;
    /** The ratio of the amplitudes of one octave and the next coarser one; 1 is the 1/f of photographs. */
    private static final double[] PERSISTENCE = {1.1, 1.0, 0.9, 0.8, 0.65, 0.5};

    private final float[][] tiles = new float[PERSISTENCE.length][];
    private final float[][] letters = new float[LETTERS][];

    /** The textures, which are always the same. */
    Textures() {
        SceneRandom random = new SceneRandom(20_240_917);
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = tile(random, PERSISTENCE[i]);
        }
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letter(random);
        }
    }

    /** The number of tiles, of which the first is the roughest. */
    int tiles() {
        return tiles.length;
    }

    /** The noise at a place, of mean 0 and deviation 1 over a tile. */
    double noise(int tile, double x, double y) {
        return smooth(tiles[tile], SIDE, x, y);
    }

    /** The amount of ink of a letter at a place in its cell, which spans 0 to 1 in both directions; in [0, 1]. */
    double ink(int letter, double x, double y) {
        return smooth(letters[Math.floorMod(letter, LETTERS)], LETTER_SIDE, x * LETTER_SIDE, y * LETTER_SIDE);
    }

    /** Bilinear, and periodic; the side is a power of two. */
    private static double smooth(float[] tile, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double bottom = y - top;
        int mask = side - 1;
        int upper = (top & mask) * side;
        int lower = (top + 1 & mask) * side;
        double above = tile[upper + (left & mask)] * (1 - right) + tile[upper + (left + 1 & mask)] * right;
        double below = tile[lower + (left & mask)] * (1 - right) + tile[lower + (left + 1 & mask)] * right;
        return above * (1 - bottom) + below * bottom;
    }

    /** Adds lattices of random numbers, each twice as fine as the one before. */
    private static float[] tile(SceneRandom random, double persistence) {
        float[] sum = new float[SIDE * SIDE];
        double amplitude = 1;
        for (int cells = 4; cells <= SIDE; cells *= 2) {
            addLattice(sum, random, cells, amplitude);
            amplitude *= persistence;
        }
        return standardised(sum);
    }

    private static void addLattice(float[] sum, SceneRandom random, int cells, double amplitude) {
        float[] lattice = new float[cells * cells];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (float) (random.normal() * amplitude);
        }
        // Each has its own shift, so that the lattices' lines do not coincide.
        double shiftX = random.uniform(0, cells);
        double shiftY = random.uniform(0, cells);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                sum[y * SIDE + x] += (float)
                        smooth(lattice, cells, (double) x * cells / SIDE + shiftX, (double) y * cells / SIDE + shiftY);
            }
        }
    }

    private static float[] standardised(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double deviation = Math.sqrt(squares / values.length - mean * mean);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
        return values;
    }

    /** Two to four strokes between the corners, middles and centre of a cell. */
    private static float[] letter(SceneRandom random) {
        float[] ink = new float[LETTER_SIDE * LETTER_SIDE];
        int strokes = 2 + random.below(3);
        for (int i = 0; i < strokes; i++) {
            double[] x = {stop(random), stop(random), stop(random)};
            double[] y = {stop(random), stop(random), stop(random)};
            if (x[0] == x[1] && y[0] == y[1] || x[1] == x[2] && y[1] == y[2]) {
                continue;
            }
            draw(ink, new Outline.Strand(x, y, 1.3, LETTER_SIDE));
        }
        return ink;
    }

    private static double stop(SceneRandom random) {
        return 3 + 4.5 * random.below(3);
    }

    private static void draw(float[] ink, Outline stroke) {
        for (int y = 0; y < LETTER_SIDE; y++) {
            for (int x = 0; x < LETTER_SIDE; x++) {
                double covered = Math.min(Math.max(0.5 - stroke.distance(x, y), 0), 1);
                ink[y * LETTER_SIDE + x] = (float) Math.max(ink[y * LETTER_SIDE + x], covered);
            }
        }
    }
}
