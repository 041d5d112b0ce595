package io.dynafuse.web;

import io.dynafuse.files.OneLine;
import java.nio.file.Path;

/**
 * An image that a client sent.
 *
 * @param name what the client called it, in one line and without folders; for people only
 * @param file where its bytes are
 */
record Upload(String name, Path file) {
    private static final int LONGEST = 100;

    /**
     * The same with a name that is safe to print and to be the name of a file.
     *
     * @param submitted what the client called it; nothing is opened by this name
     */
    static Upload of(String submitted, String otherwise, Path file) {
        String last = OneLine.whole(
                submitted.substring(Math.max(submitted.lastIndexOf('/'), submitted.lastIndexOf('\\')) + 1));
        String brief = last.length() > LONGEST ? last.substring(last.length() - LONGEST) : last;
        return new Upload(brief.isEmpty() || brief.matches("\\.+") ? otherwise : brief, file);
    }
}
