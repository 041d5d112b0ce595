package io.dynafuse.cli;

import io.dynafuse.data.Place;

/**
 * An argument of {@code --fused}: a method and its images.
 *
 * @param place a file, a folder or a pattern
 */
record MethodArgument(String name, Place place) {
    /** Reads {@code NAME=PLACE}, or a place alone, whose last part is then the name. */
    static MethodArgument of(String text) {
        int equals = text.indexOf('=');
        Place whole = new Place(text);
        // A folder may have an equals sign in its name.
        boolean named = equals > 0
                && !text.substring(0, equals).matches(".*[/\\\\].*")
                && !whole.exists()
                && !whole.isPatternOfFolder();
        return named
                ? new MethodArgument(text.substring(0, equals), new Place(text.substring(equals + 1)))
                : new MethodArgument(whole.lastPart(), whole);
    }
}
