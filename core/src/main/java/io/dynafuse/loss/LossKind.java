package io.dynafuse.loss;

import java.util.Locale;

/** A kind of loss, which has a name. */
public sealed interface LossKind permits LossTerm, SourceTerm {
    /** The name of the constant. */
    String name();

    /** Its name in the text of a loss, such as {@code gradient-max}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
