package io.dynafuse.evaluation.report;

import java.nio.file.Path;

/**
 * One of the images that were fused.
 *
 * @param label what the source is called in every scene, for instance {@code infrared}
 * @param file an image of any size and depth
 */
public record GallerySource(String label, Path file) {}
