package io.dynafuse.image;

/**
 * How images are written.
 *
 * @param jpegQuality from 1, the smallest file, to 100, on libjpeg's scale; other formats ignore it
 * @param pngCompression from 0, written soonest, to 9, the smallest file, on zlib's scale; the samples are the same, and other formats
 *     ignore it
 */
public record WriteOptions(int jpegQuality, int pngCompression) {
    /** JPEGs of quality 95, PNGs of compression 4. */
    public static final WriteOptions DEFAULT = new WriteOptions(95, 4);

    /** @throws IllegalArgumentException if a number is out of range */
    public WriteOptions {
        if (jpegQuality < 1 || jpegQuality > 100) {
            throw new IllegalArgumentException("expected a JPEG quality from 1 to 100, found " + jpegQuality);
        }
        if (pngCompression < 0 || pngCompression > 9) {
            throw new IllegalArgumentException("expected a PNG compression from 0 to 9, found " + pngCompression);
        }
    }

    /** The same with another quality of JPEGs. */
    public WriteOptions withJpegQuality(int quality) {
        return new WriteOptions(quality, pngCompression);
    }

    /** The same with another compression of PNGs. */
    public WriteOptions withPngCompression(int level) {
        return new WriteOptions(jpegQuality, level);
    }
}
