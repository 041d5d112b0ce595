package io.dynafuse.library;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a user's data: the one that the environment variable {@code DYNAFUSE_HOME} names, otherwise {@code dynafuse} in the
 * system's folder for the data of programs. On Linux that is {@code XDG_DATA_HOME}, or {@code .local/share} in the home folder (XDG Base
 * Directory
 * Specification 0.8, which demands that relative paths are ignored); on macOS {@code Library/Application Support}; on Windows {@code
 * LOCALAPPDATA}.
 */
final class UserFolder {
    private static final String OURS = "dynafuse";

    private UserFolder() {}

    /**
     * Finds the folder, which need not exist yet.
     *
     * @param environment variables by name
     * @param system the name of the operating system in Java's system properties
     * @param home the user's home folder in Java's system properties, which may be meaningless
     * @return empty if neither the environment nor the home folder gives one
     */
    static Optional<Path> of(Map<String, String> environment, String system, String home) {
        Optional<Path> chosen = path(environment.get("DYNAFUSE_HOME")).map(Path::toAbsolutePath);
        return chosen.or(() ->
                ofSystem(environment, system.toLowerCase(Locale.ROOT), home).map(data -> data.resolve(OURS)));
    }

    private static Optional<Path> ofSystem(Map<String, String> environment, String system, String home) {
        if (system.startsWith("windows")) {
            return absolute(environment.get("LOCALAPPDATA"))
                    .or(() -> absolute(home).map(user -> user.resolve("AppData").resolve("Local")));
        }
        Optional<Path> user = absolute(environment.get("HOME")).or(() -> absolute(home));
        if (system.startsWith("mac")) {
            return user.map(folder -> folder.resolve("Library").resolve("Application Support"));
        }
        return absolute(environment.get("XDG_DATA_HOME"))
                .or(() -> user.map(folder -> folder.resolve(".local").resolve("share")));
    }

    private static Optional<Path> absolute(String text) {
        return path(text).filter(Path::isAbsolute);
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.ofNullable(text).filter(given -> !given.isEmpty()).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
