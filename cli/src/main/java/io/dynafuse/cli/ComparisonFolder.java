package io.dynafuse.cli;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.study.FindingsReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The folder of a comparison.
 *
 * @param root new, empty, or of an earlier comparison
 */
record ComparisonFolder(Path root) {
    /** Holds pictures of sources and results. */
    static final String PICTURES = "side-by-side";

    private static final String START = "compare-weights";
    private static final String MARK = "comparison.json";
    private static final String MARKED = "{\"comparison\": \"dynafuse compare writes into this folder\"}\n";

    /** Whether a comparison itself writes something of that name, in upper or lower case. */
    static boolean isOwn(String name) {
        return Stream.concat(Stream.of(PICTURES, MARK), ReportFiles.names(START))
                .anyMatch(name::equalsIgnoreCase);
    }

    /**
     * Checks, before any work is done, that the folder holds no other files.
     *
     * @throws IOException if it is not a folder, or holds files that are not of a comparison
     */
    void requirePlace() throws IOException {
        new GuardedFolder(root, MARK, MARK + " of a comparison", "comparison").requirePlace(isMarked());
    }

    private boolean isMarked() throws IOException {
        Path mark = root.resolve(MARK);
        if (!Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        byte[] expected = MARKED.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(mark)) {
            return Arrays.equals(in.readNBytes(expected.length + 1), expected);
        }
    }

    /** Makes the folder and marks it as that of a comparison, before anything else is written. */
    void mark() throws IOException {
        AtomicFile.makeFolder(root);
        AtomicFile.write(root.resolve(MARK), Content.of(MARKED));
    }

    /** Prints the tables and writes them in all formats. */
    void write(Findings findings, PrintWriter out) throws IOException {
        ReportFiles.write(FindingsReport.ofWeights(findings), root, START, out);
    }
}
