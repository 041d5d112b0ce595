package io.dynafuse.evaluation;

import io.dynafuse.data.ImageFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    private static final int LONGEST_START = 1 << 12;

    private final String extension;

    ReportFormat(String extension) {
        this.extension = extension;
    }

    /** The ending of files of this format, without a dot. */
    public String extension() {
        return extension;
    }

    /**
     * The whole report, its last line ended.
     *
     * @throws IOException if it cannot be put into words
     */
    public abstract String write(Results results) throws IOException;

    /**
     * Whether a file holds a report of any format, or nothing, so that no more than an earlier result is lost when it is replaced.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LONGEST_START), StandardCharsets.UTF_8);
            return start.isEmpty()
                    || start.startsWith(CsvReport.START)
                    || JsonReport.START.matcher(start).lookingAt()
                    || start.lines().limit(2).anyMatch(line -> line.startsWith(TableReport.CONVENTIONS));
        }
    }

    /** Whether a file is an image by its name, which no report may be called. */
    public static boolean isImage(Path file) {
        return file.getFileName() != null
                && ImageFolder.isImage(file.getFileName().toString());
    }

    /** The format that the extension of a file stands for. */
    public static Optional<ReportFormat> ofName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.extension))
                .findFirst();
    }
}
