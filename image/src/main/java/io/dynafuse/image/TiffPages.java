package io.dynafuse.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The images of a TIFF file, each of which has a directory; the directories form a chain. Smaller copies of an image and masks are not
 * pages (TIFF 6.0, NewSubfileType and SubfileType). The chain is followed without reading values, so that it costs little whatever its length.
 */
final class TiffPages {
    private static final int MOST_DIRECTORIES = 16_384;
    private static final long MOST_FIELDS = 1 << 20;
    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int SUBFILE_TYPE = 255;
    private static final int SUB_DIRECTORIES = 330;
    private static final int REDUCED = 1;
    private static final int MASK = 4;
    private static final int OLD_REDUCED = 2;

    private final FileRanges input;
    private final boolean big;
    private final List<Long> pages = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();
    private int reduced;
    private int masks;
    private boolean nested;
    private Optional<IOException> fault = Optional.empty();

    /** Sets the byte order of the input to that of the file. */
    TiffPages(FileRanges input) throws IOException {
        this.input = input;
        input.seek(0);
        input.setByteOrder(input.readUnsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        input.readByte();
        this.big = input.readUnsignedShort() == 43;
        long first;
        if (big) {
            input.readInt();
            first = input.readLong();
        } else {
            first = input.readUnsignedInt();
        }
        if (first == 0) {
            throw new Refusal("is damaged: a TIFF without an image");
        }
        walk(first);
        if (pages.isEmpty()) {
            // A preview that stands alone is the image, whatever its type.
            pages.addAll(others);
            reduced = 0;
            masks = 0;
        }
        if (pages.isEmpty()) {
            throw fault.orElseThrow();
        }
    }

    private void walk(long first) {
        Set<Long> seen = new HashSet<>();
        long fields = 0;
        try {
            for (long offset = first; offset != 0; ) {
                if (offset < 0 || offset >= input.length()) {
                    throw new EOFException();
                }
                if (!seen.add(offset)) {
                    throw new Refusal("is damaged: its chain of pages leads back to page "
                            + (seen.size() == 1 ? "1" : "one before"));
                }
                if (seen.size() > MOST_DIRECTORIES || fields > MOST_FIELDS) {
                    throw new Refusal("holds more than " + MOST_DIRECTORIES + " TIFF directories or " + MOST_FIELDS
                            + " fields; that many are not read");
                }
                TiffDirectory directory = new TiffDirectory(input, big, offset);
                fields += directory.fieldCount();
                sort(directory, offset);
                offset = directory.next();
            }
        } catch (IOException e) {
            fault = Optional.of(e);
        }
    }

    private void sort(TiffDirectory directory, long offset) throws IOException {
        long type = directory.number(NEW_SUBFILE_TYPE, 0);
        nested |= directory.has(SUB_DIRECTORIES);
        if ((type & MASK) != 0) {
            masks++;
            others.add(offset);
        } else if ((type & REDUCED) != 0 || directory.number(SUBFILE_TYPE, 0) == OLD_REDUCED) {
            reduced++;
            others.add(offset);
        } else {
            pages.add(offset);
        }
    }

    /**
     * How many pages there are.
     *
     * @throws IOException if the chain of pages is broken
     */
    int count() throws IOException {
        if (fault.isPresent()) {
            throw fault.get();
        }
        return pages.size();
    }

    /**
     * The directory of the page that was chosen, or of the only one.
     *
     * @throws Refusal if there are several and none was chosen, or there is no such page
     * @throws IOException if the chain of pages is broken before the page
     */
    TiffDirectory chosen(OptionalInt page) throws IOException {
        int number = page.orElse(1);
        if (page.isEmpty() || number > pages.size()) {
            number = PageChoice.of(page, count());
        }
        return new TiffDirectory(input, big, pages.get(number - 1));
    }

    /**
     * The directories of all pages.
     *
     * @throws IOException if the chain of pages is broken
     */
    List<TiffDirectory> all() throws IOException {
        List<TiffDirectory> directories = new ArrayList<>();
        for (int page = 0; page < count(); page++) {
            directories.add(new TiffDirectory(input, big, pages.get(page)));
        }
        return directories;
    }

    /** What the file holds besides pages. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (reduced > 0) {
            notes.add("holds " + (reduced == 1 ? "a smaller copy" : reduced + " smaller copies")
                    + " of its image, which " + (reduced == 1 ? "is" : "are") + " left out");
        }
        if (masks > 0) {
            notes.add("holds " + (masks == 1 ? "a mask" : masks + " masks") + ", which " + (masks == 1 ? "is" : "are")
                    + " left out");
        }
        if (nested) {
            notes.add("holds further images inside of a page (SubIFDs), which are left out");
        }
        return notes;
    }
}
