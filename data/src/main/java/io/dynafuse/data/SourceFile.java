package io.dynafuse.data;

import java.nio.file.Path;

/**
 * A source image of a scene.
 *
 * @param role what tells the sources of a scene apart, such as {@code visible}, {@code mri} or {@code a}; in lower case unless a
 *     description says otherwise
 */
public record SourceFile(String role, Path file) {
    /** Whether its role is one of the names that the field gives to infrared. */
    public boolean isInfrared() {
        return Roles.isInfrared(role);
    }
}
