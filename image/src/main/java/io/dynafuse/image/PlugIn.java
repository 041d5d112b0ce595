package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;

/** The ImageIO plug-ins, chosen by their maker, since ImageIO's own choice depends on the other libraries of an application. */
enum PlugIn {
    JDK("com.sun.imageio."),
    TWELVE_MONKEYS("com.twelvemonkeys.imageio.");

    private final String packagePrefix;

    PlugIn(String packagePrefix) {
        this.packagePrefix = packagePrefix;
    }

    /**
     * Decodes the first image of a stream.
     *
     * @throws Refusal if it is beyond the limits or of a kind that an {@link Image} cannot hold, or if the decoder warned that samples are
     * missing or wrong
     */
    Pixels decode(String format, ImageInputStream input, ReadLimits limits) throws IOException {
        return decode(format, input, limits, Rasters::pixels);
    }

    /** Converts the image of a decoder to pixels. */
    interface Conversion {
        Pixels of(BufferedImage image) throws IOException;
    }

    /** {@link #decode(String, ImageInputStream, ReadLimits)} for a file that itself says what its bands are. */
    Pixels decode(String format, ImageInputStream input, ReadLimits limits, Conversion conversion) throws IOException {
        ImageReader reader = ours(ImageIO.getImageReadersByFormatName(format), format);
        List<String> damage = new ArrayList<>();
        try {
            reader.setInput(input, false, true);
            // Decoders reserve an alpha channel even where none is wanted.
            limits.check(reader.getWidth(0), reader.getHeight(0), 4);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (saysDamage(warning)) {
                    damage.add(warning);
                }
            });
            Pixels pixels = conversion.of(reader.read(0));
            if (!damage.isEmpty()) {
                throw new Refusal("is cut short or damaged (" + damage.get(0) + "); get a whole copy");
            }
            return pixels;
        } finally {
            reader.dispose();
        }
    }

    ImageWriter writer(String format) {
        return ours(ImageIO.getImageWritersByFormatName(format), format);
    }

    // libjpeg fills missing parts with gray and only warns; stray bytes between segments are harmless.
    private static boolean saysDamage(String warning) {
        return (warning.contains("Corrupt JPEG data") && !warning.contains("extraneous bytes"))
                || warning.contains("Premature end")
                || warning.contains("Truncated File");
    }

    private <T> T ours(Iterator<T> candidates, String format) {
        while (candidates.hasNext()) {
            T candidate = candidates.next();
            if (candidate.getClass().getName().startsWith(packagePrefix)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no ImageIO plug-in in " + packagePrefix + "* for " + format);
    }
}
