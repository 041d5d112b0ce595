package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.data.FailedScene;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionReportTest {
    private static final Reproduction.Cell FIXED = new Reproduction.Cell(
            List.of(Score.of(20), Score.of(21)),
            OptionalDouble.of(20.5),
            Optional.of(published(20, Optional.empty())),
            Optional.empty());
    private static final Reproduction.Cell DYNAMIC = new Reproduction.Cell(
            List.of(Score.of(30), Score.undefined("is constant")),
            OptionalDouble.of(30),
            Optional.of(published(33.25, Optional.of("looks copied"))),
            Optional.of(new Movement(
                    OptionalDouble.of(10),
                    OptionalDouble.of(13.25),
                    1,
                    false,
                    1,
                    0,
                    1,
                    Optional.of("disagrees with its rows"))));
    private static final Reproduction.Cell CONTROL = new Reproduction.Cell(
            List.of(Score.of(15), Score.of(16)),
            OptionalDouble.of(15.5),
            Optional.empty(),
            Optional.of(
                    new Movement(OptionalDouble.of(-5), OptionalDouble.empty(), 1, true, 0, 2, 2, Optional.empty())));
    private static final Reproduction.Cell ABSENT = new Reproduction.Cell(
            List.of(), OptionalDouble.empty(), Optional.of(published(44.5, Optional.empty())), Optional.empty());

    private static final Reproduction REPRODUCTION = new Reproduction(
            Experiments.of("ttd-table3"),
            Path.of("images"),
            "ifcnn-sum",
            "sum.pth",
            List.of("profile ttd"),
            List.of(new Reproduction.Column("SD", Direction.HIGHER_IS_BETTER)),
            List.of(
                    row("static", "IFCNN", Optional.empty(), false, FIXED, Optional.empty()),
                    row("fused, contrast", "IFCNN+TTD", Optional.of("static"), true, CONTROL, Optional.empty()),
                    row("fused", "IFCNN+TTD", Optional.of("static"), false, DYNAMIC, Optional.empty()),
                    row("other", "CDDFuse", Optional.empty(), false, ABSENT, Optional.of("needs a checkpoint of x"))),
            List.of("11", "12"),
            List.of(new FailedScene("13", "13-a.png: is cut short", Optional.empty())),
            List.of("A remark."));

    @TempDir
    private Path folder;

    private static PublishedTable.Cell published(double value, Optional<String> doubt) {
        return new PublishedTable.Cell("set", "method", "SD", OptionalDouble.of(value), doubt);
    }

    private static Reproduction.Row row(
            String label,
            String method,
            Optional<String> baseline,
            boolean contrast,
            Reproduction.Cell cell,
            Optional<String> absent) {
        return new Reproduction.Row(
                label, label + " words", Optional.of(method), baseline, contrast, List.of(cell), absent);
    }

    private static List<String> table() throws IOException {
        return new ReproductionReport(REPRODUCTION)
                .write(ReportFormat.TABLE)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    @Test
    void tableShowsOursThePapersAndTheDifference() throws IOException {
        assertThat(table())
                .startsWith(
                        "reproduction of ttd-table3: Table 3 of TTD: Harvard MRI-CT, with every way of weighing sources")
                .contains("data images: 2 scenes, 1 more that failed", "A remark.", "profile ttd")
                .containsSubsequence("static (paper: IFCNN)", "ours 20.5000", "paper 20.0", "difference +0.5000")
                .containsSubsequence(
                        "fused (paper: IFCNN+TTD), against static",
                        "ours 30.0000",
                        "paper 33.25?",
                        "difference -3.2500",
                        "change +10.0000",
                        "paper's change +13.25?",
                        "as published yes 1")
                .containsSubsequence("other (paper: CDDFuse): needs a checkpoint of x", "paper 44.5")
                .containsSubsequence(
                        "fused, contrast (paper: IFCNN+TTD), against static; a control, which should not move as"
                                + " published",
                        "as published no 0")
                .contains("13: in no mean: 13-a.png: is cut short")
                .contains("fused, contrast (a control: against) 0 1 0", "fused 1 0 0");
        assertThat(String.join(" ", table()))
                .contains("IFCNN+TTD, SD: looks copied.", "IFCNN+TTD, SD (change): disagrees with its rows.");
    }

    @Test
    void csvHasACellARow() throws IOException {
        String text = new ReproductionReport(REPRODUCTION).write(ReportFormat.CSV);
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text))
                .getRecords();
        assertThat(rows).hasSize(4);
        CSVRecord fused = rows.get(2);
        assertThat(fused.toMap())
                .containsEntry("experiment", "ttd-table3")
                .containsEntry("row", "fused")
                .containsEntry("metric", "SD")
                .containsEntry("ours", "30.0")
                .containsEntry("scenes", "1")
                .containsEntry("paper", "33.25")
                .containsEntry("difference", "-3.25")
                .containsEntry("doubt", "looks copied")
                .containsEntry("change", "10.0")
                .containsEntry("moves as published", "yes")
                .containsEntry("scenes as published", "1")
                .containsEntry("change doubt", "disagrees with its rows");
        assertThat(rows.get(3).get("absent")).isEqualTo("needs a checkpoint of x");
        assertThat(rows.get(3).get("ours")).isEmpty();
    }

    @Test
    void jsonHasEveryScene() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new ReproductionReport(REPRODUCTION).write(ReportFormat.JSON));
        assertThat(json.get("scenes")).hasSize(2);
        assertThat(json.at("/failed/0/reason").asText()).contains("cut short");
        JsonNode cell = json.at("/rows/2/cells/0");
        assertThat(cell.get("ours").asDouble()).isEqualTo(30);
        assertThat(cell.at("/scores/0").asDouble()).isEqualTo(30);
        assertThat(cell.at("/scores/1/undefined").asText()).isEqualTo("is constant");
        assertThat(cell.at("/movement/movesAsPublished").asText()).isEqualTo("yes");
        assertThat(json.at("/rows/1/cells/0/movement/movesAsPublished").asText())
                .isEqualTo("no");
        assertThat(json.at("/rows/1/control").asBoolean()).isTrue();
        assertThat(json.at("/rows/3/cells/0").has("ours")).isFalse();
    }

    @Test
    void onlyReportsPassForReports() throws IOException {
        Path file = folder.resolve("file");
        for (ReportFormat format : ReportFormat.values()) {
            Files.writeString(file, new ReproductionReport(REPRODUCTION).write(format));
            assertThat(ReproductionReport.isReport(file)).as(format.toString()).isTrue();
        }
        for (String other : List.of("method,image,fused,metric\n", "{\"experiments\": 1}", "my notes", "\0\1\2")) {
            Files.writeString(file, other);
            assertThat(ReproductionReport.isReport(file)).as(other).isFalse();
        }
        Files.writeString(file, "");
        assertThat(ReproductionReport.isReport(file)).isTrue();
    }
}
