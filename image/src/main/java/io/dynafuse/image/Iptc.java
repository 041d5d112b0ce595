package io.dynafuse.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** IPTC data (Information Interchange Model 4.2): a sequence of data sets, in a JPEG inside one of Photoshop's resources. */
final class Iptc {
    /** The start of the segments of Photoshop's resources. */
    static final byte[] LABEL = "Photoshop 3.0\0".getBytes(US_ASCII);

    /** The most bytes that a resource takes besides its data. */
    static final int AROUND_DATA = 13;

    private static final int RESOURCE = 0x0404;
    private static final int RESOURCE_MARK =
            ByteBuffer.wrap("8BIM".getBytes(US_ASCII)).getInt();
    private static final byte MARK = 0x1c;
    private static final int HEADER = 5;
    private static final int ORIENTATION = 131;
    private static final int FIRST_PREVIEW = 200;
    private static final int LAST_PREVIEW = 202;

    /**
     * The content of Photoshop's resources.
     *
     * @param others whether they hold more than IPTC data
     */
    record Resources(Optional<byte[]> iptc, boolean others) {}

    private Iptc() {}

    /** Reads resources up to the first incomplete one. */
    static Resources resources(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        Optional<byte[]> iptc = Optional.empty();
        boolean others = false;
        try {
            while (buffer.remaining() >= 12 && buffer.getInt() == RESOURCE_MARK) {
                int id = Short.toUnsignedInt(buffer.getShort());
                skip(buffer, 1 + Byte.toUnsignedInt(buffer.get(buffer.position())));
                int length = buffer.getInt();
                int start = buffer.position();
                skip(buffer, length);
                if (id == RESOURCE) {
                    byte[] data = new byte[length];
                    buffer.get(start, data);
                    iptc = Optional.of(data);
                } else {
                    others = true;
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            others = true;
        }
        return new Resources(iptc, others);
    }

    /** IPTC data as the one resource that holds them in a JPEG. */
    static byte[] resource(byte[] iptc) {
        int padding = iptc.length % 2;
        return ByteBuffer.allocate(12 + iptc.length + padding)
                .putInt(RESOURCE_MARK)
                .putShort((short) RESOURCE)
                .putShort((short) 0)
                .putInt(iptc.length)
                .put(iptc)
                .array();
    }

    /**
     * The data without the preview and the orientation of the old image.
     *
     * @return empty if they cannot be understood
     */
    static Optional<byte[]> revised(byte[] iptc) {
        ByteArrayOutputStream revised = new ByteArrayOutputStream();
        int at = 0;
        while (at + HEADER <= iptc.length && iptc[at] == MARK) {
            int length = (iptc[at + 3] & 0xff) << 8 | iptc[at + 4] & 0xff;
            int end = at + HEADER + length;
            // Lengths from 32,768 are stored in another way, which programs do not read.
            if (length > Short.MAX_VALUE || end > iptc.length) {
                return Optional.empty();
            }
            if (!isStale(iptc[at + 1], iptc[at + 2] & 0xff)) {
                revised.write(iptc, at, end - at);
            }
            at = end;
        }
        // Zeros may follow that fill the last word.
        for (int i = at; i < iptc.length; i++) {
            if (iptc[i] != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(revised.toByteArray()).filter(data -> data.length > 0);
    }

    private static boolean isStale(int record, int dataSet) {
        return record == 2 && (dataSet == ORIENTATION || dataSet >= FIRST_PREVIEW && dataSet <= LAST_PREVIEW);
    }

    /** Skips bytes, and one more if their number is odd. */
    private static void skip(ByteBuffer buffer, int length) {
        if (length < 0) {
            throw new BufferUnderflowException();
        }
        int end = buffer.position() + length;
        // The last resource of a file often lacks its padding.
        buffer.position(end == buffer.limit() ? end : end + length % 2);
    }
}
