package io.dynafuse.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code --fused} names.
 *
 * @param place a file, a folder or a pattern
 */
record MethodArgument(String name, String place) {
    /** Reads {@code NAME=PLACE}, or a place alone, which is then called as its last part. */
    static MethodArgument of(String text) {
        int equals = text.indexOf('=');
        boolean named = equals > 0 && !Files.exists(Path.of(text));
        String place = named ? text.substring(equals + 1) : text;
        return new MethodArgument(named ? text.substring(0, equals) : lastPart(Path.of(place)), place);
    }

    private static String lastPart(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
