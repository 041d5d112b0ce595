package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.Decoded.Pixels;
import io.dynafuse.image.TiffDirectory.Field;
import io.dynafuse.image.TiffExcerpt.Value;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One page of a TIFF file. */
final class TiffPage {
    /** A decoder makes objects of all values, so that some hundred megabytes of values would take gigabytes. */
    private static final long LARGEST_METADATA = 16 << 20;

    private static final int SUB_DIRECTORIES = 330;
    private static final Set<Integer> UNIT_LISTS = Set.of(
            TIFF.TAG_STRIP_OFFSETS, TIFF.TAG_STRIP_BYTE_COUNTS, TiffLayout.TILE_OFFSETS, TiffLayout.TILE_BYTE_COUNTS);
    private static final Set<Integer> TILE_SIZES = Set.of(TiffLayout.TILE_WIDTH, TiffLayout.TILE_HEIGHT);
    private static final Set<Integer> DIRECTORIES = Set.of(TIFF.TAG_EXIF_IFD, TIFF.TAG_GPS_IFD, TIFF.TAG_INTEROP_IFD);

    private final Path file;
    private final FileRanges input;
    private final ReadOptions options;
    private final TiffDirectory directory;
    private final TiffLayout layout;
    private final List<Integer> bands;
    private final List<String> notes = new ArrayList<>();
    private long metadataLeft = LARGEST_METADATA;

    private TiffPage(Path file, FileRanges input, TiffDirectory directory, ReadOptions options) throws IOException {
        this.file = file;
        this.input = input;
        this.options = options;
        this.directory = directory;
        this.layout = TiffLayout.of(directory, options.limits(), input.length());
        this.bands = layout.bands(options.bands());
        notes.addAll(layout.notes(options.bands()));
    }

    /**
     * The page that was chosen, or the only one.
     *
     * @param input of the file, open as long as the page is used
     * @throws Refusal if it is of a kind that is not read, or beyond the limits, or there are several and none was chosen
     */
    static TiffPage of(Path file, FileRanges input, ReadOptions options) throws IOException {
        TiffPages pages = new TiffPages(input);
        TiffPage page = new TiffPage(file, input, pages.chosen(options.page()), options);
        page.notes.addAll(pages.notes());
        return page;
    }

    /** What the headers of all pages say. */
    static List<ImageHeader> headers(Path file, FileRanges input, ReadOptions options) throws IOException {
        TiffPages pages = new TiffPages(input);
        List<ImageHeader> headers = new ArrayList<>();
        for (TiffDirectory directory : pages.all()) {
            headers.add(new TiffPage(file, input, directory, options).header());
        }
        return headers;
    }

    ImageHeader header() throws IOException {
        return new ImageHeader(layout.width(), layout.height(), layout.channels(bands), layout.depth())
                .upright(orientation());
    }

    /** The orientation of the rows. */
    int orientation() throws IOException {
        return (int) directory.number(TIFF.TAG_ORIENTATION, 1);
    }

    /** What is left out of the file; complete once {@link #excerpt} was opened. */
    List<String> notes() {
        return notes;
    }

    /** A file of this page alone, without fields that would take much memory. */
    FileRanges excerpt() throws IOException {
        SortedMap<Integer, Value> fields = new TreeMap<>();
        for (Field field : directory.fields()) {
            if (!UNIT_LISTS.contains(field.tag()) && isWanted(field)) {
                fields.put(field.tag(), value(field));
                metadataLeft -= field.byteSize();
            }
        }
        boolean tiled = directory.has(TiffLayout.TILE_OFFSETS);
        int offsetsTag = tiled ? TiffLayout.TILE_OFFSETS : TIFF.TAG_STRIP_OFFSETS;
        int lengthsTag = tiled ? TiffLayout.TILE_BYTE_COUNTS : TIFF.TAG_STRIP_BYTE_COUNTS;
        long[] offsets = directory.numbers(offsetsTag, layout.units(directory));
        if (offsets.length > 0) {
            fields.put(offsetsTag, numbers(offsetsTag, offsets));
            fields.put(lengthsTag, numbers(lengthsTag, layout.lengths(directory, lengthsTag, offsets, input.length())));
        }
        return TiffExcerpt.open(file, directory.isBig(), directory.order(), List.copyOf(fields.values()));
    }

    private Value numbers(int tag, long[] numbers) {
        return Value.of(tag, directory.isBig(), directory.order(), numbers);
    }

    private Value value(Field field) throws IOException {
        return new Value(field.tag(), field.type(), field.count(), directory.bytes(field, field.count()));
    }

    private boolean isWanted(Field field) throws IOException {
        directory.requireInside(field);
        boolean strayTileSize = TILE_SIZES.contains(field.tag()) && !directory.has(TiffLayout.TILE_OFFSETS);
        if (strayTileSize || field.tag() == SUB_DIRECTORIES) {
            return false;
        }
        if (field.byteSize() > metadataLeft) {
            notes.add(
                    "holds " + (field.byteSize() >> 20) + " MB in TIFF field " + field.tag() + ", which are left out");
            return false;
        }
        return !DIRECTORIES.contains(field.tag()) || isModest(directory, field.tag(), 0);
    }

    /** Whether the directory that a field points to can be read in reasonable memory; subtracts its size from the memory left. */
    private boolean isModest(TiffDirectory outer, int tag, int depth) {
        try {
            TiffDirectory inner = new TiffDirectory(input, directory.isBig(), outer.number(tag, 0));
            for (Field field : inner.fields()) {
                metadataLeft -= Math.min(field.byteSize(), LARGEST_METADATA + 1);
                boolean isPointer = DIRECTORIES.contains(field.tag());
                if (metadataLeft < 0 || isPointer && (depth > 0 || !isModest(inner, field.tag(), depth + 1))) {
                    return tooMuch();
                }
            }
            return true;
        } catch (IOException e) {
            // Exif data of cameras are often broken; then they are ignored.
            return false;
        }
    }

    private boolean tooMuch() {
        metadataLeft = Math.max(metadataLeft, 0);
        notes.add("holds more than " + (LARGEST_METADATA >> 20) + " MB of Exif data, which are left out");
        return false;
    }

    private Pixels pixels(BufferedImage image) throws IOException {
        if (!layout.isOfInks()) {
            return Rasters.pixels(image, layout.alpha());
        }
        Pixels pixels = Inks.toRgb(image.getRaster(), inkProfile());
        return layout.alpha().isPresent()
                ? Rasters.withAlpha(pixels, image.getRaster(), layout.alpha().get())
                : pixels;
    }

    /** The profile that says what the inks look like; empty if it is broken or for something else. */
    private Optional<ICC_Profile> inkProfile() throws IOException {
        Optional<Field> field = directory.field(TIFF.TAG_ICC_PROFILE).filter(one -> one.byteSize() <= LARGEST_METADATA);
        return field.isPresent()
                ? Inks.profile(directory.bytes(field.get(), field.get().count()))
                : Optional.empty();
    }

    /** @param excerpt of this page */
    Pixels pixels(FileRanges excerpt) throws IOException {
        if (bands.isEmpty()) {
            return PlugIn.TWELVE_MONKEYS.decode("tiff", excerpt, options.limits(), this::pixels);
        }
        return new TiffBands(file, directory, layout)
                .read(bands, layout.saysItsBands() ? layout.alpha() : Optional.empty());
    }
}
