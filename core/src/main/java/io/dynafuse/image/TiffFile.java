package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFEntry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** TIFF 6.0 and BigTIFF. Exif data lie in entries of the image's own directory, from which they are gathered. */
final class TiffFile {
    private static final int UNSIGNED = 1;
    private static final int FLOAT = 3;
    private static final int UNCOMPRESSED = 1;
    private static final int GRAY = 1;
    private static final int RGB = 2;
    private static final int UNASSOCIATED_ALPHA = 2;
    private static final int STRIP_BYTES = 1 << 20;
    private static final long LARGEST_CONTENT = (1L << 32) - (64 << 20);

    private TiffFile() {}

    static Decoded read(Path path, ReadOptions options) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            TiffPage page = TiffPage.of(path, input, options);
            try (FileRanges excerpt = page.excerpt()) {
                TiffMetadata metadata = new TiffMetadata(onlyDirectory(excerpt), excerpt.getByteOrder());
                excerpt.seek(0);
                return new Decoded(
                        page.pixels(excerpt),
                        metadata.metadata(),
                        page.orientation(),
                        Stream.concat(page.notes().stream(), metadata.notes().stream())
                                .toList());
            }
        }
    }

    static ImageHeader header(Path path, ReadOptions options) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            return TiffPage.of(path, input, options).header();
        }
    }

    static List<ImageHeader> headers(Path path, ReadOptions options) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            return TiffPage.headers(path, input, options);
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

    private static Directory onlyDirectory(FileRanges excerpt) throws IOException {
        if (new TIFFReader().read(excerpt) instanceof CompoundDirectory all && all.directoryCount() > 0) {
            return all.getDirectory(0);
        }
        throw new Refusal("is damaged: a TIFF without an image");
    }
}
