package io.dynafuse.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** The chunks of a PNG that hold text under a keyword, one of which is the XMP packet. */
final class PngText {
    static final String XMP = "XML:com.adobe.xmp";
    static final int LONGEST_KEYWORD = 79;

    private PngText() {}

    /** The start of a chunk, up to its first zero. */
    static String keyword(byte[] chunk) {
        return new String(chunk, 0, zero(chunk, 0), ISO_8859_1);
    }

    /** Whether a text is about how its file was written, which is not true of a new file. */
    static boolean isAboutTheFile(String keyword) {
        return keyword.equals("Software") || keyword.startsWith("date:") || keyword.isEmpty();
    }

    /** The text of an {@code iTXt} chunk; empty if it is damaged or, inflated, longer than {@code most} bytes. */
    static Optional<byte[]> text(byte[] chunk, int most) {
        int flags = zero(chunk, 0) + 1;
        int translated = zero(chunk, flags + 2) + 1;
        int text = zero(chunk, translated) + 1;
        if (text > chunk.length) {
            return Optional.empty();
        }
        return chunk[flags] == 0
                ? Optional.of(Arrays.copyOfRange(chunk, text, chunk.length)).filter(bytes -> bytes.length <= most)
                : inflated(chunk, text, most);
    }

    /** An uncompressed {@code iTXt} chunk without a language, as the XMP specification demands. */
    static byte[] ofXmp(byte[] xmp) {
        byte[] start = (XMP + "\0\0\0\0\0").getBytes(ISO_8859_1);
        byte[] chunk = Arrays.copyOf(start, start.length + xmp.length);
        System.arraycopy(xmp, 0, chunk, start.length, xmp.length);
        return chunk;
    }

    /** The inflated data from a position of a chunk on; broken or huge data are ignored. */
    static Optional<byte[]> inflated(byte[] chunk, int start, int most) {
        try (InputStream deflated = new ByteArrayInputStream(chunk, start, chunk.length - start);
                InputStream inflated = new InflaterInputStream(deflated)) {
            byte[] content = inflated.readNBytes(most + 1);
            return Optional.of(content).filter(bytes -> bytes.length <= most);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The position of the next zero, or the end. */
    static int zero(byte[] chunk, int from) {
        int position = Math.min(from, chunk.length);
        while (position < chunk.length && chunk[position] != 0) {
            position++;
        }
        return position;
    }
}
