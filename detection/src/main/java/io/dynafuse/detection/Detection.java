package io.dynafuse.detection;

/**
 * What a detector says that it has found.
 *
 * @param box where, in pixels of the image
 * @param label the name of its class, such as {@code person}
 * @param confidence in [0,1]
 */
public record Detection(Box box, String label, double confidence) {}
