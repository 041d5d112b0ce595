package io.dynafuse.network;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Maps the names of tensors in checkpoint files to names of a network's parameters.
 *
 * @param parameterOf from the name in a file, without a prefix that all parameters share, to the parameter's; the same name if nothing
 * changes, empty for a tensor to ignore, such as an authors' duplicate
 * @param isOfOlderLayout whether a tensor has a name, in a layout that its authors gave up, that is to be told when it is read
 */
public record CheckpointAdapter(Function<String, Optional<String>> parameterOf, Predicate<String> isOfOlderLayout) {
    /** Of names that are not told. */
    public CheckpointAdapter(Function<String, Optional<String>> parameterOf) {
        this(parameterOf, any -> false);
    }

    /** The identity: files use the names that the network declares. */
    public static final CheckpointAdapter NONE = new CheckpointAdapter(Optional::of);
}
