package io.dynafuse.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Assembles a message in the wire format of protocol buffers, field by field. */
public final class MessageBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a whole number. */
    public MessageBytes number(int tag, long value) {
        return key(tag, 0).raw(varint(value));
    }

    /** Adds four bytes. */
    public MessageBytes fixed32(int tag, int bits) {
        return key(tag, 5)
                .raw(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bits)
                        .array());
    }

    /** Adds bytes, or several numbers. */
    public MessageBytes bytes(int tag, byte[] value) {
        return key(tag, 2).raw(varint(value.length)).raw(value);
    }

    /** Adds a text. */
    public MessageBytes text(int tag, String value) {
        return bytes(tag, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message within this one. */
    public MessageBytes message(int tag, MessageBytes value) {
        return bytes(tag, value.toBytes());
    }

    /** Adds bytes that are no field. */
    public MessageBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private MessageBytes key(int tag, int kind) {
        return raw(varint((long) tag << 3 | kind));
    }

    /** What was added so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    /** A number in groups of seven bits, the lowest first. */
    public static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }
}
