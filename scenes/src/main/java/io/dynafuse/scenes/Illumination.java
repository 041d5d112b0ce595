package io.dynafuse.scenes;

/** The light that a visible image was taken in. */
public enum Illumination {
    /** That of the sky. */
    DAY,
    /** Little, some of it from lamps. */
    NIGHT
}
