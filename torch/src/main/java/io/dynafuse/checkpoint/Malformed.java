package io.dynafuse.checkpoint;

import java.io.IOException;

/** Describes what is wrong with the content of a file; {@link CheckpointException} adds the name of the file. */
public final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason one line: what is wrong, and what was expected */
    public Malformed(String reason) {
        super(reason);
    }

    /**
     * @param reason one line: what is wrong, and what was expected
     * @param cause what showed it
     */
    public Malformed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
