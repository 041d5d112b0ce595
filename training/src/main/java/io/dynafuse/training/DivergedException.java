package io.dynafuse.training;

/** The training cannot go on, as a loss or a gradient is not finite. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(long step, String what, double value) {
        super("training: the " + what + " of step " + step + " is " + value
                + "; expected a smaller learning rate or gradients clipped");
    }
}
