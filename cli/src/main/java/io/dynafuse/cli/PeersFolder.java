package io.dynafuse.cli;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.study.FindingsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The folder of methods beside each other.
 *
 * @param root new, empty, or of an earlier comparison
 */
record PeersFolder(Path root) {
    private static final String MARK = "peers-folder.json";

    /**
     * Checks, before any work is done, that the folder holds no other files.
     *
     * @throws IOException if it is not a folder, or holds files that are not of such a comparison
     */
    void requirePlace() throws IOException {
        new GuardedFolder(root, MARK, MARK + " of a comparison of methods", "comparison of methods").requirePlace();
    }

    /** Makes the folder and marks it, before anything else is written. */
    void mark() throws IOException {
        AtomicFile.makeFolder(root);
        AtomicFile.write(root.resolve(MARK), Content.of("{\"peers\": \"dynafuse peers writes into this folder\"}\n"));
    }

    /** Prints the tables and writes them in all formats. */
    void write(Findings findings, PrintWriter out) throws IOException {
        FindingsReport report =
                new FindingsReport("peers", "methods", "which way of fusing does best on these scenes?", findings);
        ReportFiles.write(report, root, "peers", out);
    }
}
