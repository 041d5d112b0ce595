package io.dynafuse.files;

import java.io.IOException;
import java.nio.file.Path;

/** A file could not be written; the message is one line that names it and says why. */
public final class UnwritableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableFileException(Path target, String reason) {
        this(target, reason, null);
    }

    UnwritableFileException(Path target, String reason, Throwable cause) {
        super(OneLine.of(target.toString()) + ": cannot be written: " + OneLine.of(reason), cause);
    }
}
