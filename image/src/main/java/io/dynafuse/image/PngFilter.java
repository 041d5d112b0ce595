package io.dynafuse.image;

import java.util.Arrays;

/**
 * The filters of PNG (ISO/IEC 15948, clause 9): each predicts a byte from its neighbours, and the difference is stored.
 *
 * <p>Of each row the filter is taken that leaves the least sum of absolute differences, as the standard recommends (clause 12.8). The sum
 * is taken over a quarter of the row, which is enough to tell the filters apart.
 */
final class PngFilter {
    static final int NONE = 0;
    static final int LEFT = 1;
    static final int UP = 2;
    static final int AVERAGE = 3;
    static final int PAETH = 4;
    private static final int KINDS = 5;
    /** Of so many bytes, the first {@link #MEASURED} are measured. */
    private static final int STRETCH = 256;

    private static final int MEASURED = 64;

    private final int pixelBytes;
    private final int rowBytes;

    /** @param pixelBytes the bytes of a pixel, which are so far apart as two neighbours of one channel */
    PngFilter(int pixelBytes, int rowBytes) {
        this.pixelBytes = pixelBytes;
        this.rowBytes = rowBytes;
    }

    /**
     * Filters a row: writes the number of the filter and the differences.
     *
     * @param above the row before, zeros for the first; like {@code row}, it starts behind {@code pixelBytes} zeros
     * @param start where in {@code target} they begin
     */
    void apply(byte[] above, byte[] row, byte[] target, int start) {
        int kind = best(above, row);
        target[start] = (byte) kind;
        int first = start + 1;
        switch (kind) {
            case LEFT -> left(row, target, first);
            case UP -> up(above, row, target, first);
            case AVERAGE -> average(above, row, target, first);
            case PAETH -> paeth(above, row, target, first);
            default -> System.arraycopy(row, pixelBytes, target, first, rowBytes);
        }
    }

    private int best(byte[] above, byte[] row) {
        int[] sums = new int[KINDS];
        for (int from = pixelBytes; from < pixelBytes + rowBytes; from += STRETCH) {
            measure(above, row, from, Math.min(from + MEASURED, pixelBytes + rowBytes), sums);
        }
        int least = Arrays.stream(sums).min().orElseThrow();
        int kind = PAETH;
        while (sums[kind] != least) {
            kind--;
        }
        return kind;
    }

    private void measure(byte[] above, byte[] row, int from, int to, int[] sums) {
        int none = 0;
        int left = 0;
        int up = 0;
        int average = 0;
        int paeth = 0;
        for (int i = from; i < to; i++) {
            int a = row[i - pixelBytes] & 0xff;
            int b = above[i] & 0xff;
            int value = row[i];
            none += Math.abs(value);
            left += Math.abs((byte) (value - a));
            up += Math.abs((byte) (value - b));
            average += Math.abs((byte) (value - (a + b >> 1)));
            paeth += Math.abs((byte) (value - prediction(a, b, above[i - pixelBytes] & 0xff)));
        }
        sums[NONE] += none;
        sums[LEFT] += left;
        sums[UP] += up;
        sums[AVERAGE] += average;
        sums[PAETH] += paeth;
    }

    private void left(byte[] row, byte[] target, int start) {
        for (int i = 0; i < rowBytes; i++) {
            target[start + i] = (byte) (row[pixelBytes + i] - row[i]);
        }
    }

    private void up(byte[] above, byte[] row, byte[] target, int start) {
        for (int i = 0; i < rowBytes; i++) {
            target[start + i] = (byte) (row[pixelBytes + i] - above[pixelBytes + i]);
        }
    }

    private void average(byte[] above, byte[] row, byte[] target, int start) {
        for (int i = 0; i < rowBytes; i++) {
            int sum = (row[i] & 0xff) + (above[pixelBytes + i] & 0xff);
            target[start + i] = (byte) (row[pixelBytes + i] - (sum >> 1));
        }
    }

    private void paeth(byte[] above, byte[] row, byte[] target, int start) {
        for (int i = 0; i < rowBytes; i++) {
            int predicted = prediction(row[i] & 0xff, above[pixelBytes + i] & 0xff, above[i] & 0xff);
            target[start + i] = (byte) (row[pixelBytes + i] - predicted);
        }
    }

    /** Whichever of left, above and above left is the nearest to left + above - above left; of equally near ones the first. */
    static int prediction(int left, int above, int aboveLeft) {
        int toLeft = Math.abs(above - aboveLeft);
        int toAbove = Math.abs(left - aboveLeft);
        int toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
        int nearer = toLeft <= toAbove ? left : above;
        return toAboveLeft < Math.min(toLeft, toAbove) ? aboveLeft : nearer;
    }
}
