package io.dynafuse.checkpoint;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The input of pickles. The pickle library would take the -1 at the end of a stream for a number or a length, so the end is an exception
 * here; and the library never checks how much it has read, so this class counts the bytes and stops at a limit.
 */
final class StrictInput extends FilterInputStream {
    private final long limit;
    private long position;

    StrictInput(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    /** The number of bytes read so far. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws IOException {
        if (read < 0) {
            throw new EOFException();
        }
        position += read;
        if (position > limit) {
            throw new Malformed("its pickle is longer than " + limit + " bytes; expected a state dict");
        }
    }
}
