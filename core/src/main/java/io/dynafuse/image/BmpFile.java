package io.dynafuse.image;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

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
            return new Decoded(PlugIn.JDK.decode("bmp", input, limits), ImageMetadata.NONE, 1);
        }
    }

    /** The decoder would take whole JPEG and PNG files inside a bitmap, and room for as many colours as the header says. */
    private static void requireBitmap(FileRanges input, ReadLimits limits) throws IOException {
        input.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        input.seek(HEADER_LENGTH);
        if (input.readUnsignedInt() == CORE_HEADER) {
            return;
        }
        // Rows that go from the top down have a negative height.
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
