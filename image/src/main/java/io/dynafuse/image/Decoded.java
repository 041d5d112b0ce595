package io.dynafuse.image;

import java.util.Optional;

/**
 * What a decoder reads from a file.
 *
 * @param orientation the orientation of the stored rows, as the Exif or TIFF entry says: 1 to 8
 * @param notes what the file holds that is not used, as in {@link Image#notes}
 */
record Decoded(Pixels pixels, ImageMetadata metadata, int orientation, FileNotes notes) {
    Decoded(Pixels pixels, ImageMetadata metadata, int orientation) {
        this(pixels, metadata, orientation, FileNotes.NONE);
    }

    /**
     * Interleaved samples and their shape.
     *
     * @param alpha one value a pixel, in the depth of the samples; empty where there are none
     */
    record Pixels(int width, int height, int channels, Samples samples, Optional<Samples> alpha) {
        /** Pixels without alpha. */
        Pixels(int width, int height, int channels, Samples samples) {
            this(width, height, channels, samples, Optional.empty());
        }

        Pixels with(Samples alphas) {
            return new Pixels(width, height, channels, samples, Optional.of(alphas));
        }

        Pixels withoutAlpha() {
            return new Pixels(width, height, channels, samples);
        }
    }
}
