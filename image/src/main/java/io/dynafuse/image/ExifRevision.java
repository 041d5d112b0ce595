package io.dynafuse.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Adapts Exif data (CIPA DC-008) to another image than the one they were written with. They are changed in place, since maker notes count
 * offsets from the start of all data: sizes are rewritten, entries about the samples of the old file are removed, and the thumbnail is cut
 * off or overwritten with zeros.
 */
final class ExifRevision {
    private static final int MAGIC = 42;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int LINK = 4;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int IFD = 13;
    /** The bytes of a value, by type; 0 if there is no such type. */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private static final int MOST_NUMBERS = 1024;
    private static final int LONGEST_DESCRIPTION = 1 << 16;
    private static final int IMAGE_DESCRIPTION = 270;
    private static final int SUB_DIRECTORIES = 330;
    static final int MAKER_NOTES = 0x927c;
    private static final int COLOUR_SPACE = 0xa001;
    private static final int UNCALIBRATED = 0xffff;
    private static final int COMPONENTS = 0x9101;
    private static final int LUMA_AND_CHROMA = 0x01020300;
    private static final int CHROMA_POSITION = 531;
    private static final int CENTRED = 1;
    /** Of strips, tiles and a JPEG thumbnail. */
    private static final Set<Integer> PICTURE_STARTS = Set.of(273, 324, 513);

    private static final Set<Integer> PICTURE_LENGTHS = Set.of(279, 325, 514);

    /** The directories of Exif data, and the entries of each about the samples of one file. */
    private enum Directory {
        /**
         * Their number, depth, place, coding and range; other pictures in the file; and XMP, IPTC, Photoshop's resources and the profile,
         * which are handled elsewhere.
         */
        MAIN(
                256,
                257,
                Set.of(
                        254,
                        255,
                        258,
                        259,
                        262,
                        263,
                        264,
                        265,
                        266,
                        273,
                        277,
                        278,
                        279,
                        280,
                        281,
                        284,
                        285,
                        288,
                        289,
                        290,
                        291,
                        292,
                        293,
                        297,
                        301,
                        317,
                        320,
                        321,
                        322,
                        323,
                        324,
                        325,
                        SUB_DIRECTORIES,
                        332,
                        333,
                        334,
                        336,
                        338,
                        339,
                        340,
                        341,
                        342,
                        347,
                        512,
                        513,
                        514,
                        515,
                        517,
                        518,
                        519,
                        520,
                        521,
                        529,
                        530,
                        CHROMA_POSITION,
                        532,
                        700,
                        33723,
                        34377,
                        34675)),
        /** How a JPEG was compressed, and pixel positions in an image that may have been turned since. */
        EXIF(0xa002, 0xa003, Set.of(COMPONENTS, 0x9102, 0x9214, 0xa214)),
        GPS(-1, -1, Set.of()),
        INTEROPERABILITY(0x1001, 0x1002, Set.of());

        private final int widthTag;
        private final int heightTag;
        private final Set<Integer> stale;

        Directory(int widthTag, int heightTag, Set<Integer> stale) {
            this.widthTag = widthTag;
            this.heightTag = heightTag;
            this.stale = stale;
        }

        boolean isStale(int tag) {
            return stale.contains(tag);
        }

        Optional<Directory> inner(int tag) {
            return switch (tag) {
                case 34665 -> this == MAIN ? Optional.of(EXIF) : Optional.empty();
                case 34853 -> this == MAIN ? Optional.of(GPS) : Optional.empty();
                case 40965 -> this == EXIF ? Optional.of(INTEROPERABILITY) : Optional.empty();
                default -> Optional.empty();
            };
        }
    }

    private final ByteBuffer data;
    private final Target target;
    private final BitSet structure = new BitSet();
    private final BitSet kept = new BitSet();
    private final BitSet dropped = new BitSet();
    private final Set<Long> droppedDirectories = new HashSet<>();
    private long budget;
    private final List<String> leftOut = new ArrayList<>();

    /**
     * The image that the data must describe.
     *
     * @param uncalibrated whether the profile that says what the samples mean is left out
     * @param moving whether values will be moved, which breaks maker notes
     * @param luma whether the samples will be coded as luma and chroma, as in a JPEG of colours
     */
    record Target(int width, int height, boolean uncalibrated, boolean moving, boolean luma) {}

    /**
     * The result of a revision.
     *
     * @param leftOut what users may look for and why it was removed, one phrase each
     */
    record Revised(byte[] exif, List<String> leftOut) {}

    private ExifRevision(byte[] exif, Target target) {
        this.data = ByteBuffer.wrap(exif.clone()).order(Exif.buffer(exif).order());
        this.target = target;
        // Values may overlap, but not so often that marking them takes long.
        this.budget = 4L * exif.length;
    }

    /**
     * The data for another image.
     *
     * @return empty if they cannot be understood well enough to make them all true
     */
    static Optional<Revised> of(byte[] exif, Target target) {
        if (!Exif.isExif(exif)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ExifRevision(exif, target).revised());
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private Revised revised() throws Refusal {
        require(data.getShort(2) == MAGIC);
        kept.set(0, HEADER);
        structure.set(0, HEADER);
        long link = revise(unsigned(4), Directory.MAIN);
        dropDirectories(link);
        if (!droppedDirectories.isEmpty()) {
            leftOut.add("the thumbnail (it shows the old picture)");
        }
        dropped.andNot(kept);
        for (int i = dropped.nextSetBit(0); i >= 0; i = dropped.nextSetBit(i + 1)) {
            data.put(i, (byte) 0);
        }
        byte[] revised = new byte[dropped.previousClearBit(data.capacity() - 1) + 1];
        data.get(0, revised);
        return new Revised(revised, List.copyOf(leftOut));
    }

    /** Returns where the next directory lies, to which no link leads any more. */
    private long revise(long start, Directory directory) throws Refusal {
        require(start >= HEADER && start + 2 <= data.capacity());
        int position = (int) start;
        int count = Short.toUnsignedInt(data.getShort(position));
        int entries = position + 2;
        long end = entries + (long) count * ENTRY;
        // A directory may lie neither in another nor in its own values.
        require(end <= data.capacity() && isFree(kept, start, end));
        keep(start, end - start);
        structure.set(position, (int) end);
        int to = entries;
        for (int entry = entries; entry < end; entry += ENTRY) {
            if (remains(entry, directory)) {
                byte[] bytes = new byte[ENTRY];
                data.get(entry, bytes).put(to, bytes);
                to += ENTRY;
            }
        }
        data.putShort(position, (short) ((to - entries) / ENTRY));
        return unlink((int) end, to, directory);
    }

    /** Clears the link behind a directory and the space of its removed entries; only the main directory must have a link. */
    private long unlink(int end, int newEnd, Directory directory) throws Refusal {
        boolean atEnd = end + LINK > data.capacity();
        boolean linked = !atEnd && isFree(kept, end, end + LINK);
        require(linked || atEnd || directory != Directory.MAIN);
        long link = linked ? unsigned(end) : 0;
        int free = linked ? end + LINK : end;
        kept.set(end, free);
        structure.set(end, free);
        for (int i = newEnd; i < free; i++) {
            data.put(i, (byte) 0);
        }
        return link;
    }

    private static boolean isFree(BitSet taken, long start, long end) {
        int next = taken.nextSetBit((int) start);
        return next < 0 || next >= end;
    }

    /** Whether an entry stays; what it refers to is marked. */
    private boolean remains(int entry, Directory directory) throws Refusal {
        int tag = Short.toUnsignedInt(data.getShort(entry));
        int size = typeSize(entry);
        if (size == 0) {
            return false;
        }
        long length = size * unsigned(entry + 4);
        long start = length <= LINK ? entry + 8 : unsigned(entry + 8);
        boolean stale = directory.isStale(tag) && !isOfLuma(entry, tag);
        if (stale || isUnfit(tag, directory, start, length)) {
            if (tag == SUB_DIRECTORIES) {
                dropAllDirectories(entry);
            }
            drop(start, length > LINK ? length : 0);
            return false;
        }
        OptionalInt number = number(tag, directory);
        if (number.isPresent()) {
            return putNumber(entry, number.getAsInt());
        }
        Optional<Directory> inner = directory.inner(tag);
        if (inner.isPresent()) {
            revise(unsigned(entry + 8), inner.get());
        } else if (length > LINK) {
            keep(start, length);
            require(isFree(structure, start, start + length));
        }
        return true;
    }

    /** Whether an entry describes luma and chroma as the new file has them, which Exif demands. */
    private boolean isOfLuma(int entry, int tag) {
        boolean components = tag == COMPONENTS
                && data.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(entry + 8) == LUMA_AND_CHROMA;
        return target.luma() && (components || tag == CHROMA_POSITION);
    }

    /** Whether an entry is true in some files, but not in this. */
    private boolean isUnfit(int tag, Directory directory, long start, long length) {
        if (directory == Directory.MAIN && tag == IMAGE_DESCRIPTION && isLayout(start, length)) {
            leftOut.add("the description (it tells the layout of the old file)");
            return true;
        }
        if (directory == Directory.EXIF && tag == MAKER_NOTES && target.moving()) {
            leftOut.add("the camera's maker notes (they do not survive being moved in a TIFF)");
            return true;
        }
        return false;
    }

    /** The new value of an entry. */
    private OptionalInt number(int tag, Directory directory) {
        if (tag == directory.widthTag) {
            return OptionalInt.of(target.width());
        }
        if (tag == directory.heightTag) {
            return OptionalInt.of(target.height());
        }
        if (tag == CHROMA_POSITION && directory == Directory.MAIN) {
            return OptionalInt.of(CENTRED);
        }
        return tag == COLOUR_SPACE && directory == Directory.EXIF && target.uncalibrated()
                ? OptionalInt.of(UNCALIBRATED)
                : OptionalInt.empty();
    }

    /** Sets the one number of an entry, in the smaller of the two types that Exif allows; an entry that held something else is removed. */
    private boolean putNumber(int entry, int number) {
        int type = data.getShort(entry + 2);
        if (unsigned(entry + 4) != 1 || type != SHORT && type != LONG) {
            return false;
        }
        data.putInt(entry + 8, 0);
        if (type == SHORT && number <= 0xffff) {
            data.putShort(entry + 8, (short) number);
        } else {
            data.putShort(entry + 2, (short) LONG).putInt(entry + 8, number);
        }
        return true;
    }

    private boolean isLayout(long start, long length) {
        long end = Math.min(start + Math.min(length, LONGEST_DESCRIPTION), data.capacity());
        return start < end
                && ImageDescription.isLayout(
                        new String(data.array(), (int) start, (int) (end - start), StandardCharsets.ISO_8859_1));
    }

    private void dropAllDirectories(int entry) throws Refusal {
        for (long directory : numbers(entry)) {
            dropDirectories(directory);
        }
    }

    /** Marks a chain of directories, with all that they lead to, as far as it lies within the data. */
    private void dropDirectories(long first) throws Refusal {
        long start = first;
        while (start >= HEADER && start + 2 <= data.capacity() && droppedDirectories.add(start)) {
            int entries = (int) start + 2;
            long stated = Short.toUnsignedInt(data.getShort((int) start));
            long count = Math.min(stated, (data.capacity() - entries) / ENTRY);
            int end = (int) (entries + count * ENTRY);
            dropContent(entries, end);
            drop(start, end - start + LINK);
            start = count == stated && end + LINK <= data.capacity() ? unsigned(end) : 0;
        }
    }

    private void dropContent(int entries, int end) throws Refusal {
        long[] starts = {};
        long[] lengths = {};
        for (int entry = entries; entry < end; entry += ENTRY) {
            int tag = Short.toUnsignedInt(data.getShort(entry));
            long length = typeSize(entry) * unsigned(entry + 4);
            if (length > LINK) {
                drop(unsigned(entry + 8), length);
            }
            if (PICTURE_STARTS.contains(tag)) {
                starts = numbers(entry);
            } else if (PICTURE_LENGTHS.contains(tag)) {
                lengths = numbers(entry);
            }
        }
        for (int i = 0; i < Math.min(starts.length, lengths.length); i++) {
            drop(starts[i], lengths[i]);
        }
    }

    private long[] numbers(int entry) {
        int size = typeSize(entry);
        int type = data.getShort(entry + 2);
        int count = (int) Math.min(unsigned(entry + 4), MOST_NUMBERS);
        long start = (long) size * count <= LINK ? entry + 8 : unsigned(entry + 8);
        if (type != SHORT && type != LONG && type != IFD || start + (long) size * count > data.capacity()) {
            return new long[0];
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            int at = (int) start + i * size;
            numbers[i] = type == SHORT ? Short.toUnsignedLong(data.getShort(at)) : unsigned(at);
        }
        return numbers;
    }

    private void keep(long start, long length) throws Refusal {
        budget -= length;
        require(start >= 0 && start + length <= data.capacity() && budget >= 0);
        kept.set((int) start, (int) (start + length));
    }

    private void drop(long start, long length) throws Refusal {
        long end = Math.min(start + length, data.capacity());
        if (start < end) {
            budget -= end - start;
            require(budget >= 0);
            dropped.set((int) start, (int) end);
        }
    }

    private int typeSize(int entry) {
        int type = Short.toUnsignedInt(data.getShort(entry + 2));
        return type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0;
    }

    private long unsigned(int position) {
        return Integer.toUnsignedLong(data.getInt(position));
    }

    private static void require(boolean understood) throws Refusal {
        if (!understood) {
            throw new Refusal("holds Exif data that cannot be understood");
        }
    }
}
