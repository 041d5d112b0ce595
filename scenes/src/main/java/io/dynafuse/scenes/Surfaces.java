package io.dynafuse.scenes;

/** Makes surfaces that match within one scene. For one thread. */
@FunctionalInterface
interface Surfaces {
    /**
     * A random surface.
     *
     * @param radius of the object that has it, in pixels
     */
    Surface surface(SceneRandom random, double radius);
}
