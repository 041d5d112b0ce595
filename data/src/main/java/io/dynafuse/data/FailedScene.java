package io.dynafuse.data;

import io.dynafuse.files.OneLine;
import java.util.Optional;

/**
 * A scene on which work failed.
 *
 * @param reason one line that names the file and what is wrong with it
 * @param cause what was thrown, if anything was
 */
public record FailedScene(String scene, String reason, Optional<Throwable> cause) {
    static FailedScene of(String scene, Throwable cause) {
        String reason = cause instanceof OutOfMemoryError ? SceneLoop.OUT_OF_MEMORY : OneLine.of(cause);
        return new FailedScene(scene, reason, Optional.of(cause));
    }

    /** The scene and why it failed, in one line. */
    public String line() {
        return OneLine.of(scene + ": " + reason);
    }
}
