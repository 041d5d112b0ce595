package io.dynafuse.image;

/**
 * How images are written.
 *
 * @param jpegQuality from 1, the smallest file, to 100, on libjpeg's scale; other formats ignore it
 */
public record WriteOptions(int jpegQuality) {
    /** JPEGs of quality 95. */
    public static final WriteOptions DEFAULT = new WriteOptions(95);

    /** @throws IllegalArgumentException if the quality is out of range */
    public WriteOptions {
        if (jpegQuality < 1 || jpegQuality > 100) {
            throw new IllegalArgumentException("expected a JPEG quality from 1 to 100, found " + jpegQuality);
        }
    }
}
