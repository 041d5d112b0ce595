package io.dynafuse.cli;

import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.PreparedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A report that is printed and written in all formats. */
final class ReportFiles {
    private ReportFiles() {}

    /** The names of the files of a report, which begin alike. */
    static Stream<String> names(String start) {
        return Arrays.stream(ReportFormat.values()).map(format -> name(start, format));
    }

    private static String name(String start, ReportFormat format) {
        return start + "." + format.extension();
    }

    /** Prints the report for people, and writes it in all formats. */
    static void write(Report report, Path folder, String start, PrintWriter out) throws IOException {
        out.print(report.write(ReportFormat.TABLE));
        out.flush();
        try (PreparedFiles files = new PreparedFiles()) {
            for (ReportFormat format : ReportFormat.values()) {
                files.add(AtomicFile.prepare(folder.resolve(name(start, format)), Content.of(report.write(format))));
            }
            files.commit();
        }
    }
}
