package io.dynafuse.metrics;

import java.util.Locale;

/** The ids of constants in tables, options and programs. */
final class Ids {
    private Ids() {}

    /** The name in lower case, words joined by hyphens. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
