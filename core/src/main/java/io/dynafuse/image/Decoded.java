package io.dynafuse.image;

/**
 * What a decoder makes of a file.
 *
 * @param orientation how the stored rows lie, as the Exif and TIFF entry says it: 1 to 8
 */
record Decoded(Pixels pixels, ImageMetadata metadata, int orientation) {
    /** Interleaved samples and their shape. */
    record Pixels(int width, int height, int channels, Samples samples) {}
}
