package io.dynafuse.image;

import io.dynafuse.image.PngPieces.Piece;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files (ISO/IEC 15948), on all processors, with the same bytes however many there are. */
final class PngWriter {
    private static final int COLOUR = 2;
    private static final int ALPHA = 4;
    /** A window of 32 kB; the lowest bits make it a multiple of 31. */
    private static final byte[] STREAM_HEADER = {0x78, 0x01};
    /** So many pieces are deflated before they are written. */
    private static final int BATCH = 4 * Runtime.getRuntime().availableProcessors();

    private final DataOutputStream out;

    private PngWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    static void write(Image image, WriteOptions options, OutputStream out) throws IOException {
        SampleDepth depth = ImageFormat.PNG.depthFor(image.depth());
        PngWriter writer = new PngWriter(out);
        writer.out.writeLong(PngFile.SIGNATURE);
        writer.writeHeader(image, depth);
        writer.writeMetadata(WrittenMetadata.of(image, ImageFormat.PNG));
        writer.writeSamples(new PngPieces(image, depth, options.pngCompression()));
        writer.write("IEND");
        writer.out.flush();
    }

    private void writeHeader(Image image, SampleDepth depth) throws IOException {
        int colourType = (image.channels() == 3 ? COLOUR : 0) + (image.isOpaque() ? 0 : ALPHA);
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(image.width())
                .putInt(image.height())
                .put((byte) (depth.bytes() * Byte.SIZE))
                .put((byte) colourType);
        write("IHDR", header.array());
    }

    private void writeMetadata(WrittenMetadata carried) throws IOException {
        if (carried.iccProfile().isPresent()) {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try (OutputStream deflater = new DeflaterOutputStream(deflated)) {
                deflater.write(carried.iccProfile().get());
            }
            write("iCCP", "ICC profile\0\0".getBytes(StandardCharsets.ISO_8859_1), deflated.toByteArray());
        }
        if (carried.exif().isPresent()) {
            write("eXIf", carried.exif().get());
        }
        Optional<byte[]> text = carried.xmp().map(PngText::ofXmp);
        if (text.isPresent()) {
            write("iTXt", text.get());
        }
    }

    private void writeSamples(PngPieces pieces) throws IOException {
        write("IDAT", STREAM_HEADER);
        long checkSum = 1;
        for (int first = 0; first < pieces.count(); first += BATCH) {
            List<Piece> batch = IntStream.range(first, Math.min(first + BATCH, pieces.count()))
                    .parallel()
                    .mapToObj(pieces::piece)
                    .toList();
            for (Piece piece : batch) {
                write("IDAT", piece.deflated());
                checkSum = piece.after(checkSum);
            }
        }
        write("IDAT", ByteBuffer.allocate(Integer.BYTES).putInt((int) checkSum).array());
    }

    private void write(String type, byte[]... content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checkSum = new CRC32();
        checkSum.update(name);
        int length = 0;
        for (byte[] part : content) {
            checkSum.update(part);
            length += part.length;
        }
        out.writeInt(length);
        out.write(name);
        for (byte[] part : content) {
            out.write(part);
        }
        out.writeInt((int) checkSum.getValue());
    }
}
