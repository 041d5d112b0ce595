package io.dynafuse.reproduction;

import java.util.Optional;

/**
 * A scene that could not be fused or measured; it counts in no mean.
 *
 * @param reason one line that names the file and what is wrong with it
 * @param cause what was thrown, if anything was
 */
public record FailedScene(String scene, String reason, Optional<Throwable> cause) {}
