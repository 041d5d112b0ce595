package io.dynafuse.evaluation;

import io.dynafuse.data.ImageFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a {@link Report} is written. */
public enum ReportFormat {
    TABLE("txt"),
    JSON("json"),
    CSV("csv");

    private final String extension;

    ReportFormat(String extension) {
        this.extension = extension;
    }

    /** The ending of files of this format, without a dot. */
    public String extension() {
        return extension;
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
