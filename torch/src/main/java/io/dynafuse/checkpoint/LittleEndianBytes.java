package io.dynafuse.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes read one after the other, as far as they go. */
final class LittleEndianBytes {
    private static final int MOST_BITS = 64;

    private final ByteBuffer left;

    LittleEndianBytes(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private LittleEndianBytes(ByteBuffer bytes) {
        left = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return left.hasRemaining();
    }

    /** A number in groups of seven bits, the lowest first. */
    long varint() throws Malformed {
        long value = 0;
        for (int bits = 0; bits < MOST_BITS; bits += 7) {
            byte group = one();
            value |= (group & 0x7fL) << bits;
            if (group >= 0) {
                return value;
            }
        }
        throw new Malformed("its index holds a number of more than " + MOST_BITS + " bits");
    }

    private byte one() throws Malformed {
        return bytes(1)[0];
    }

    int fixed32() throws Malformed {
        return of(Integer.BYTES).left.getInt();
    }

    long fixed64() throws Malformed {
        return of(Long.BYTES).left.getLong();
    }

    private LittleEndianBytes of(int count) throws Malformed {
        return new LittleEndianBytes(bytes(count));
    }

    /** @throws Malformed if fewer are left, also where {@code count} is negative */
    byte[] bytes(long count) throws Malformed {
        if (count < 0 || count > left.remaining()) {
            throw new Malformed("its index ends too early or is damaged");
        }
        byte[] bytes = new byte[(int) count];
        left.get(bytes);
        return bytes;
    }
}
