package io.dynafuse.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of keys in their order and a value for each, as LevelDB describes it: blocks of entries whose keys omit what they share with the key before,
 * an index block with the places of all others, and a footer with the place of the index block.
 */
final class SortedTable {
    private static final int FOOTER = 48;
    private static final long MAGIC = 0xdb4775248b80fb57L;
    /** After each block: the kind of compression and a checksum. */
    private static final int TRAILER = 5;

    private static final byte UNCOMPRESSED = 0;

    private final byte[] file;

    private SortedTable(byte[] file) {
        this.file = file;
    }

    /** Whether a file that ends with these bytes is such a table. */
    static boolean isEnd(byte[] end) {
        return end.length >= Long.BYTES
                && ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getLong(end.length - Long.BYTES) == MAGIC;
    }

    /**
     * All entries, in the order of their keys.
     *
     * @throws Malformed if the file is no such table, is damaged, or has too many keys or too long ones for tensors
     */
    static Map<String, byte[]> read(byte[] file) throws Malformed {
        if (file.length < FOOTER || !isEnd(file)) {
            throw new Malformed("it does not end as the index of a TensorFlow checkpoint does; expected it whole");
        }
        return new SortedTable(file).entries();
    }

    private Map<String, byte[]> entries() throws Malformed {
        LittleEndianBytes footer = new LittleEndianBytes(Arrays.copyOfRange(file, file.length - FOOTER, file.length));
        // The place of a block with nothing that is needed here comes first.
        footer.varint();
        footer.varint();
        Map<String, byte[]> places = new LinkedHashMap<>();
        addEntries(block(footer), places);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (byte[] place : places.values()) {
            addEntries(block(new LittleEndianBytes(place)), entries);
        }
        return entries;
    }

    /** The block at an offset with a length that come next. */
    private byte[] block(LittleEndianBytes place) throws Malformed {
        long offset = place.varint();
        long length = place.varint();
        if (offset < 0 || length < Integer.BYTES || length > file.length || offset > file.length - TRAILER - length) {
            throw new Malformed("its index has a block outside of the file");
        }
        int end = (int) (offset + length);
        byte kind = file[end];
        if (kind != UNCOMPRESSED) {
            throw new Malformed(
                    "its index is compressed; expected it as TensorFlow writes it, which is not compressed");
        }
        byte[] checksum = Arrays.copyOfRange(file, end + 1, end + TRAILER);
        if (new LittleEndianBytes(checksum).fixed32()
                != MaskedChecksum.of(Arrays.copyOfRange(file, (int) offset, end + 1))) {
            throw new Malformed("its index is damaged: the checksum of a block is wrong");
        }
        return Arrays.copyOfRange(file, (int) offset, end);
    }

    /** The entries of a block, before the numbers of its restarts, at which keys are whole, and the count of these. */
    private static void addEntries(byte[] block, Map<String, byte[]> entries) throws Malformed {
        int countAt = block.length - Integer.BYTES;
        long restarts = new LittleEndianBytes(Arrays.copyOfRange(block, countAt, block.length)).fixed32() & 0xffffffffL;
        if (restarts > countAt / Integer.BYTES) {
            throw new Malformed("its index is damaged: a block has more restarts than bytes");
        }
        LittleEndianBytes in = new LittleEndianBytes(Arrays.copyOf(block, countAt - (int) restarts * Integer.BYTES));
        byte[] key = new byte[0];
        while (in.hasMore()) {
            long shared = in.varint();
            long own = in.varint();
            long length = in.varint();
            if (shared < 0 || shared > key.length) {
                throw new Malformed("its index is damaged: a key shares more than the one before has");
            }
            byte[] rest = in.bytes(own);
            TensorNames.requireSensible(entries.size(), (int) shared + rest.length);
            byte[] next = Arrays.copyOf(key, (int) shared + rest.length);
            System.arraycopy(rest, 0, next, (int) shared, rest.length);
            key = next;
            // Every byte keeps its own letter, so that two keys stay two.
            if (entries.put(new String(key, StandardCharsets.ISO_8859_1), in.bytes(length)) != null) {
                throw new Malformed("its index holds a key twice");
            }
        }
    }
}
