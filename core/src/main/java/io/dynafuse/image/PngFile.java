package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import io.dynafuse.image.FileRanges.Range;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG (ISO/IEC 15948). The chunks are walked here, checked against their check sums and sorted: the decoder is handed only those
 * that make up the pixels, for it would inflate texts and profiles of any size, and would accept a file without its end.
 */
final class PngFile {
    static final long SIGNATURE = 0x89504e470d0a1a0aL;

    private static final int HEADER = type("IHDR");
    private static final int PALETTE = type("PLTE");
    private static final int TRANSPARENCY = type("tRNS");
    private static final int DATA = type("IDAT");
    private static final int END = type("IEND");
    private static final int PROFILE = type("iCCP");
    private static final int EXIF = type("eXIf");
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int LARGEST_METADATA = 16 << 20;
    private static final int AROUND_DATA = 12;

    private final ImageInputStream input;
    private final ReadLimits limits;
    private final List<Range> pixelRanges = new ArrayList<>(List.of(new Range(0, Long.BYTES)));
    private Optional<byte[]> profile = Optional.empty();
    private Optional<byte[]> exif = Optional.empty();
    private int bits;
    private int colourType;
    private Optional<int[]> transparentColour = Optional.empty();

    private PngFile(ImageInputStream input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    static Decoded read(Path path, ReadLimits limits) throws IOException {
        PngFile file;
        try (FileRanges input = new FileRanges(path)) {
            file = new PngFile(input, limits);
            file.walk();
        }
        try (FileRanges pixelChunks = new FileRanges(path, file.pixelRanges)) {
            Pixels pixels = PlugIn.JDK.decode("png", pixelChunks, limits);
            return new Decoded(
                    file.transparentColour
                            .map(key -> pixels.with(file.alphas(pixels, key)))
                            .orElse(pixels),
                    new ImageMetadata(file.profile, file.exif),
                    file.exif.map(Exif::orientation).orElse(1));
        }
    }

    static void write(Image image, OutputStream out) throws IOException {
        BufferedImage pixels = Rasters.image(image, ImageFormat.PNG.depthFor(image.depth()));
        ImageWriter writer = PlugIn.JDK.writer("png");
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(output);
            writer.write(new IIOImage(pixels, List.of(), metadata(writer, pixels, image)));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage pixels, Image image) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(pixels), null);
        IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
        Optional<byte[]> profile = image.metadata().profileFor(image.channels());
        if (profile.isPresent()) {
            root.appendChild(profileNode(profile.get()));
        }
        image.metadata().exif().ifPresent(exif -> root.appendChild(exifNode(exif)));
        metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
        return metadata;
    }

    private static IIOMetadataNode profileNode(byte[] profile) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(profile);
        }
        IIOMetadataNode node = new IIOMetadataNode("iCCP");
        node.setAttribute("profileName", "ICC profile");
        node.setAttribute("compressionMethod", "deflate");
        node.setUserObject(deflated.toByteArray());
        return node;
    }

    /** The JDK has no name for this chunk, but writes chunks it has no name for. */
    private static IIOMetadataNode exifNode(byte[] exif) {
        IIOMetadataNode chunk = new IIOMetadataNode("UnknownChunk");
        chunk.setAttribute("type", "eXIf");
        chunk.setUserObject(exif);
        IIOMetadataNode node = new IIOMetadataNode("UnknownChunks");
        node.appendChild(chunk);
        return node;
    }

    private void walk() throws IOException {
        input.seek(Long.BYTES);
        int type = HEADER;
        for (boolean first = true; type != END; first = false) {
            long start = input.getStreamPosition();
            long length = input.readUnsignedInt();
            type = input.readInt();
            if (first != (type == HEADER)) {
                throw new Refusal("is damaged: a PNG has one header, and it comes first");
            }
            if (start + AROUND_DATA + length > input.length()) {
                throw new EOFException();
            }
            readChunk(start, (int) length, type);
            input.seek(start + AROUND_DATA + length);
        }
    }

    private void readChunk(long start, int length, int type) throws IOException {
        if (type == HEADER) {
            limits.check(input.readUnsignedInt(), input.readUnsignedInt(), 4);
            bits = input.readUnsignedByte();
            colourType = input.readUnsignedByte();
        }
        if (type == TRANSPARENCY && (colourType == GRAY || colourType == RGB)) {
            requireIntact(start, length);
            readTransparentColour(start, length);
        } else if (type == HEADER || type == PALETTE || type == TRANSPARENCY || type == DATA || type == END) {
            requireIntact(start, length);
            FileRanges.add(pixelRanges, start, (long) length + AROUND_DATA);
        } else if (length <= LARGEST_METADATA && type == EXIF) {
            exif = Optional.of(readBytes(length)).filter(Exif::isExif);
        } else if (length <= LARGEST_METADATA && type == PROFILE) {
            profile = inflatedProfile(readBytes(length));
        }
    }

    /** One colour that stands for no data; some decoders leave that out at some depths. */
    private void readTransparentColour(long start, int length) throws IOException {
        int channels = colourType == GRAY ? 1 : 3;
        if (length != channels * Short.BYTES) {
            throw new Refusal(
                    "is damaged: its transparent colour takes " + length + " bytes, not " + channels * Short.BYTES);
        }
        input.seek(start + Long.BYTES);
        int[] colour = new int[channels];
        for (int channel = 0; channel < channels; channel++) {
            colour[channel] = input.readUnsignedShort();
        }
        transparentColour = Optional.of(colour);
    }

    private Samples alphas(Pixels pixels, int[] transparent) {
        Samples key = Samples.of(pixels.samples().depth(), pixels.channels());
        int maximum = (1 << bits) - 1;
        for (int channel = 0; channel < pixels.channels(); channel++) {
            // Only as many bits as a sample has count.
            key.set(channel, transparent[channel] & maximum, maximum);
        }
        Samples alphas = Samples.of(key.depth(), pixels.width() * pixels.height());
        for (int pixel = 0; pixel < alphas.length(); pixel++) {
            alphas.set(pixel, isColour(pixels.samples(), pixel * key.length(), key) ? 0 : 1, 1);
        }
        return alphas;
    }

    private static boolean isColour(Samples samples, int start, Samples colour) {
        for (int channel = 0; channel < colour.length(); channel++) {
            if (samples.stored(start + channel) != colour.stored(channel)) {
                return false;
            }
        }
        return true;
    }

    private void requireIntact(long start, int length) throws IOException {
        CRC32 sum = new CRC32();
        byte[] part = new byte[1 << 16];
        input.seek(start + Integer.BYTES);
        for (long left = (long) length + Integer.BYTES; left > 0; ) {
            int count = input.read(part, 0, (int) Math.min(part.length, left));
            sum.update(part, 0, count);
            left -= count;
        }
        if (input.readUnsignedInt() != sum.getValue()) {
            throw new Refusal("is damaged: the check sum of a part is wrong; get a whole copy");
        }
    }

    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        input.readFully(bytes);
        return bytes;
    }

    /** The profile after its name and the number of its compression; a broken or monstrous one is as good as none. */
    private static Optional<byte[]> inflatedProfile(byte[] chunk) {
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        if (name + 2 > chunk.length) {
            return Optional.empty();
        }
        try (InputStream deflated = new ByteArrayInputStream(chunk, name + 2, chunk.length - name - 2);
                InputStream inflated = new InflaterInputStream(deflated)) {
            byte[] profile = inflated.readNBytes(LARGEST_METADATA + 1);
            return Optional.of(profile).filter(bytes -> bytes.length <= LARGEST_METADATA);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
