package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFEntry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import io.dynafuse.image.Decoded.Pixels;
import io.dynafuse.image.Rasters.AlphaBand;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * TIFF 6.0 and BigTIFF; of several images in a file, the first. Exif data lie in entries of the image's own directory, from which
 * they are gathered.
 */
final class TiffFile {
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int PREDICTOR = 317;
    private static final int NO_PREDICTOR = 1;
    private static final int UNSIGNED = 1;
    private static final int FLOAT = 3;
    private static final int UNDEFINED = 4;
    private static final int UNCOMPRESSED = 1;
    private static final int INVERTED_GRAY = 0;
    private static final int GRAY = 1;
    private static final int RGB = 2;
    private static final int ASSOCIATED_ALPHA = 1;
    private static final int UNASSOCIATED_ALPHA = 2;
    private static final int STRIP_BYTES = 1 << 20;
    private static final long LARGEST_CONTENT = (1L << 32) - (64 << 20);
    private static final int MOST_SAMPLES_PER_PIXEL = 8;

    private final Directory directory;

    private TiffFile(Directory directory) {
        this.directory = directory;
    }

    static Decoded read(Path path, ReadLimits limits) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            TiffFile file = new TiffFile(firstDirectory(input));
            file.requireReadable(limits);
            file.requireWhole(input.length());
            TiffMetadata metadata = new TiffMetadata(file.directory, byteOrder(input));
            input.seek(0);
            Pixels pixels =
                    file.decoder().decode("tiff", input, limits, image -> Rasters.pixels(image, file.alphaBand()));
            return new Decoded(
                    pixels, metadata.metadata(), (int) file.number(TIFF.TAG_ORIENTATION, 1), metadata.notes());
        }
    }

    /** Uncompressed, in strips of about a megabyte. */
    static void write(Image image, OutputStream out) throws IOException {
        int rowLength = image.width() * samplesPerPixel(image);
        int rowBytes = Math.multiplyExact(rowLength, image.depth().bytes());
        if ((long) rowBytes * image.height() > LARGEST_CONTENT) {
            throw new IOException("a TIFF holds no more than 4 GiB");
        }
        int stripRows = Math.min(image.height(), Math.max(1, STRIP_BYTES / rowBytes));
        // The directory comes first; its length does not depend on the offsets in it.
        WrittenMetadata metadata = WrittenMetadata.of(image, ImageFormat.TIFF);
        int directoryLength = directory(image, metadata, stripRows, 0).length;
        out.write(directory(image, metadata, stripRows, directoryLength));
        ByteBuffer row = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < image.height(); y++) {
            copyRow(image, y, row.clear());
            out.write(row.array());
        }
    }

    private static void copyRow(Image image, int y, ByteBuffer target) {
        int rowLength = image.width() * samplesPerPixel(image);
        if (image.isOpaque()) {
            image.samples().copyTo(y * rowLength, rowLength, target);
        } else {
            Samples row = Samples.of(image.depth(), rowLength);
            Rasters.rowWithAlpha(image, y, row, 0);
            row.copyTo(0, rowLength, target);
        }
    }

    private static int samplesPerPixel(Image image) {
        return image.channels() + (image.isOpaque() ? 0 : 1);
    }

    private static byte[] directory(Image image, WrittenMetadata metadata, int stripRows, long firstStrip)
            throws IOException {
        List<Entry> entries = new ArrayList<>(sampleEntries(image));
        entries.addAll(stripEntries(image, stripRows, firstStrip));
        entries.addAll(TiffMetadata.entries(metadata));
        return ExifEntries.bytes(entries);
    }

    private static List<Entry> sampleEntries(Image image) {
        int channels = image.channels();
        int samples = samplesPerPixel(image);
        int[] bits = new int[samples];
        int[] formats = new int[samples];
        Arrays.fill(bits, image.depth().bytes() * Byte.SIZE);
        Arrays.fill(formats, image.depth() == SampleDepth.FLOAT_32 ? FLOAT : UNSIGNED);
        List<Entry> entries = new ArrayList<>(List.of(
                new TIFFEntry(TIFF.TAG_IMAGE_WIDTH, TIFF.TYPE_LONG, image.width()),
                new TIFFEntry(TIFF.TAG_IMAGE_HEIGHT, TIFF.TYPE_LONG, image.height()),
                new TIFFEntry(TIFF.TAG_BITS_PER_SAMPLE, TIFF.TYPE_SHORT, bits),
                new TIFFEntry(TIFF.TAG_COMPRESSION, TIFF.TYPE_SHORT, UNCOMPRESSED),
                new TIFFEntry(TIFF.TAG_PHOTOMETRIC_INTERPRETATION, TIFF.TYPE_SHORT, channels == 1 ? GRAY : RGB),
                new TIFFEntry(TIFF.TAG_SAMPLES_PER_PIXEL, TIFF.TYPE_SHORT, samples),
                new TIFFEntry(TIFF.TAG_SAMPLE_FORMAT, TIFF.TYPE_SHORT, formats)));
        if (!image.isOpaque()) {
            entries.add(new TIFFEntry(TIFF.TAG_EXTRA_SAMPLES, TIFF.TYPE_SHORT, UNASSOCIATED_ALPHA));
        }
        return entries;
    }

    private static List<Entry> stripEntries(Image image, int stripRows, long firstStrip) {
        int strips = (image.height() + stripRows - 1) / stripRows;
        long rowBytes =
                (long) image.width() * samplesPerPixel(image) * image.depth().bytes();
        long[] offsets = new long[strips];
        long[] counts = new long[strips];
        for (int strip = 0; strip < strips; strip++) {
            int firstRow = strip * stripRows;
            offsets[strip] = firstStrip + firstRow * rowBytes;
            counts[strip] = Math.min(stripRows, image.height() - firstRow) * rowBytes;
        }
        return List.of(
                new TIFFEntry(TIFF.TAG_STRIP_OFFSETS, TIFF.TYPE_LONG, offsets),
                new TIFFEntry(TIFF.TAG_ROWS_PER_STRIP, TIFF.TYPE_LONG, stripRows),
                new TIFFEntry(TIFF.TAG_STRIP_BYTE_COUNTS, TIFF.TYPE_LONG, counts));
    }

    private static Directory firstDirectory(FileRanges input) throws IOException {
        if (new TIFFReader().read(input) instanceof CompoundDirectory all && all.directoryCount() > 0) {
            Directory first = all.getDirectory(0);
            for (Entry entry : first) {
                // What TwelveMonkeys puts in place of values beyond the end of the file.
                if (entry.getValue() instanceof EOFException cutShort) {
                    throw cutShort;
                }
            }
            return first;
        }
        throw new Refusal("is damaged: a TIFF without an image");
    }

    /** Samples beyond those of the colours that are alpha; what else they are is nothing an image has a place for. */
    private Optional<AlphaBand> alphaBand() {
        long[] extra = numbers(TIFF.TAG_EXTRA_SAMPLES);
        int colours = (int) number(TIFF.TAG_SAMPLES_PER_PIXEL, 1) - extra.length;
        for (int i = 0; i < extra.length; i++) {
            if (extra[i] == ASSOCIATED_ALPHA || extra[i] == UNASSOCIATED_ALPHA) {
                return Optional.of(new AlphaBand(colours + i, extra[i] == ASSOCIATED_ALPHA));
            }
        }
        return Optional.empty();
    }

    private static ByteOrder byteOrder(FileRanges input) throws IOException {
        input.seek(0);
        return input.read() == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The plug-in of TwelveMonkeys knows far more kinds of TIFF, but clips floats before their range can be checked. */
    private PlugIn decoder() {
        return sampleFormat() == FLOAT ? PlugIn.JDK : PlugIn.TWELVE_MONKEYS;
    }

    private long sampleFormat() {
        return number(TIFF.TAG_SAMPLE_FORMAT, UNSIGNED);
    }

    private void requireReadable(ReadLimits limits) throws Refusal {
        long samples = number(TIFF.TAG_SAMPLES_PER_PIXEL, 1);
        if (samples > MOST_SAMPLES_PER_PIXEL) {
            throw new Refusal("has " + samples + " samples a pixel; gray and RGB have one to four");
        }
        limits.check(number(TIFF.TAG_IMAGE_WIDTH, 0), number(TIFF.TAG_IMAGE_HEIGHT, 0), (int) samples);
        limits.check(number(TILE_WIDTH, 1), number(TILE_HEIGHT, 1), (int) samples);
        requireReadableSamples((int) samples);
    }

    private void requireReadableSamples(int samplesPerPixel) throws Refusal {
        long format = sampleFormat();
        if (format == FLOAT && number(PREDICTOR, NO_PREDICTOR) != NO_PREDICTOR) {
            throw new Refusal("holds floats with a predictor; save it without one");
        }
        long bits = number(TIFF.TAG_BITS_PER_SAMPLE, 1);
        boolean integers = format == UNSIGNED || format == UNDEFINED;
        boolean readable = format == FLOAT ? bits == Float.SIZE : integers && bits <= Short.SIZE;
        // The decoder inverts samples between these depths in the wrong range, and unpacks small colours wrongly.
        boolean wholeBytes = bits == Byte.SIZE || bits == Short.SIZE;
        boolean small = bits == 1 || bits == 2 || bits == 4;
        boolean inverted = number(TIFF.TAG_PHOTOMETRIC_INTERPRETATION, GRAY) == INVERTED_GRAY;
        boolean misread =
                format != FLOAT && !wholeBytes && (small ? samplesPerPixel > 1 : inverted || bits < Byte.SIZE);
        if (!readable || misread) {
            throw new Refusal(
                    "holds " + samplesPerPixel + " samples a pixel of " + bits + " bits in TIFF sample format " + format
                            + "; save it with unsigned samples of 8 or 16 bits or 32-bit floats");
        }
    }

    private void requireWhole(long fileLength) throws EOFException {
        requireWhole(numbers(TIFF.TAG_STRIP_OFFSETS), numbers(TIFF.TAG_STRIP_BYTE_COUNTS), fileLength);
        requireWhole(numbers(TILE_OFFSETS), numbers(TILE_BYTE_COUNTS), fileLength);
    }

    private static void requireWhole(long[] offsets, long[] counts, long fileLength) throws EOFException {
        for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
            if (offsets[i] + counts[i] > fileLength) {
                throw new EOFException();
            }
        }
    }

    private long number(int tag, long otherwise) {
        long[] numbers = numbers(tag);
        return numbers.length == 0 ? otherwise : numbers[0];
    }

    /** The numbers of an entry; none where it is missing or holds something else. */
    private long[] numbers(int tag) {
        Entry entry = directory.getEntryById(tag);
        Object value = entry == null ? null : entry.getValue();
        if (value instanceof Number number) {
            return new long[] {number.longValue()};
        }
        if (value == null
                || !value.getClass().isArray()
                || !(Array.getLength(value) == 0 || Array.get(value, 0) instanceof Number)) {
            return new long[0];
        }
        long[] numbers = new long[Array.getLength(value)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) Array.get(value, i)).longValue();
        }
        return numbers;
    }
}
