package io.dynafuse.scenes;

/** The look of an object inside its outline. */
@FunctionalInterface
interface Surface {
    /**
     * The radiance of a point.
     *
     * @param x relative to the object's centre and rotated with it, in pixels
     * @param y likewise
     * @param channels receives the result: linear, 0 or more
     */
    void at(double x, double y, float[] channels);
}
