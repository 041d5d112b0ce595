package io.dynafuse.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

/**
 * The samples of a PNG, cut into pieces of whole rows that are deflated for themselves, so that several processors can work at once; put one
 * behind the other, they are one zlib stream (RFC 1950, 1951). Which pieces there are depends on the image only.
 *
 * <p>A piece is either searched for repetitions, of which the piece before may be the first occurrence, or only coded by the frequency of
 * its bytes: noise leaves few repetitions in photographs, and those found there take more room than they save.
 */
final class PngPieces {
    /** Bytes of a piece before it is deflated. */
    private static final int PIECE = 1 << 18;
    /** How far back deflate sees. */
    private static final int WINDOW = 1 << 15;
    /** What is deflated in both ways to see which is better. */
    private static final int TRIED = 1 << 14;
    /** Repetitions must save this share at level 9 to be worth the search for them, twice as much at level 8, and so on. */
    private static final double WORTHWHILE = 0.02;

    private static final int ADLER_BASE = 65_521;

    private final Image image;
    private final SampleDepth depth;
    private final int level;
    private final PngFilter filter;
    private final int pixelBytes;
    private final int rowBytes;
    private final int rowsOfPiece;

    /** @param level of deflate, from 0 to 9 */
    PngPieces(Image image, SampleDepth depth, int level) {
        this.image = image;
        this.depth = depth;
        this.level = level;
        this.pixelBytes = (image.channels() + (image.isOpaque() ? 0 : 1)) * depth.bytes();
        this.rowBytes = Math.multiplyExact(image.width(), pixelBytes);
        this.rowsOfPiece = Math.max(1, PIECE / (rowBytes + 1));
        this.filter = new PngFilter(pixelBytes, rowBytes);
    }

    /**
     * A part of the stream.
     *
     * @param deflated whole bytes
     * @param checkSum the Adler-32 of what was deflated
     * @param length of what was deflated
     */
    record Piece(byte[] deflated, long checkSum, long length) {
        /** The Adler-32 of what has a given one, followed by what this piece holds. */
        long after(long before) {
            long low = ((before & 0xffff) + (checkSum & 0xffff) + ADLER_BASE - 1) % ADLER_BASE;
            long high =
                    ((before >>> 16) + (checkSum >>> 16) + length % ADLER_BASE * ((before & 0xffff) + ADLER_BASE - 1))
                            % ADLER_BASE;
            return high << 16 | low;
        }
    }

    int count() {
        return (image.height() + rowsOfPiece - 1) / rowsOfPiece;
    }

    /** One of the pieces; several threads may ask at once. */
    Piece piece(int index) {
        int from = index * rowsOfPiece;
        int to = Math.min(from + rowsOfPiece, image.height());
        byte[] filtered = filtered(from, to);
        Adler32 checkSum = new Adler32();
        checkSum.update(filtered);
        return new Piece(deflated(filtered, from, to == image.height()), checkSum.getValue(), filtered.length);
    }

    private byte[] deflated(byte[] filtered, int from, boolean last) {
        Deflater deflater = new Deflater(level, true);
        try {
            if (level > 0 && repeats(filtered)) {
                deflater.setStrategy(Deflater.FILTERED);
                if (from > 0) {
                    deflater.setDictionary(windowBefore(from));
                }
            } else {
                deflater.setStrategy(Deflater.HUFFMAN_ONLY);
            }
            return deflated(deflater, filtered, last);
        } finally {
            deflater.end();
        }
    }

    private byte[] windowBefore(int row) {
        int rows = Math.min(row, (WINDOW + rowBytes) / (rowBytes + 1));
        byte[] before = filtered(row - rows, row);
        return Arrays.copyOfRange(before, Math.max(0, before.length - WINDOW), before.length);
    }

    /** Whether repetitions are worth looking for, as the middle of a piece shows. */
    private boolean repeats(byte[] filtered) {
        int start = Math.max(0, (filtered.length - TRIED) / 2);
        byte[] middle = Arrays.copyOfRange(filtered, start, Math.min(filtered.length, start + TRIED));
        return size(middle, Deflater.FILTERED) < (1 - (10 - level) * WORTHWHILE) * size(middle, Deflater.HUFFMAN_ONLY);
    }

    private int size(byte[] bytes, int strategy) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setStrategy(strategy);
            return deflated(deflater, bytes, true).length;
        } finally {
            deflater.end();
        }
    }

    private static byte[] deflated(Deflater deflater, byte[] bytes, boolean last) {
        deflater.setInput(bytes);
        if (last) {
            deflater.finish();
        }
        byte[] deflated = new byte[bytes.length / 2 + WINDOW];
        int length = 0;
        // The first call may do no more than set the strategy.
        while (!(last ? deflater.finished() : deflater.needsInput() && length < deflated.length)) {
            if (length == deflated.length) {
                deflated = Arrays.copyOf(deflated, 2 * length);
            }
            length += deflater.deflate(
                    deflated, length, deflated.length - length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
        }
        return Arrays.copyOf(deflated, length);
    }

    /** Filtered rows from {@code from} to {@code to}, exclusively. */
    private byte[] filtered(int from, int to) {
        byte[] filtered = new byte[Math.multiplyExact(to - from, rowBytes + 1)];
        byte[] above = new byte[pixelBytes + rowBytes];
        byte[] row = new byte[pixelBytes + rowBytes];
        if (from > 0) {
            read(from - 1, above);
        }
        for (int y = from; y < to; y++) {
            read(y, row);
            filter.apply(above, row, filtered, (y - from) * (rowBytes + 1));
            byte[] free = above;
            above = row;
            row = free;
        }
        return filtered;
    }

    private void read(int y, byte[] target) {
        ByteBuffer bytes = ByteBuffer.wrap(target, pixelBytes, rowBytes);
        if (image.isOpaque()) {
            int length = image.width() * image.channels();
            if (image.depth() == depth) {
                image.samples().copyTo(y * length, length, bytes);
            } else {
                image.samples().copy(y * length, length, depth).copyTo(0, length, bytes);
            }
        } else {
            Samples row = Samples.of(depth, image.width() * (image.channels() + 1));
            Rasters.rowWithAlpha(image, y, row, 0);
            row.copyTo(0, row.length(), bytes);
        }
    }
}
