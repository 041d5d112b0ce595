package io.dynafuse.training;

import java.util.List;
import java.util.stream.Collectors;

/** The training cannot go on, as a loss or a gradient is not finite. It names the step and the scenes. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(long step, String what, double value, List<Batch> batches) {
        super("training: the " + what + " of step " + step + " is " + value + ", of "
                + batches.stream()
                        .flatMap(batch -> batch.scenes().stream())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + "; expected a smaller learning rate or gradients clipped");
    }
}
