package io.dynafuse.library;

import io.dynafuse.files.OneLine;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint: at most 64 letters, digits, {@code .}, {@code _} and {@code -}, of which the first is a letter or digit and
 * the last is not a dot. Upper and lower case mean the same, as in the file names of some systems; no name can lead out of a folder or
 * mean a device. The words of the command line, {@code embedded} and {@code installed}, are not allowed.
 *
 * @param text in lower case
 */
record CheckpointName(String text) {
    private static final Pattern ALLOWED = Pattern.compile("(?=.{1,64}$)[a-z0-9]([a-z0-9._-]*[a-z0-9_-])?");

    /** Words of the command line, and the names that Windows takes for devices, whatever their extension. */
    private static final Pattern RESERVED =
            Pattern.compile("embedded|installed|(con|nul|prn|aux|com[0-9]|lpt[0-9])(\\..*)?");

    /** @throws IllegalArgumentException if it is not such a name */
    static CheckpointName of(String typed) {
        String text = typed.toLowerCase(Locale.ROOT);
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a name of at most 64 letters, digits, dots, underscores and hyphens that begins with a letter or"
                            + " digit and does not end in a dot, found \"" + OneLine.brief(typed) + "\"");
        }
        if (RESERVED.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a name that means nothing else, found \"" + text + "\"");
        }
        return new CheckpointName(text);
    }

    static boolean isOne(String typed) {
        String text = typed.toLowerCase(Locale.ROOT);
        return ALLOWED.matcher(text).matches() && !RESERVED.matcher(text).matches();
    }
}
