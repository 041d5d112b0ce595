package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import io.dynafuse.image.FileRanges.Range;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/**
 * PNG (ISO/IEC 15948). The chunks are parsed here, checked against their checksums and sorted: the decoder gets only those that make up
 * the pixels, as it would inflate texts and profiles of any size, and would accept a file without its end.
 */
final class PngFile {
    static final long SIGNATURE = 0x89504e470d0a1a0aL;

    private static final int HEADER = type("IHDR");
    private static final int HEADER_BYTES = 13;
    private static final int PALETTE = type("PLTE");
    private static final int TRANSPARENCY = type("tRNS");
    static final int DATA = type("IDAT");
    private static final int END = type("IEND");
    private static final int PROFILE = type("iCCP");
    private static final int EXIF = type("eXIf");
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int INTERNATIONAL_TEXT = type("iTXt");
    private static final int TEXT = type("tEXt");
    private static final int COMPRESSED_TEXT = type("zTXt");
    private static final int GAMMA = type("gAMA");
    private static final int STANDARD = type("sRGB");
    private static final int CODING_POINTS = type("cICP");
    /** The primaries of BT.709, the transfer function of sRGB, RGB in full range (ITU-T H.273). */
    private static final byte[] STANDARD_POINTS = {1, 13, 0, 1};

    private static final long USUAL_GAMMA = 45_455;
    private static final int GRAY_WITH_ALPHA = 4;
    private static final int RGB_WITH_ALPHA = 6;
    private static final int ANIMATION = type("acTL");
    private static final int LARGEST_METADATA = 16 << 20;
    private static final int MOST_METADATA = 64 << 20;
    // All samples lie in consecutive chunks, and few other chunks matter.
    private static final int MOST_RANGES = 10_000;
    private static final int AROUND_DATA = 12;

    private final ImageInputStream input;
    private final byte[] part = new byte[1 << 16];
    private final ReadLimits limits;
    private final List<Range> pixelRanges = new ArrayList<>(List.of(new Range(0, Long.BYTES)));
    private Optional<byte[]> profile = Optional.empty();
    private Optional<byte[]> exif = Optional.empty();
    private boolean contentIsChecked = true;
    private int width;
    private int height;
    private int bits;
    private int colourType;
    /** The numbers of the compression, the filters and the interlacing, which are usually 0; their bits together. */
    private int methods;

    private Optional<int[]> transparentColour = Optional.empty();
    private Optional<byte[]> xmp = Optional.empty();
    private final UnusedParts unused = new UnusedParts();
    private int metadataLeft = MOST_METADATA;
    private long pictures;
    private long bytesBehind;
    private long gamma;
    private boolean standard;

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
            Pixels pixels = file.isUsual()
                    ? PngSamples.read(
                            pixelChunks, file.width, file.height, file.channels(), file.hasAlpha(), file.depth())
                    : PlugIn.JDK.decode("png", pixelChunks, limits);
            return new Decoded(
                    file.transparentColour
                            .map(key -> pixels.with(file.alphas(pixels, key)))
                            .orElse(pixels),
                    new ImageMetadata(file.profile, file.exif, file.xmp, Optional.empty()),
                    file.exif.map(Exif::orientation).orElse(1),
                    file.notes());
        }
    }

    static ImageHeader header(Path path, ReadLimits limits) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            PngFile file = new PngFile(input, limits);
            file.contentIsChecked = false;
            file.walk();
            return new ImageHeader(file.width, file.height, file.channels(), file.depth())
                    .upright(file.exif.map(Exif::orientation).orElse(1));
        }
    }

    /** Whether its samples lie row after row, 8 or 16 bits each, and stand for themselves. */
    private boolean isUsual() {
        boolean direct = colourType == GRAY || colourType == RGB || hasAlpha();
        return direct && (bits == Byte.SIZE || bits == Short.SIZE) && methods == 0;
    }

    private int channels() {
        return colourType == GRAY || colourType == GRAY_WITH_ALPHA ? 1 : 3;
    }

    private boolean hasAlpha() {
        return colourType == GRAY_WITH_ALPHA || colourType == RGB_WITH_ALPHA;
    }

    private SampleDepth depth() {
        return bits == Short.SIZE ? SampleDepth.BITS_16 : SampleDepth.BITS_8;
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
            if (pixelRanges.size() > MOST_RANGES) {
                throw new Refusal("is damaged: other chunks lie between those of the samples");
            }
            input.seek(start + AROUND_DATA + length);
        }
        bytesBehind = input.length() - input.getStreamPosition();
    }

    private void readChunk(long start, int length, int type) throws IOException {
        if (type == HEADER) {
            if (length != HEADER_BYTES) {
                throw new Refusal("is damaged: its header takes " + length + " bytes, not " + HEADER_BYTES);
            }
            width = input.readInt();
            height = input.readInt();
            limits.check(Integer.toUnsignedLong(width), Integer.toUnsignedLong(height), 4);
            bits = input.readUnsignedByte();
            colourType = input.readUnsignedByte();
            methods = input.readUnsignedByte() | input.readUnsignedByte() | input.readUnsignedByte();
        }
        if (type == TRANSPARENCY && (colourType == GRAY || colourType == RGB)) {
            requireIntact(start, length);
            readTransparentColour(start, length);
        } else if (type == HEADER || type == PALETTE || type == TRANSPARENCY || type == DATA || type == END) {
            requireIntact(start, length);
            FileRanges.add(pixelRanges, start, (long) length + AROUND_DATA);
        } else if (type == ANIMATION && length >= Integer.BYTES) {
            pictures = input.readUnsignedInt();
        } else if (length < 0 || length > LARGEST_METADATA || length > metadataLeft) {
            unused.add(typeName(type) + " chunk of more than 16 megabytes");
        } else {
            metadataLeft -= length;
            readMetadata(length, type);
        }
    }

    /** One colour that means no data; some decoders ignore it at some depths. */
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
            // Only as many bits count as a sample has.
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

    private void readMetadata(int length, int type) throws IOException {
        if (type == EXIF) {
            exif = found(Optional.of(readBytes(length)).filter(Exif::isExif), "damaged Exif data");
        } else if (type == PROFILE) {
            profile = found(inflatedProfile(readBytes(length)), "damaged ICC profile");
        } else if (type == INTERNATIONAL_TEXT || type == TEXT || type == COMPRESSED_TEXT) {
            readText(type, length);
        } else if (type == GAMMA && length == Integer.BYTES) {
            gamma = input.readUnsignedInt();
        } else if (type == STANDARD) {
            standard = true;
        } else if (type == CODING_POINTS && !Arrays.equals(readBytes(length), STANDARD_POINTS)) {
            unused.add("coding points (cICP)");
        }
    }

    private void readText(int type, int length) throws IOException {
        long start = input.getStreamPosition();
        String keyword = PngText.keyword(readBytes(Math.min(length, PngText.LONGEST_KEYWORD + 1)));
        if (type == INTERNATIONAL_TEXT && keyword.equals(PngText.XMP)) {
            input.seek(start);
            xmp = found(PngText.text(readBytes(length), XmpRevision.LARGEST), "XMP data, which are damaged or large,");
        } else if (!PngText.isAboutTheFile(keyword)) {
            unused.add("text '" + keyword + "'");
        }
    }

    private Optional<byte[]> found(Optional<byte[]> data, String nameOtherwise) {
        if (data.isEmpty()) {
            unused.add(nameOtherwise);
        }
        return data;
    }

    /** Samples are taken as stored; a note says so where that differs much from the usual meaning. */
    private FileNotes notes() {
        boolean usual = standard || profile.isPresent() || gamma == 0;
        if (!usual && Math.abs(gamma - USUAL_GAMMA) > USUAL_GAMMA / 20) {
            unused.add("gamma of 1/"
                    + BigDecimal.valueOf(100_000).divide(BigDecimal.valueOf(gamma), 2, RoundingMode.HALF_UP));
        }
        List<String> content = new ArrayList<>();
        if (pictures > 1) {
            content.add("holds an animation of " + pictures + " pictures; its still picture is read");
        }
        if (bytesBehind > 0) {
            content.add("holds " + bytesBehind + " bytes behind its end, which are left out");
        }
        return new FileNotes(content, unused.notes());
    }

    private void requireIntact(long start, int length) throws IOException {
        if (!contentIsChecked) {
            return;
        }
        CRC32 sum = new CRC32();
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

    /** The profile after its name and the number of its compression; a broken or huge one is ignored. */
    private static Optional<byte[]> inflatedProfile(byte[] chunk) {
        int name = PngText.zero(chunk, 0);
        if (name + 2 > chunk.length) {
            return Optional.empty();
        }
        return PngText.inflated(chunk, name + 2, LARGEST_METADATA);
    }

    private static String typeName(int type) {
        return new String(ByteBuffer.allocate(Integer.BYTES).putInt(type).array(), StandardCharsets.US_ASCII);
    }

    private static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
