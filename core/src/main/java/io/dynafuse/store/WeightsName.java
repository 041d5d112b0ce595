package io.dynafuse.store;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What people call weights: letters, digits, {@code .}, {@code _} and {@code -}, the first a letter or digit, at most 64. Upper and lower
 * case mean the same, as they do in the file names of some systems; nothing can lead out of a folder.
 *
 * @param text in lower case
 */
record WeightsName(String text) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if it is no such name */
    static WeightsName of(String typed) {
        String text = typed.toLowerCase(Locale.ROOT);
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a name of at most 64 letters, digits, dots, underscores and hyphens that begins with a letter or"
                            + " digit, found \"" + typed + "\"");
        }
        return new WeightsName(text);
    }

    static boolean isOne(String typed) {
        return ALLOWED.matcher(typed.toLowerCase(Locale.ROOT)).matches();
    }
}
