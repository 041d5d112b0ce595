package io.dynafuse.evaluation;

import io.dynafuse.evaluation.table.Table;
import io.dynafuse.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Something that was found, to be written for people and for programs. */
public interface Report {
    /** What people read, no line wider than a table. */
    List<String> lines();

    /** The table that CSV has, every number in full. */
    Table rows();

    /** What JSON has: a record, or a map in order. */
    Object content();

    /** The whole report in a format, its last line ended. */
    default String write(ReportFormat format) {
        return switch (format) {
            case TABLE -> String.join("\n", lines()) + "\n";
            case JSON -> Json.text(content());
            case CSV -> rows().csv();
        };
    }

    /**
     * Whether a file is empty or begins as a report does, so that no more than an earlier result is lost when it is replaced.
     *
     * @param start tells the first few thousand characters of a report from others
     * @throws IOException if it cannot be read
     */
    static boolean isEmptyOr(Predicate<String> start, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String found = new String(in.readNBytes(1 << 12), StandardCharsets.UTF_8);
            return found.isEmpty() || start.test(found);
        }
    }
}
