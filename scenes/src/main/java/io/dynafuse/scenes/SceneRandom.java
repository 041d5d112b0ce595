package io.dynafuse.scenes;

import java.util.List;
import java.util.SplittableRandom;

/** Random numbers from the distributions that scenes need; the same for a seed on every platform. For one thread. */
final class SceneRandom {
    private final SplittableRandom random;

    SceneRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private SceneRandom(SplittableRandom random) {
        this.random = random;
    }

    /** A generator of its own, whose numbers do not depend on how many are drawn from this one later. */
    SceneRandom split() {
        return new SceneRandom(random.split());
    }

    /** Uniform in [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** In [low, high), with a uniform logarithm. */
    double logUniform(double low, double high) {
        return low * StrictMath.pow(high / low, random.nextDouble());
    }

    /** A radius in [low, high) whose density falls with its third power: large and small objects cover the same area. */
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
     * Nearly normal, with mean 0 and deviation 1: the sum of four numbers of 16 bits. Its tails end at 3.5, which is invisible in 8-bit
     * images; a pixel needs only one draw.
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
