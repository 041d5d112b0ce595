package io.dynafuse.network.tcmoa;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The pieces of one side of an image, which overlap and are blended.
 *
 * @param length of the side, in pixels
 * @param piece length of each piece
 * @param starts of the pieces
 */
record Pieces(long length, long piece, List<Long> starts) {
    // As large as the windows of attention, so that a piece has seen what lies beyond where it begins to count.
    private static final int OVERLAP = 112;

    /**
     * @param tile the longest piece, a multiple of {@code multiple}
     * @param multiple the length of a piece is one of these; a shorter side is mirrored at its end
     */
    static Pieces of(long length, int tile, int multiple) {
        if (length <= tile) {
            return new Pieces(length, filled(length, multiple), List.of(0L));
        }
        long count = 1 + (length - tile + tile - OVERLAP - 1) / (tile - OVERLAP);
        List<Long> starts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            starts.add(i * (length - tile) / (count - 1));
        }
        return new Pieces(length, tile, starts);
    }

    /** The least multiple that is not below a length. */
    static long filled(long length, int multiple) {
        return (length + multiple - 1) / multiple * multiple;
    }

    /** The pieces of the authors' program: side by side, the last one moved back to end where the side does, each counting where no later one does. */
    static List<Long> published(long length, int tile) {
        return LongStream.iterate(0, start -> start < length, start -> start + tile)
                .map(start -> Math.min(start, length - tile))
                .boxed()
                .toList();
    }

    /** The rows or columns of a piece, mirrored beyond the end. */
    long[] indices(int number) {
        return LongStream.range(0, piece)
                .map(i -> mirrored(starts.get(number) + i))
                .toArray();
    }

    private long mirrored(long index) {
        long period = Math.max(1, 2 * (length - 1));
        long within = index % period;
        return within < length ? within : period - within;
    }

    /** How many rows or columns of a piece lie within the side. */
    long inside() {
        return Math.min(piece, length);
    }

    /** How much each row or column of a piece counts, {@code inside()} numbers above 0: less towards a neighbour. */
    float[] shares(int number) {
        float[] shares = new float[Math.toIntExact(inside())];
        for (int i = 0; i < shares.length; i++) {
            double share = 1;
            if (number > 0) {
                share = Math.min(share, (i + 0.5) / overlapWith(number - 1));
            }
            if (number < starts.size() - 1) {
                share = Math.min(share, (shares.length - i - 0.5) / overlapWith(number));
            }
            shares[i] = (float) share;
        }
        return shares;
    }

    /** With the piece after the given one. */
    private long overlapWith(int number) {
        return starts.get(number) + piece - starts.get(number + 1);
    }
}
