package io.dynafuse.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference material (authors' weights, real images, golden numbers) that lies beside a checkout in {@code ../shared}; a
 * test that needs it is skipped where it is not.
 */
public final class Reference {
    private static final Path ROOT =
            Path.of("..", "..", "shared", "reference").toAbsolutePath().normalize();

    private Reference() {}

    /** The path of a reference file or folder; the calling test is skipped if there is none. */
    public static Path path(String relative) {
        Path path = ROOT.resolve(relative);
        if (Files.notExists(path)) {
            // Surefire does not say why a test is skipped.
            System.out.println("skipped: a test that needs the reference material at " + path);
        }
        assumeTrue(Files.exists(path));
        return path;
    }
}
