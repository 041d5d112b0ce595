package io.dynafuse.data;

import io.dynafuse.task.Role;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A source image of a scene.
 *
 * @param role what tells the sources of a scene apart, such as {@code visible}, {@code mri} or {@code a}; in lower case unless a
 *     description says otherwise
 */
public record SourceFile(String role, Path file) {
    /** Its role if that is one of the words of the field. */
    public Optional<Role> knownRole() {
        return Role.of(role);
    }
}
