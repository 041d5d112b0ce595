package io.dynafuse.checkpoint;

import java.io.IOException;

/** What is wrong with the content of a checkpoint, in words for people; {@link CheckpointException} adds the file. */
final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
        super(reason);
    }

    Malformed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
