package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.TiffExcerpt.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** TIFF 6.0 and BigTIFF. Exif data are entries of the image's own directory, from which they are collected. */
final class TiffFile {
    private static final int UNCOMPRESSED = 1;
    private static final int STRIP_BYTES = 1 << 20;
    private static final long LARGEST_CONTENT = (1L << 32) - (64 << 20);

    private TiffFile() {}

    static Decoded read(Path path, ReadOptions options) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            TiffPage page = TiffPage.of(path, input, options);
            try (FileRanges excerpt = page.excerpt()) {
                TiffMetadata metadata = new TiffMetadata(new TiffPages(excerpt).chosen(OptionalInt.empty()));
                excerpt.seek(0);
                return new Decoded(
                        page.pixels(excerpt),
                        metadata.metadata(),
                        page.orientation(),
                        new FileNotes(page.notes(), metadata.notes()));
            }
        }
    }

    static int pageCount(Path path) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            return new TiffPages(input).count();
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
        ExifFields fields = TiffMetadata.fields(WrittenMetadata.of(image, ImageFormat.TIFF));
        putSamples(fields, image);
        putStrips(fields, image, stripRows, 0);
        // The directory comes first; its length does not depend on the offsets in it.
        putStrips(fields, image, stripRows, fields.bytes().length);
        out.write(fields.bytes());
        ByteBuffer row = ByteBuffer.allocate(rowBytes).order(fields.order());
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

    private static void putSamples(ExifFields fields, Image image) {
        int samples = samplesPerPixel(image);
        int[] bits = new int[samples];
        int[] formats = new int[samples];
        Arrays.fill(bits, image.depth().bytes() * Byte.SIZE);
        Arrays.fill(formats, image.depth() == SampleDepth.FLOAT_32 ? TiffLayout.FLOAT : TiffLayout.UNSIGNED);
        putLongs(fields, TIFF.TAG_IMAGE_WIDTH, image.width());
        putLongs(fields, TIFF.TAG_IMAGE_HEIGHT, image.height());
        putShorts(fields, TIFF.TAG_BITS_PER_SAMPLE, bits);
        putShorts(fields, TIFF.TAG_COMPRESSION, UNCOMPRESSED);
        putShorts(
                fields, TIFF.TAG_PHOTOMETRIC_INTERPRETATION, image.channels() == 1 ? TiffLayout.GRAY : TiffLayout.RGB);
        putShorts(fields, TIFF.TAG_SAMPLES_PER_PIXEL, samples);
        putShorts(fields, TIFF.TAG_SAMPLE_FORMAT, formats);
        if (!image.isOpaque()) {
            putShorts(fields, TIFF.TAG_EXTRA_SAMPLES, TiffLayout.UNASSOCIATED_ALPHA);
        }
    }

    private static void putStrips(ExifFields fields, Image image, int stripRows, long firstStrip) {
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
        putLongs(fields, TIFF.TAG_STRIP_OFFSETS, offsets);
        putLongs(fields, TIFF.TAG_ROWS_PER_STRIP, stripRows);
        putLongs(fields, TIFF.TAG_STRIP_BYTE_COUNTS, counts);
    }

    private static void putLongs(ExifFields fields, int tag, long... numbers) {
        fields.put(Value.of(tag, false, fields.order(), numbers));
    }

    private static void putShorts(ExifFields fields, int tag, int... numbers) {
        fields.put(Value.ofShorts(tag, fields.order(), numbers));
    }
}
