package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Netpbm formats: PBM, PGM and PPM, plain and raw, and the portable float map PFM, whose rows go from bottom to top. Read here because
 * the ImageIO plug-in scales samples as signed numbers and clips floats before their range can be checked. Raw PBM, PGM and PPM files may
 * hold several images, one directly after the other.
 */
final class Netpbm {
    private static final int LONGEST_NUMBER = 32;
    private static final int MOST_IMAGES = 16_384;

    private final DataInputStream input;
    private final ReadLimits limits;
    private final long fileLength;
    private final byte signature;
    private final char kind;
    private long position;
    private int width;
    private int height;
    private int channels;
    private int maximum;
    private float scale;

    private Netpbm(DataInputStream input, ReadLimits limits, long fileLength) throws IOException {
        this.input = input;
        this.limits = limits;
        this.fileLength = fileLength;
        this.signature = input.readByte();
        int second = input.read();
        this.kind = (char) Math.max(second, 0);
        this.position = 2;
    }

    static Decoded read(Path path, ReadOptions options) throws IOException {
        Content content = Content.of(path, options.limits());
        int page = PageChoice.of(options.page(), content.starts.size());
        long start = content.starts.get(page - 1);
        try (DataInputStream input = open(path, start, 1 << 16)) {
            Netpbm file = new Netpbm(input, options.limits(), Files.size(path) - start);
            return new Decoded(
                    file.pixels(), ImageMetadata.NONE, 1, new FileNotes(notes(content.bytesBehind), List.of()));
        }
    }

    static List<ImageHeader> headers(Path path, ReadLimits limits) throws IOException {
        return Content.of(path, limits).headers;
    }

    private static DataInputStream open(Path path, long start, int bufferSize) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(path).position(start);
        return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), bufferSize));
    }

    /** The images of a file: where each starts and what its header says. */
    private static final class Content {
        private final List<Long> starts = new ArrayList<>();
        private final List<ImageHeader> headers = new ArrayList<>();
        private long bytesBehind;

        static Content of(Path path, ReadLimits limits) throws IOException {
            Content content = new Content();
            long length = Files.size(path);
            long start = 0;
            while (start < length) {
                long end = content.add(path, start, length, limits);
                if (content.starts.size() > MOST_IMAGES) {
                    throw new Refusal("holds more than " + MOST_IMAGES + " images; that many are not read");
                }
                start = end;
            }
            return content;
        }

        /** Returns where the image ends if another may follow there, otherwise the end of the file. */
        private long add(Path path, long start, long length, ReadLimits limits) throws IOException {
            try (DataInputStream input = open(path, start, 1 << 10)) {
                Netpbm image = new Netpbm(input, limits, length - start);
                if (!starts.isEmpty() && !image.isRaw()) {
                    bytesBehind = length - start;
                    return length;
                }
                image.readHeader();
                starts.add(start);
                headers.add(new ImageHeader(image.width, image.height, image.channels, image.depth()));
                long end = start + image.position + image.rawBytes();
                if (!image.isRaw() && !image.isPlain()) {
                    bytesBehind = Math.max(0, length - end);
                }
                return image.isRaw() ? end : length;
            }
        }
    }

    private static List<String> notes(long bytesBehind) {
        return bytesBehind > 1
                ? List.of("holds " + bytesBehind + " bytes behind its image, which are left out")
                : List.of();
    }

    private boolean isPlain() {
        return kind >= '1' && kind <= '3';
    }

    /** Whether others may follow it. */
    private boolean isRaw() {
        return signature == 'P' && kind >= '4' && kind <= '6';
    }

    private SampleDepth depth() {
        if (kind == 'F' || kind == 'f') {
            return SampleDepth.FLOAT_32;
        }
        return maximum > 255 ? SampleDepth.BITS_16 : SampleDepth.BITS_8;
    }

    /** The bytes of raw samples. */
    private long rawBytes() {
        return kind == '4' ? (width + 7L) / 8 * height : (long) width * height * channels * depth().bytes();
    }

    /** Writes a PFM. */
    static void write(Image image, OutputStream out) throws IOException {
        String header =
                (image.channels() == 1 ? "Pf" : "PF") + "\n" + image.width() + " " + image.height() + "\n-1.0\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        int rowLength = image.width() * image.channels();
        ByteBuffer bytes = ByteBuffer.allocate(rowLength * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = image.height() - 1; y >= 0; y--) {
            image.samples().copy(y * rowLength, rowLength, SampleDepth.FLOAT_32).copyTo(0, rowLength, bytes.clear());
            out.write(bytes.array());
        }
    }

    private Pixels pixels() throws IOException {
        readHeader();
        Samples samples = switch (kind) {
            case '1', '4' -> bits(width, height);
            case 'F', 'f' -> floats(width * channels, height);
            default -> integers(width * height * channels);
        };
        return new Pixels(width, height, channels, samples);
    }

    private void readHeader() throws IOException {
        channels = kind == '3' || kind == '6' || kind == 'F' ? 3 : 1;
        width = integer();
        height = integer();
        limits.check(width, height, channels);
        switch (kind) {
            case '1', '4' -> maximum = 1;
            case 'F', 'f' -> scale = scale();
            default -> {
                maximum = integer();
                if (maximum < 1 || maximum > 65535) {
                    throw new Refusal("says its largest sample is " + maximum + "; it must be 1 to 65535");
                }
            }
        }
    }

    private Samples integers(int count) throws IOException {
        boolean plain = kind < '4';
        boolean wide = maximum > 255;
        // A plain sample takes at least a digit and a space, except for the last.
        requireBytes(plain || wide ? 2L * count - 1 : count);
        Samples samples = Samples.of(wide ? SampleDepth.BITS_16 : SampleDepth.BITS_8, count);
        for (int i = 0; i < count; i++) {
            int stored = plain ? integer() : wide ? input.readUnsignedShort() : input.readUnsignedByte();
            if (stored > maximum) {
                throw new Refusal("is damaged: a sample is " + stored + " where " + maximum + " is the largest");
            }
            samples.set(i, stored, maximum);
        }
        return samples;
    }

    /** A 1 is black; raw rows start at whole bytes. */
    private Samples bits(int width, int height) throws IOException {
        requireBytes(kind == '1' ? (long) width * height : (width + 7L) / 8 * height);
        Samples samples = Samples.of(SampleDepth.BITS_8, width * height);
        int eight = 0;
        for (int i = 0; i < samples.length(); i++) {
            int inByte = i % width % 8;
            if (kind == '4' && inByte == 0) {
                eight = input.readUnsignedByte();
            }
            int bit = kind == '1' ? plainBit() : eight >> (7 - inByte) & 1;
            samples.set(i, 1 - bit, 1);
        }
        return samples;
    }

    /** Plain bits need no space between them. */
    private int plainBit() throws IOException {
        int digit = afterSpace();
        if (digit != '0' && digit != '1') {
            throw notANumber();
        }
        return digit - '0';
    }

    private Samples floats(int rowLength, int height) throws IOException {
        requireBytes((long) Float.BYTES * rowLength * height);
        float[] samples = new float[rowLength * height];
        byte[] row = new byte[rowLength * Float.BYTES];
        ByteOrder order = scale < 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        for (int y = height - 1; y >= 0; y--) {
            input.readFully(row);
            ByteBuffer.wrap(row).order(order).asFloatBuffer().get(samples, y * rowLength, rowLength);
        }
        FloatRange.clip(samples);
        return new Samples.Floats(samples);
    }

    /** Its sign gives the byte order; its absolute value is a physical unit, which readers ignore. */
    private float scale() throws IOException {
        String word = word();
        try {
            float scale = Float.parseFloat(word);
            if (scale != 0 && Float.isFinite(scale)) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // Refused like the zero below.
        }
        throw new Refusal("says its scale is '" + word + "'; it must be a number other than 0");
    }

    private void requireBytes(long least) throws EOFException {
        if (least > fileLength) {
            throw new EOFException();
        }
    }

    private int integer() throws IOException {
        try {
            int number = Integer.parseInt(word());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused like the negative one below.
        }
        throw notANumber();
    }

    private static Refusal notANumber() {
        return new Refusal("is damaged: where a number must stand is none from 0 to " + Integer.MAX_VALUE);
    }

    private int next() throws IOException {
        position++;
        return input.read();
    }

    /** The next word, with the one space after it that ends a header; the end of the file may end the last sample of a plain file. */
    private String word() throws IOException {
        StringBuilder word = new StringBuilder();
        for (int next = afterSpace(); next >= 0 && !Character.isWhitespace(next); next = next()) {
            word.append((char) next);
            if (word.length() > LONGEST_NUMBER) {
                throw notANumber();
            }
        }
        return word.toString();
    }

    /** The next byte that is neither space nor in a comment, which goes from # to the end of the line. */
    private int afterSpace() throws IOException {
        boolean inComment = false;
        while (true) {
            int next = next();
            if (next < 0) {
                throw new EOFException();
            }
            if (next == '#') {
                inComment = true;
            } else if (next == '\n' || next == '\r') {
                inComment = false;
            } else if (!inComment && !Character.isWhitespace(next)) {
                return next;
            }
        }
    }
}
