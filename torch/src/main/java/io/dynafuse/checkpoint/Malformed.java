package io.dynafuse.checkpoint;

import java.io.IOException;

/** Describes what is wrong with the content of a checkpoint; {@link CheckpointException} adds the name of the file. */
final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
        super(reason);
    }

    Malformed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
