package io.dynafuse.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import io.dynafuse.files.OneLine;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** A checkpoint could not be read; the message is one line that names the file and says what is wrong. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param path the checkpoint
     * @param reason what is wrong with it and what would be right
     */
    public CheckpointException(Path path, String reason) {
        this(path.toString(), reason);
    }

    /**
     * @param checkpoint its name for people
     * @param reason what is wrong with it and what would be right
     */
    public CheckpointException(String checkpoint, String reason) {
        super(OneLine.of(checkpoint) + ": " + OneLine.of(reason));
    }

    /**
     * @param checkpoint its name for people
     * @param cause from which follows what is wrong with it
     */
    public CheckpointException(String checkpoint, Throwable cause) {
        super(OneLine.of(checkpoint) + ": " + OneLine.of(reason(cause)), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof Malformed) {
            return cause.getMessage();
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof EOFException) {
            return "it ends too early; expected a whole checkpoint";
        }
        if (cause instanceof ZipException) {
            return "it ends too early or is damaged (" + cause.getMessage() + "); expected a whole zip archive";
        }
        if (cause instanceof JacksonException json) {
            boolean twice = json.getOriginalMessage().startsWith("Duplicate");
            return "its header is not the JSON of a safetensors file" + (twice ? ": a name is there twice" : "");
        }
        if (cause instanceof OutOfMemoryError) {
            return "it needs more memory than there is";
        }
        if (cause instanceof IOException && cause.getMessage() != null) {
            return "it cannot be read: " + cause.getMessage();
        }
        return "it is damaged; expected " + Checkpoint.EXPECTED;
    }
}
