package io.dynafuse.network;

import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the names of tensors in checkpoint files as names of a network's parameters.
 *
 * @param parameterOf from the name in a file, without a prefix that all parameters share, to the parameter's; the same name where there
 *     is nothing to change, empty for a tensor to ignore, such as an authors' duplicate
 */
public record CheckpointAdapter(Function<String, Optional<String>> parameterOf) {
    /** Names are as the network declares them. */
    public static final CheckpointAdapter NONE = new CheckpointAdapter(Optional::of);
}
