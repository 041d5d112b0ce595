package io.dynafuse.training;

/** A loss or a gradient was not finite, so that there is nothing more to learn. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(long step, String what, double value) {
        super("training: the " + what + " of step " + step + " is " + value
                + "; expected a smaller learning rate or gradients clipped");
    }
}
