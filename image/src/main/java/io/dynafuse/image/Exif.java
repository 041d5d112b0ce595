package io.dynafuse.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** The one entry of Exif data that concerns the samples: the orientation of the rows. */
final class Exif {
    private static final int ORIENTATION = 274;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;

    private Exif() {}

    /** Whether this may be Exif data. */
    static boolean isExif(byte[] data) {
        return data.length >= HEADER && (data[0] == 'I' || data[0] == 'M') && data[0] == data[1];
    }

    /** The orientation, or 1 if there is none. */
    static int orientation(byte[] exif) {
        OptionalInt position = orientationPosition(exif);
        return position.isPresent() ? buffer(exif).getShort(position.getAsInt()) : 1;
    }

    /** The same data with an upright orientation. */
    static byte[] upright(byte[] exif) {
        byte[] upright = exif.clone();
        orientationPosition(upright).ifPresent(position -> buffer(upright).putShort(position, (short) 1));
        return upright;
    }

    private static OptionalInt orientationPosition(byte[] exif) {
        ByteBuffer buffer = buffer(exif);
        long directory = Integer.toUnsignedLong(buffer.getInt(4));
        if (directory + 2 > exif.length) {
            return OptionalInt.empty();
        }
        int entries = Short.toUnsignedInt(buffer.getShort((int) directory));
        int entry = (int) directory + 2;
        for (int i = 0; i < entries && entry + ENTRY <= exif.length; i++, entry += ENTRY) {
            if (Short.toUnsignedInt(buffer.getShort(entry)) == ORIENTATION && buffer.getShort(entry + 2) == SHORT) {
                return OptionalInt.of(entry + 8);
            }
        }
        return OptionalInt.empty();
    }

    /** The data in their own byte order. */
    static ByteBuffer buffer(byte[] exif) {
        return ByteBuffer.wrap(exif).order(exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
}
