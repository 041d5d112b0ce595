package io.dynafuse.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

/** Standard output that remembers why it could not be written, as the writers around it hide that. */
final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private Optional<IOException> failure = Optional.empty();

    /** A writer in the encoding of the terminal, or of the locale elsewhere. */
    PrintWriter writer() {
        String encoding = System.getProperty("sun.stdout.encoding");
        return new PrintWriter(this, true, encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
            throw e;
        }
    }

    /** Whether a write has failed. */
    boolean hasFailed() {
        return failure.isPresent();
    }

    /** Whether it failed only because the reader closed the pipe, as {@code head} does. */
    boolean wasClosedByReader() {
        return failure.map(IOException::getMessage)
                .filter(message -> message.contains("Broken pipe"))
                .isPresent();
    }
}
