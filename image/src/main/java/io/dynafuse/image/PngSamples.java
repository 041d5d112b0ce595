package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes the samples of the usual PNGs (ISO/IEC 15948, clauses 9 and 10): 8 or 16 bits, no palette, row after row. They are inflated into
 * the very array of the image where it has their layout.
 */
final class PngSamples {
    private static final int PART = 1 << 16;

    private final ImageInputStream chunks;
    private final int width;
    private final int height;
    private final int pixelBytes;
    private final int rowBytes;
    private final Inflater inflater = new Inflater();
    private final byte[] part = new byte[PART];
    private long leftOfChunk;
    private boolean started;

    private PngSamples(ImageInputStream chunks, int width, int height, int bands, SampleDepth depth) {
        this.chunks = chunks;
        this.width = width;
        this.height = height;
        this.pixelBytes = bands * depth.bytes();
        this.rowBytes = Math.multiplyExact(width, pixelBytes);
    }

    /**
     * Decodes an image.
     *
     * @param chunks a PNG without the chunks that have no part in the samples
     * @param channels 1 or 3
     * @param alpha whether one more sample a pixel is its alpha
     * @param depth 8 or 16 bits
     * @throws EOFException if there are fewer samples than the size says
     */
    static Pixels read(ImageInputStream chunks, int width, int height, int channels, boolean alpha, SampleDepth depth)
            throws IOException {
        PngSamples reading = new PngSamples(chunks, width, height, channels + (alpha ? 1 : 0), depth);
        try {
            chunks.seek(Long.BYTES);
            return !alpha && depth == SampleDepth.BITS_8 ? reading.inPlace(channels) : reading.split(channels, depth);
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            reading.inflater.end();
        }
    }

    private Pixels inPlace(int channels) throws IOException, DataFormatException {
        byte[] samples = new byte[Math.multiplyExact(rowBytes, height)];
        byte[] above = new byte[rowBytes];
        byte[] filter = new byte[1];
        for (int y = 0; y < height; y++) {
            inflate(filter, 0, 1);
            inflate(samples, y * rowBytes, rowBytes);
            restore(filter[0], y == 0 ? above : samples, y == 0 ? 0 : (y - 1) * rowBytes, samples, y * rowBytes);
        }
        return new Pixels(width, height, channels, new Samples.Bytes(samples));
    }

    private Pixels split(int channels, SampleDepth depth) throws IOException, DataFormatException {
        Samples samples = Samples.of(depth, Math.multiplyExact(width * channels, height));
        Samples alphas = Samples.of(depth, pixelBytes == channels * depth.bytes() ? 0 : width * height);
        byte[] above = new byte[rowBytes];
        byte[] row = new byte[rowBytes];
        byte[] filter = new byte[1];
        for (int y = 0; y < height; y++) {
            inflate(filter, 0, 1);
            inflate(row, 0, rowBytes);
            restore(filter[0], above, 0, row, 0);
            split(row, samples, alphas, channels, y);
            byte[] free = above;
            above = row;
            row = free;
        }
        Pixels pixels = new Pixels(width, height, channels, samples);
        return alphas.length() == 0 ? pixels : pixels.with(alphas);
    }

    private void split(byte[] row, Samples samples, Samples alphas, int channels, int y) {
        ByteBuffer bytes = ByteBuffer.wrap(row);
        boolean wide = samples.depth() == SampleDepth.BITS_16;
        int maximum = samples.depth().maximum();
        for (int x = 0; x < width; x++) {
            int pixel = y * width + x;
            for (int channel = 0; channel < channels; channel++) {
                samples.set(pixel * channels + channel, next(bytes, wide), maximum);
            }
            if (alphas.length() > 0) {
                alphas.set(pixel, next(bytes, wide), maximum);
            }
        }
    }

    private static int next(ByteBuffer bytes, boolean wide) {
        return wide ? bytes.getShort() & 0xffff : bytes.get() & 0xff;
    }

    private void inflate(byte[] target, int start, int count) throws IOException, DataFormatException {
        for (int done = 0; done < count; ) {
            int inflated = inflater.inflate(target, start + done, count - done);
            done += inflated;
            if (inflated == 0) {
                if (!inflater.needsInput()) {
                    throw new EOFException();
                }
                fill();
            }
        }
    }

    /** Gives the next bytes of the chunks of samples, which follow each other, to the inflater. */
    private void fill() throws IOException {
        while (leftOfChunk == 0) {
            if (started) {
                chunks.readInt();
            }
            leftOfChunk = chunks.readUnsignedInt();
            if (chunks.readInt() == PngFile.DATA) {
                started = true;
            } else if (started) {
                throw new EOFException();
            } else {
                chunks.seek(chunks.getStreamPosition() + leftOfChunk + Integer.BYTES);
                leftOfChunk = 0;
            }
        }
        int count = chunks.read(part, 0, (int) Math.min(part.length, leftOfChunk));
        if (count < 0) {
            throw new EOFException();
        }
        leftOfChunk -= count;
        inflater.setInput(part, 0, count);
    }

    /** Turns the differences of a row into what they were taken of. */
    private void restore(byte filter, byte[] above, int aboveStart, byte[] row, int start) throws Refusal {
        switch (filter) {
            case PngFilter.NONE -> {}
            case PngFilter.LEFT -> {
                for (int i = pixelBytes; i < rowBytes; i++) {
                    row[start + i] += row[start + i - pixelBytes];
                }
            }
            case PngFilter.UP -> {
                for (int i = 0; i < rowBytes; i++) {
                    row[start + i] += above[aboveStart + i];
                }
            }
            case PngFilter.AVERAGE -> average(above, aboveStart, row, start);
            case PngFilter.PAETH -> paeth(above, aboveStart, row, start);
            default -> throw new Refusal("is damaged: a row has filter " + (filter & 0xff) + ", expected 0 to 4");
        }
    }

    private void average(byte[] above, int aboveStart, byte[] row, int start) {
        for (int i = 0; i < pixelBytes; i++) {
            row[start + i] += (above[aboveStart + i] & 0xff) >> 1;
        }
        for (int i = pixelBytes; i < rowBytes; i++) {
            row[start + i] += (row[start + i - pixelBytes] & 0xff) + (above[aboveStart + i] & 0xff) >> 1;
        }
    }

    private void paeth(byte[] above, int aboveStart, byte[] row, int start) {
        for (int i = 0; i < pixelBytes; i++) {
            row[start + i] += above[aboveStart + i];
        }
        for (int i = pixelBytes; i < rowBytes; i++) {
            row[start + i] += PngFilter.prediction(
                    row[start + i - pixelBytes] & 0xff,
                    above[aboveStart + i] & 0xff,
                    above[aboveStart + i - pixelBytes] & 0xff);
        }
    }
}
