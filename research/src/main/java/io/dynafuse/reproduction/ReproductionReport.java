package io.dynafuse.reproduction;

import io.dynafuse.evaluation.ReportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what came of an experiment: every cell, whether it differs from the printed one or not. */
public final class ReproductionReport {
    private static final int LONGEST_START = 1 << 12;

    private ReproductionReport() {}

    /**
     * The whole report, its last line ended.
     *
     * @throws IOException if it cannot be put into words
     */
    public static String write(Reproduction reproduction, ReportFormat format) throws IOException {
        return switch (format) {
            case TABLE -> ReproductionTable.write(reproduction);
            case CSV -> ReproductionCsv.write(reproduction);
            case JSON -> ReproductionJson.write(reproduction);
        };
    }

    /**
     * Whether a file holds such a report in any format, or nothing, so that no more than an earlier result is lost when it is
     * replaced.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LONGEST_START), StandardCharsets.UTF_8);
            return start.isEmpty()
                    || start.startsWith(ReproductionTable.START)
                    || start.startsWith(ReproductionCsv.START)
                    || ReproductionJson.START.matcher(start).lookingAt();
        }
    }
}
