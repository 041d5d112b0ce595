package io.dynafuse.loss;

import java.util.Locale;

/** A kind of loss, called by its word. */
public sealed interface LossKind permits LossTerm, SourceTerm {
    /** The name of the constant. */
    String name();

    /** How the text of a loss calls it, as in {@code gradient-max}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
