package io.dynafuse.scenes;

/** Gives things surfaces that go together in one scene. For one thread. */
@FunctionalInterface
interface Surfaces {
    /**
     * A random surface.
     *
     * @param radius of the thing that has it, in pixels
     */
    Surface surface(Dice dice, double radius);
}
