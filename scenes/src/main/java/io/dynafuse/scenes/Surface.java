package io.dynafuse.scenes;

/** What a thing looks like inside its outline. */
@FunctionalInterface
interface Surface {
    /**
     * The radiance of a point.
     *
     * @param x from the thing's centre and turned with it, in pixels
     * @param y likewise
     * @param channels takes the result: linear, 0 or more
     */
    void at(double x, double y, float[] channels);
}
