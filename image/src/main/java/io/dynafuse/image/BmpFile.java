package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Windows bitmaps. */
final class BmpFile {
    private static final int HEADER_LENGTH = 14;
    private static final int COMPRESSION = 30;
    private static final int CORE_HEADER = 12;
    private static final int COLOURS = 46;

    private BmpFile() {}

    static Decoded read(Path path, ReadLimits limits) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            requireBitmap(input, limits);
            input.seek(0);
            Pixels pixels = PlugIn.JDK.decode("bmp", input, limits);
            return new Decoded(meansItsAlpha(pixels) ? pixels : pixels.withoutAlpha(), ImageMetadata.NONE, 1);
        }
    }

    static ImageHeader header(Path path, ReadLimits limits) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            requireBitmap(input, limits);
            input.seek(HEADER_LENGTH);
            boolean core = input.readUnsignedInt() == CORE_HEADER;
            int width = core ? input.readUnsignedShort() : input.readInt();
            int height = core ? input.readUnsignedShort() : Math.abs(input.readInt());
            limits.check(width, height, 4);
            return new ImageHeader(width, height, 3, SampleDepth.BITS_8);
        }
    }

    /** Many programs leave the fourth byte of a pixel at 0 although the image is opaque. */
    private static boolean meansItsAlpha(Pixels pixels) {
        return pixels.alpha()
                .filter(alphas -> IntStream.range(0, alphas.length()).anyMatch(i -> !alphas.isZero(i)))
                .isPresent();
    }

    /** The decoder would accept whole JPEG and PNG files inside a bitmap, and reserve memory for as many colours as the header claims. */
    private static void requireBitmap(FileRanges input, ReadLimits limits) throws IOException {
        input.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        input.seek(HEADER_LENGTH);
        if (input.readUnsignedInt() == CORE_HEADER) {
            return;
        }
        // A negative height means rows from top to bottom.
        limits.check(input.readInt(), Math.abs((long) input.readInt()), 4);
        input.seek(COMPRESSION);
        if (input.readUnsignedInt() > 3) {
            throw new Refusal("is a bitmap around another format; save it as a plain BMP or PNG");
        }
        input.seek(COLOURS);
        if (input.readUnsignedInt() > 256) {
            throw new Refusal("says it has more than the 256 colours a BMP palette can hold");
        }
    }
}
