package io.dynafuse.detection.annotation;

import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;

/** A file of boxes cannot be read; the message is one line that names it and says what is wrong and what would be right. */
public final class AnnotationException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong and what would be right */
    public AnnotationException(Path file, String reason) {
        this(file, reason, null);
    }

    AnnotationException(Path file, String reason, Throwable cause) {
        super(OneLine.of(file.toString()) + ": " + OneLine.of(reason), cause);
    }
}
