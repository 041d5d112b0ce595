package io.dynafuse.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How results are written. */
public enum ReportFormat {
    TABLE("txt") {
        @Override
        public String write(Results results) {
            return TableReport.write(results);
        }
    },
    JSON("json") {
        @Override
        public String write(Results results) throws IOException {
            return JsonReport.write(results);
        }
    },
    CSV("csv") {
        @Override
        public String write(Results results) throws IOException {
            return CsvReport.write(results);
        }
    };

    private final String extension;

    ReportFormat(String extension) {
        this.extension = extension;
    }

    /**
     * The whole report, its last line ended.
     *
     * @throws IOException if it cannot be put into words
     */
    public abstract String write(Results results) throws IOException;

    /** The format that the extension of a file stands for. */
    public static Optional<ReportFormat> ofName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.extension))
                .findFirst();
    }
}
