package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One directory of a TIFF file (TIFF 6.0, section 2; BigTIFF), as it is stored: its fields and the positions of their values. Values are
 * read on demand, so that a directory costs little however much it claims to hold.
 */
final class TiffDirectory {
    /** More than any program writes; a file that claims more is hostile or damaged. */
    private static final int MOST_FIELDS = 4096;
    /** The bytes of one value by type; 0 where there is no such type. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final FileRanges input;
    private final boolean big;
    private final SortedMap<Integer, Field> fields = new TreeMap<>();
    private final long next;

    /**
     * A field.
     *
     * @param type of its values
     * @param count of its values
     * @param position of its values in the file
     */
    record Field(int tag, int type, long count, long position) {
        /** The bytes that its values take; the largest possible number if that is unknown. */
        long byteSize() {
            return count < 0 || count > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : count * TYPE_BYTES[type];
        }
    }

    /**
     * Reads the fields of a directory, not their values.
     *
     * @param input in the byte order of the file
     * @param big whether it is a BigTIFF
     * @throws Refusal if there are no fields or too many
     */
    TiffDirectory(FileRanges input, boolean big, long offset) throws IOException {
        this.input = input;
        this.big = big;
        input.seek(offset);
        long count = big ? input.readLong() : input.readUnsignedShort();
        if (count < 1 || count > MOST_FIELDS) {
            throw new Refusal("says a TIFF directory has " + Long.toUnsignedString(count) + " fields; expected 1 to "
                    + MOST_FIELDS);
        }
        for (int i = 0; i < count; i++) {
            readField();
        }
        this.next = readNext();
    }

    private void readField() throws IOException {
        int tag = input.readUnsignedShort();
        int type = input.readUnsignedShort();
        long count = big ? input.readLong() : input.readUnsignedInt();
        long here = input.getStreamPosition();
        long pointed = big ? input.readLong() : input.readUnsignedInt();
        if (type < TYPE_BYTES.length && TYPE_BYTES[type] > 0) {
            Field inside = new Field(tag, type, count, here);
            boolean fits = inside.byteSize() <= offsetBytes();
            fields.putIfAbsent(tag, fits ? inside : new Field(tag, type, count, pointed));
        }
    }

    /** Some programs leave out the last pointer. */
    private long readNext() throws IOException {
        if (input.getStreamPosition() + offsetBytes() > input.length()) {
            return 0;
        }
        return big ? input.readLong() : input.readUnsignedInt();
    }

    private int offsetBytes() {
        return big ? Long.BYTES : Integer.BYTES;
    }

    /** Where the next directory lies; 0 if there is none. */
    long next() {
        return next;
    }

    /** The directory that a field points to; empty where there is no such field. */
    Optional<TiffDirectory> inner(int tag) throws IOException {
        long offset = number(tag, 0);
        return offset == 0 ? Optional.empty() : Optional.of(new TiffDirectory(input, big, offset));
    }

    boolean isBig() {
        return big;
    }

    ByteOrder order() {
        return input.getByteOrder();
    }

    /** All fields, by their tags. */
    Iterable<Field> fields() {
        return fields.values();
    }

    Optional<Field> field(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    int fieldCount() {
        return fields.size();
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /** The first number of a field; the given one if there is no such field. */
    long number(int tag, long otherwise) throws IOException {
        long[] numbers = numbers(tag, 1);
        return numbers.length == 0 ? otherwise : numbers[0];
    }

    /**
     * The numbers of a field, at most as many as wanted; none if it is missing or holds something else.
     *
     * @throws EOFException if they lie beyond the end of the file
     */
    long[] numbers(int tag, int most) throws IOException {
        Field field = fields.get(tag);
        if (field == null || !isOfIntegers(field.type())) {
            return new long[0];
        }
        return numbers(field, most);
    }

    private long[] numbers(Field field, int most) throws IOException {
        requireInside(field);
        long[] numbers = new long[(int) Math.min(field.count(), most)];
        input.seek(field.position());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = readNumber(field.type());
        }
        return numbers;
    }

    private long readNumber(int type) throws IOException {
        return switch (TYPE_BYTES[type]) {
            case 1 -> type == TIFF.TYPE_SBYTE ? input.readByte() : input.readUnsignedByte();
            case 2 -> type == TIFF.TYPE_SSHORT ? input.readShort() : input.readUnsignedShort();
            case 4 -> type == TIFF.TYPE_SLONG ? input.readInt() : input.readUnsignedInt();
            default -> input.readLong();
        };
    }

    private static boolean isOfIntegers(int type) {
        return switch (type) {
            case TIFF.TYPE_ASCII, TIFF.TYPE_RATIONAL, TIFF.TYPE_SRATIONAL, TIFF.TYPE_FLOAT, TIFF.TYPE_DOUBLE -> false;
            default -> true;
        };
    }

    /** The values of a field as stored; the caller has checked their size. */
    byte[] bytes(Field field, long count) throws IOException {
        requireInside(field);
        byte[] bytes = new byte[Math.toIntExact(count * TYPE_BYTES[field.type()])];
        input.seek(field.position());
        input.readFully(bytes);
        return bytes;
    }

    /** @throws EOFException if the values lie beyond the end of the file */
    void requireInside(Field field) throws IOException {
        long size = field.byteSize();
        if (field.position() < 0 || field.position() > input.length() || size > input.length() - field.position()) {
            throw new EOFException();
        }
    }
}
