package io.dynafuse.network;

import java.util.Optional;
import java.util.function.Function;

/**
 * Maps the names of tensors in checkpoint files to names of a network's parameters.
 *
 * @param parameterOf from the name in a file, without a prefix that all parameters share, to the parameter's; the same name if nothing
 * changes, empty for a tensor to ignore, such as an authors' duplicate
 */
public record CheckpointAdapter(Function<String, Optional<String>> parameterOf) {
    /** The identity: files use the names that the network declares. */
    public static final CheckpointAdapter NONE = new CheckpointAdapter(Optional::of);
}
