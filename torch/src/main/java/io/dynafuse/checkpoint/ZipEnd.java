package io.dynafuse.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The end of a zip archive, where its directory is found (.ZIP File Format Specification, 4.3.14 to 4.3.16). Readers look for it in different ways, so
 * that an archive can be made to hold one thing for one reader and another for the next: only archives without room for that are accepted.
 */
final class ZipEnd {
    private static final int END = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LARGE_END = 56;
    private static final int LARGE_END_SIGNATURE = 0x06064b50;
    private static final int ELSEWHERE = -1;

    private ZipEnd() {}

    /**
     * Checks that a zip archive ends with its directory and the marks that say where it is, without a comment or gaps.
     *
     * @throws Malformed if it does not
     */
    static void require(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long end = channel.size() - END;
            ByteBuffer mark = read(channel, end, END);
            if (mark.getInt(0) != END_SIGNATURE || mark.getShort(END - Short.BYTES) != 0) {
                throw new Malformed(
                        "it ends too early, or something follows its directory; expected a whole zip archive");
            }
            long length = Integer.toUnsignedLong(mark.getInt(12));
            long start = Integer.toUnsignedLong(mark.getInt(16));
            boolean fits = start + length == end;
            ByteBuffer locator = read(channel, end - LOCATOR, LOCATOR);
            if (locator.getInt(0) == LOCATOR_SIGNATURE) {
                long largeEnd = end - LOCATOR - LARGE_END;
                ByteBuffer large = read(channel, largeEnd, LARGE_END);
                long largeLength = large.getLong(40);
                long largeStart = large.getLong(48);
                fits = locator.getLong(8) == largeEnd
                        && large.getInt(0) == LARGE_END_SIGNATURE
                        && largeStart + largeLength == largeEnd
                        && agrees(mark.getInt(12), largeLength)
                        && agrees(mark.getInt(16), largeStart);
            }
            if (!fits) {
                throw new Malformed("its directory is not where its end says; expected a zip archive without gaps");
            }
        }
    }

    /** Whether the number for small archives is that of the large one, or stands for it. */
    private static boolean agrees(int small, long large) {
        return small == ELSEWHERE || Integer.toUnsignedLong(small) == large;
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        if (from < 0) {
            throw new java.io.EOFException();
        }
        return ByteBuffer.wrap(ByteSource.of(channel, from).read(0, count)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
