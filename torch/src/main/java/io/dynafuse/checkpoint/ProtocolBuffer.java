package io.dynafuse.checkpoint;

import java.util.ArrayList;
import java.util.List;

/** The fields of a message in the wire format of protocol buffers. */
final class ProtocolBuffer {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private ProtocolBuffer() {}

    /**
     * A field.
     *
     * @param tag its number in the description of the message
     * @param number its value, or the length of its bytes
     * @param bytes of a text or an inner message; empty for a number
     */
    record Field(int tag, long number, byte[] bytes) {}

    /** @throws Malformed if the message is cut short, or has a field of an unknown kind */
    static List<Field> fields(byte[] message) throws Malformed {
        LittleEndianBytes in = new LittleEndianBytes(message);
        List<Field> fields = new ArrayList<>();
        while (in.hasMore()) {
            long key = in.varint();
            int tag = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case VARINT -> fields.add(new Field(tag, in.varint(), new byte[0]));
                case FIXED_64 -> fields.add(new Field(tag, in.fixed64(), new byte[0]));
                case FIXED_32 -> fields.add(new Field(tag, in.fixed32(), new byte[0]));
                case BYTES -> {
                    byte[] bytes = in.bytes(in.varint());
                    fields.add(new Field(tag, bytes.length, bytes));
                }
                default -> throw new Malformed("its index describes a tensor in an unknown way");
            }
        }
        return fields;
    }
}
