package io.dynafuse.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message in the wire format of protocol buffers, read field by field without copying what it holds. */
public final class ProtocolBuffer {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LittleEndianBytes in;

    /** The message in {@code bytes}, whose position stays as it is. */
    public ProtocolBuffer(ByteBuffer bytes) {
        in = new LittleEndianBytes(bytes.slice());
    }

    ProtocolBuffer(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    /**
     * A field.
     *
     * @param tag its number in the description of the message
     * @param isNumber whether it is a number rather than a text, an inner message or several numbers
     * @param number its value, or the length of its bytes
     * @param bytes of a text, an inner message or several numbers; empty for a number
     */
    public record Field(int tag, boolean isNumber, long number, ByteBuffer bytes) {
        /** Its bytes as text. */
        public String text() {
            return StandardCharsets.UTF_8.decode(bytes.slice()).toString();
        }

        /** Its bytes as a message. */
        public ProtocolBuffer message() {
            return new ProtocolBuffer(bytes);
        }
    }

    /** Whether another field follows. */
    public boolean hasMore() {
        return in.hasMore();
    }

    /** @throws Malformed if the message is cut short, or has a field of an unknown kind */
    public Field next() throws Malformed {
        long key = in.varint();
        int tag = (int) (key >>> 3);
        return switch ((int) (key & 7)) {
            case VARINT -> number(tag, in.varint());
            case FIXED_64 -> number(tag, in.fixed64());
            case FIXED_32 -> number(tag, in.fixed32());
            case BYTES -> {
                ByteBuffer bytes = in.slice(in.varint());
                yield new Field(tag, false, bytes.remaining(), bytes);
            }
            default -> throw new Malformed("it is damaged: a field in it is of an unknown kind");
        };
    }

    /** A number of several that follow each other without tags; throws {@link Malformed} if it is cut short. */
    public long nextNumber() throws Malformed {
        return in.varint();
    }

    private static Field number(int tag, long value) {
        return new Field(tag, true, value, NOTHING);
    }
}
