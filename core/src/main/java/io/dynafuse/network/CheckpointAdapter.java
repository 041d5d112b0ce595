package io.dynafuse.network;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Maps the tensors in checkpoint files to a network's parameters. All functions take the name in a file, without a prefix that all parameters
 * share.
 *
 * @param parameterOf the name of the parameter; the same name if nothing changes, empty for a tensor to ignore, such as an authors' duplicate
 * @param isOfOlderLayout whether a tensor has a name, in a layout that its authors gave up, that is to be told when it is read
 * @param isTurned whether a tensor holds kernels for true convolution, which are turned by 180 degrees when they are read
 */
public record CheckpointAdapter(
        Function<String, Optional<String>> parameterOf, Predicate<String> isOfOlderLayout, Predicate<String> isTurned) {
    /** The identity: files use the names that the network declares. */
    public static final CheckpointAdapter NONE = new CheckpointAdapter(Optional::of);

    /** Of names that are not told, and of kernels as they are. */
    public CheckpointAdapter(Function<String, Optional<String>> parameterOf) {
        this(parameterOf, any -> false, any -> false);
    }

    /** The same, with the names of tensors that are of a layout given up by its authors. */
    public CheckpointAdapter tellingOlderLayout(Predicate<String> nameInFile) {
        return new CheckpointAdapter(parameterOf, nameInFile, isTurned);
    }

    /**
     * The same, with the names of tensors of four dimensions that hold kernels for true convolution, as Theano has it; layers here do not turn their
     * kernels, so that they are turned by 180 degrees when they are read.
     */
    public CheckpointAdapter turning(Predicate<String> nameInFile) {
        return new CheckpointAdapter(parameterOf, isOfOlderLayout, nameInFile);
    }
}
