package io.dynafuse.web;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.WriteOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a full disk from other failures. */
final class Storage {
    private Storage() {}

    /** Whether something could not be written because there is no more room; the system says so in words only. */
    static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof IOException
                    && (words.contains("no space left")
                            || words.contains("quota exceeded")
                            || words.contains("not enough space")
                            || words.contains("file too large"))) {
                return true;
            }
        }
        return false;
    }

    /** What is answered then. */
    static ProblemException full() {
        return ProblemException.of(507, "the disk of the service is full; try again later");
    }

    /**
     * Writes an image into the private folder: in its place, as nobody reads a file there before it is whole, and also while the process ends
     * and finishes what runs.
     */
    static void write(Image image, Path file, ImageFormat format, WriteOptions options) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ImageFiles.write(image, out, format, options);
        }
    }

    /** The same as PNG. */
    static void write(Image image, Path file) throws IOException {
        write(image, file, ImageFormat.PNG, WriteOptions.DEFAULT);
    }
}
