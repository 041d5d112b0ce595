package io.dynafuse.metrics;

import java.util.Locale;

/** Constants as tables, options and programs write them. */
final class Ids {
    private Ids() {}

    /** The name in lower case, words joined by hyphens. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
