package io.dynafuse.evaluation.run;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.fusion.Variant;

/**
 * A variant and the name of its folders.
 *
 * @param folder the same for every run into one folder
 */
record PlacedVariant(Variant variant, String folder) {
    String label() {
        return variant.label();
    }

    String meaning() {
        return meaning(variant);
    }

    /** All parts of the dominability, or {@code static}. */
    static String meaning(Variant variant) {
        return variant.dominability().map(Dominability::toString).orElse(Variant.STATIC.label());
    }
}
