package io.dynafuse.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The bytes of one storage, wherever they lie. Safe for use by several threads. */
@FunctionalInterface
interface ByteSource {
    /** @throws EOFException if fewer than {@code first + count} bytes are there */
    byte[] read(long first, int count) throws IOException;

    /** The bytes of a file from {@code start} on. */
    static ByteSource of(FileChannel channel, long start) {
        return (first, count) -> {
            ByteBuffer buffer = ByteBuffer.allocate(count);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, start + first + buffer.position()) < 0) {
                    throw new EOFException();
                }
            }
            return buffer.array();
        };
    }

    /** Bytes in memory, which nobody may change from now on. */
    static ByteSource of(byte[] bytes) {
        return (first, count) -> {
            if (count > bytes.length - first) {
                throw new EOFException();
            }
            return Arrays.copyOfRange(bytes, (int) first, (int) first + count);
        };
    }

    /** The same bytes without the first ones. */
    default ByteSource from(long start) {
        return (first, count) -> read(start + first, count);
    }

    static ByteSource of(ZipFile zip, ZipEntry entry) {
        return (first, count) -> {
            try (InputStream in = zip.getInputStream(entry)) {
                in.skipNBytes(first);
                byte[] bytes = in.readNBytes(count);
                if (bytes.length < count) {
                    throw new EOFException();
                }
                return bytes;
            }
        };
    }
}
