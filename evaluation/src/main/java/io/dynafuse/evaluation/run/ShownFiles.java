package io.dynafuse.evaluation.run;

import java.io.File;
import java.nio.file.Path;

/**
 * Names of files as results have them, which do not depend on where the folders lie.
 *
 * @param dataset the folder that names of sources start from
 * @param output the folder that names of fused images start from
 */
public record ShownFiles(Path dataset, Path output) {
    /** A source or a ground truth. */
    public String source(Path file) {
        return relative(dataset, file);
    }

    /** A picture that this run made. */
    public String made(Path file) {
        return relative(output, file);
    }

    private static String relative(Path folder, Path file) {
        Path from = folder.toAbsolutePath().normalize();
        Path to = file.toAbsolutePath().normalize();
        // Nothing leads from one drive to another.
        Path shown = from.getRoot().equals(to.getRoot()) ? from.relativize(to) : to.getFileName();
        return shown.toString().replace(File.separatorChar, '/');
    }
}
