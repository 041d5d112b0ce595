package io.dynafuse.cli;

import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes results to a file or standard output. */
final class ReportOutput {
    private static final String ENDINGS = "expected a name that ends in .csv, .json or .txt";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            paramLabel = "table|json|csv",
            description = "How to write the results; a table if not given. CSV has a row for every image and metric,"
                    + " JSON means and ranks too.")
    private Optional<ReportFormat> format = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the results here and print the table. Without --format, the ending .csv, .json or"
                    + " .txt chooses the format. Only an earlier result is replaced.")
    private Optional<Path> output = Optional.empty();

    /** Distinguishes an earlier result of the same command from other files. */
    interface Earlier {
        boolean isReport(Path file) throws IOException;
    }

    /** Checks, before any work is done, that there is a format and that no image or other file would be lost. */
    void requireSense() throws IOException {
        if (output.isEmpty()) {
            return;
        }
        Path file = output.get();
        require(!file.toString().isEmpty(), "-o: expected the name of a file, found an empty one");
        require(
                !file.toString().equals("-"),
                "-o: expected the name of a file, found -; without -o, results are printed");
        require(!ReportFormat.isImage(file), file + ": is the name of an image; " + ENDINGS);
        AtomicFile.requireWritable(file);
        require(
                format.isPresent() || ReportFormat.ofName(file).isPresent(),
                file + ": its extension is that of no format; " + ENDINGS + ", or --format");
    }

    /** Checks that the result replaces no file of the measured folders, and nothing but an earlier result. */
    void requireApart(List<Path> files, Earlier earlier) throws IOException {
        if (output.isPresent() && Files.exists(output.get())) {
            Path file = output.get();
            require(
                    files.stream().noneMatch(read -> Usage.isSameFile(file, read)),
                    file + ": is read by this command already, or lies among the images; expected another file");
            require(
                    Files.isReadable(file) && earlier.isReport(file),
                    file + ": is there already and holds no earlier result; expected another file");
        }
    }

    void write(Report report, Earlier earlier) throws IOException {
        ReportFormat chosen =
                format.or(() -> output.flatMap(ReportFormat::ofName)).orElse(ReportFormat.TABLE);
        PrintWriter out = command.commandLine().getOut();
        out.print(report.write(output.isPresent() ? ReportFormat.TABLE : chosen));
        out.flush();
        if (output.isPresent()) {
            requireStillApart(output.get(), earlier);
            AtomicFile.write(output.get(), Content.of(report.write(chosen)));
        }
    }

    /** A file that appeared while images were measured is not lost either. */
    private static void requireStillApart(Path file, Earlier earlier) throws IOException {
        if (Files.exists(file) && !earlier.isReport(file)) {
            throw new IOException(
                    file + ": was created in the meantime and holds no earlier result; it is left as it is");
        }
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }
}
