package io.dynafuse.image;

import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;

/** An image file or stream cannot be read or written; the message is one line that names it, says what is wrong and what would be right. */
public final class ImageException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageException(Path path, String reason) {
        this(path, reason, null);
    }

    ImageException(Path path, String reason, Throwable cause) {
        this(path.toString(), reason, cause);
    }

    /** @param name of what is not a file */
    ImageException(String name, String reason, Throwable cause) {
        super(OneLine.of(name) + ": " + OneLine.of(reason), cause);
    }
}
