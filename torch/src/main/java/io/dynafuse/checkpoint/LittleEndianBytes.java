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

    LittleEndianBytes(ByteBuffer bytes) {
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
        throw new Malformed("it is damaged: it holds a number of more than " + MOST_BITS + " bits");
    }

    private byte one() throws Malformed {
        require(1);
        return left.get();
    }

    int fixed32() throws Malformed {
        require(Integer.BYTES);
        return left.getInt();
    }

    long fixed64() throws Malformed {
        require(Long.BYTES);
        return left.getLong();
    }

    /** @throws Malformed if fewer are left, also where {@code count} is negative */
    byte[] bytes(long count) throws Malformed {
        require(count);
        byte[] bytes = new byte[(int) count];
        left.get(bytes);
        return bytes;
    }

    /** The same bytes, not copied. */
    ByteBuffer slice(long count) throws Malformed {
        require(count);
        ByteBuffer bytes = left.slice(left.position(), (int) count);
        left.position(left.position() + (int) count);
        return bytes;
    }

    private void require(long count) throws Malformed {
        if (count < 0 || count > left.remaining()) {
            throw new Malformed("it ends too early or is damaged");
        }
    }
}
