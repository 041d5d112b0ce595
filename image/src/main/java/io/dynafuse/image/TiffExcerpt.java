package io.dynafuse.image;

import io.dynafuse.image.FileRanges.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A TIFF file of one directory, made from another file: its header and directory are new, and everything between keeps its position, so
 * that offsets stay valid. A decoder that reads it sees neither the other pages nor what a directory should not hold.
 */
final class TiffExcerpt {
    private TiffExcerpt() {}

    /**
     * A field of the new directory.
     *
     * @param bytes its values, in the byte order of the file
     */
    record Value(int tag, int type, long count, byte[] bytes) {
        private static final int LONG = 4;
        private static final int LONG_8 = 16;
        private static final int SHORT = 3;

        /** Whole numbers of 16 bits. */
        static Value ofShorts(int tag, ByteOrder order, int... numbers) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Short.BYTES).order(order);
            for (int number : numbers) {
                bytes.putShort((short) number);
            }
            return new Value(tag, SHORT, numbers.length, bytes.array());
        }

        /** Whole numbers with as many bits as an offset. */
        static Value of(int tag, boolean big, ByteOrder order, long... numbers) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * (big ? Long.BYTES : Integer.BYTES))
                    .order(order);
            for (long number : numbers) {
                if (big) {
                    bytes.putLong(number);
                } else {
                    bytes.putInt((int) number);
                }
            }
            return new Value(tag, big ? LONG_8 : LONG, numbers.length, bytes.array());
        }
    }

    /**
     * Opens the excerpt.
     *
     * @param fields by ascending tags
     * @throws Refusal if there is no room for the directory, as offsets of 32 bits end at 4 GB
     */
    static FileRanges open(Path file, boolean big, ByteOrder order, List<Value> fields) throws IOException {
        int header = big ? 16 : 8;
        long end = Files.size(file);
        long directory = end + (end & 1);
        byte[] bytes = directory(big, order, fields, directory);
        if (!big && directory + bytes.length >= 1L << 32) {
            throw new Refusal("is a TIFF of nearly 4 GB, whose offsets leave no room; save it as a BigTIFF");
        }
        return new FileRanges(
                file,
                List.of(
                        Range.of(header(big, order, directory)),
                        new Range(header, end - header),
                        Range.of(new byte[(int) (directory - end)]),
                        Range.of(bytes)));
    }

    static byte[] header(boolean big, ByteOrder order, long directory) {
        ByteBuffer bytes = ByteBuffer.allocate(big ? 16 : 8).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        bytes.put(mark).put(mark).putShort((short) (big ? 43 : 42));
        if (big) {
            bytes.putShort((short) Long.BYTES).putShort((short) 0).putLong(directory);
        } else {
            bytes.putInt((int) directory);
        }
        return bytes.array();
    }

    /** A directory and, behind it, its values. */
    static byte[] directory(boolean big, ByteOrder order, List<Value> fields, long start) {
        int inside = big ? Long.BYTES : Integer.BYTES;
        int fieldsBytes = (big ? Long.BYTES : Short.BYTES) + fields.size() * (4 + 2 * inside) + inside;
        int total = fieldsBytes;
        for (Value field : fields) {
            total += field.bytes().length <= inside ? 0 : even(field.bytes().length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(total).order(order);
        if (big) {
            bytes.putLong(fields.size());
        } else {
            bytes.putShort((short) fields.size());
        }
        int outside = fieldsBytes;
        for (Value field : fields) {
            bytes.putShort((short) field.tag()).putShort((short) field.type());
            putOffset(bytes, big, field.count());
            if (field.bytes().length <= inside) {
                bytes.put(field.bytes()).position(bytes.position() + inside - field.bytes().length);
            } else {
                putOffset(bytes, big, start + outside);
                bytes.put(outside, field.bytes());
                outside += even(field.bytes().length);
            }
        }
        return bytes.array();
    }

    private static void putOffset(ByteBuffer bytes, boolean big, long offset) {
        if (big) {
            bytes.putLong(offset);
        } else {
            bytes.putInt((int) offset);
        }
    }

    private static int even(int length) {
        return length + (length & 1);
    }
}
