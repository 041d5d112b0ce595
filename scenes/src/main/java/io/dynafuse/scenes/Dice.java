package io.dynafuse.scenes;

import java.util.List;
import java.util.SplittableRandom;

/** Random numbers of the kinds that scenes need; the same for a seed on every platform. For one thread. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Others, whose numbers do not depend on how many are drawn from these later. */
    Dice split() {
        return new Dice(random.split());
    }

    /** Evenly in [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** In [low, high), its logarithm evenly. */
    double logUniform(double low, double high) {
        return low * StrictMath.pow(high / low, random.nextDouble());
    }

    /** A radius in [low, high) whose density falls with its third power: as many large things as small ones by the area they take. */
    double radius(double low, double high) {
        double most = 1 / (low * low);
        double least = 1 / (high * high);
        return 1 / Math.sqrt(most - random.nextDouble() * (most - least));
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /** An angle in radians. */
    double angle() {
        return uniform(0, 2 * StrictMath.PI);
    }

    /**
     * Nearly normal, of mean 0 and deviation 1: the sum of four numbers of 16 bits. Its tails end at 3.5, which no 8-bit image shows;
     * a pixel takes one draw.
     */
    double normal() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum / 65536.0 - 2) * 1.7320508075688772;
    }

    long nextLong() {
        return random.nextLong();
    }
}
