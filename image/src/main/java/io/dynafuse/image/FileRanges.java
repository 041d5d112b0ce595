package io.dynafuse.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Some parts of a file, read as if they were the whole file: a part that a decoder never sees can neither make it fail nor cost memory.
 * Buffered, so that decoders may read byte by byte.
 */
final class FileRanges extends ImageInputStreamImpl {
    private final FileChannel file;
    private final List<Range> ranges;
    private final long[] starts;
    private final long length;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
    private long bufferStart;

    /**
     * A part of a file, in bytes.
     *
     * @param content the bytes to read in its place; the file's own if empty
     */
    record Range(long start, long length, Optional<byte[]> content) {
        Range(long start, long length) {
            this(start, length, Optional.empty());
        }

        /** Bytes that are not in the file. */
        static Range of(byte[] content) {
            return new Range(0, content.length, Optional.of(content));
        }
    }

    /** Adds a part that lies behind all others; adjacent parts are joined, so that there are few however finely a file is cut. */
    static void add(List<Range> ranges, long start, long length) {
        Range last = ranges.isEmpty() ? new Range(start, 0) : ranges.remove(ranges.size() - 1);
        if (last.start() + last.length() == start) {
            ranges.add(new Range(last.start(), last.length() + length));
        } else {
            ranges.add(last);
            ranges.add(new Range(start, length));
        }
    }

    /** The whole file. */
    FileRanges(Path path) throws IOException {
        this(path, List.of(new Range(0, Long.MAX_VALUE)));
    }

    FileRanges(Path path, List<Range> ranges) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.ranges = ranges;
        this.starts = new long[ranges.size()];
        long total = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = total;
            Range range = ranges.get(i);
            total += range.content().isPresent()
                    ? range.length()
                    : Math.min(range.length(), Math.max(0, file.size() - range.start()));
        }
        this.length = total;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        return buffer.get((int) (streamPos++ - bufferStart)) & 0xff;
    }

    /** Reads all bytes requested: the inherited methods that read numbers take an incomplete read for the end of the file. */
    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        bitOffset = 0;
        int taken = 0;
        while (taken < count && fill()) {
            int inBuffer = (int) (streamPos - bufferStart);
            int part = Math.min(count - taken, buffer.limit() - inBuffer);
            buffer.get(inBuffer, target, offset + taken, part);
            taken += part;
            streamPos += part;
        }
        return taken == 0 && count > 0 ? -1 : taken;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }

    /** Fills the buffer at the current position; false at the end. */
    private boolean fill() throws IOException {
        checkClosed();
        if (streamPos >= bufferStart && streamPos < bufferStart + buffer.limit()) {
            return true;
        }
        if (streamPos >= length) {
            return false;
        }
        int index = rangeAt(streamPos);
        long inRange = streamPos - starts[index];
        long left = (index + 1 < starts.length ? starts[index + 1] : length) - streamPos;
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        read(ranges.get(index), inRange);
        buffer.flip();
        bufferStart = streamPos;
        return buffer.hasRemaining();
    }

    private void read(Range range, long inRange) throws IOException {
        if (range.content().isPresent()) {
            buffer.put(range.content().get(), (int) inRange, buffer.remaining());
        } else {
            file.read(buffer, range.start() + inRange);
        }
    }

    private int rangeAt(long position) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
