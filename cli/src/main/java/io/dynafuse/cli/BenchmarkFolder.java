package io.dynafuse.cli;

import io.dynafuse.evaluation.benchmark.BenchmarkReport;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.GuardedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a benchmark.
 *
 * @param root new, empty, or of an earlier benchmark
 */
record BenchmarkFolder(Path root) {
    private static final String MARK = "benchmark-folder.json";
    private static final String START = "benchmark";
    private static final String PAGE = START + ".html";

    /** The names of what lies beside the folders of the methods. */
    static List<String> ownNames() {
        return Stream.concat(Stream.of(MARK, PAGE), ReportFiles.names(START)).toList();
    }

    /**
     * Checks, before any work is done, that the folder holds no other files.
     *
     * @throws IOException if it is not a folder, or holds files that are not of a benchmark
     */
    void requirePlace() throws IOException {
        guard().requirePlace();
    }

    /**
     * Makes the folder, holds it against other processes, and marks it before anything else is written.
     *
     * @throws IOException as {@link #requirePlace} does, or if it cannot be written or somebody else holds it
     */
    FolderLock hold() throws IOException {
        FolderLock lock = guard().hold("benchmark");
        try {
            AtomicFile.removeLeftOvers(root);
            AtomicFile.write(
                    root.resolve(MARK),
                    Content.of("{\"benchmark\": \"dynafuse benchmark writes into this folder\"}\n"));
            return lock;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private GuardedFolder guard() {
        return new GuardedFolder(root, MARK, MARK + " of a benchmark", "benchmark");
    }

    /** Prints the tables and writes them in all formats; returns the page. */
    Path write(BenchmarkReport report, PrintWriter out) throws IOException {
        ReportFiles.write(report, root, START, out);
        Path page = root.resolve(PAGE);
        report.page().write(page);
        return page;
    }
}
