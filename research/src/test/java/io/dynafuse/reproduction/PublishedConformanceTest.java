package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The resource against the file that the numbers were collected in. Rows are known there by their numbers, as labels differ. */
class PublishedConformanceTest {
    private static final String IMPROVE = "Improve of ";
    private static final Map<String, String> METRICS = Map.of(
            "baseline_seconds_per_image", "seconds static",
            "baseline_plus_ttd_seconds_per_image", "seconds dynamic",
            "trainable_parameters_million", "million trainable parameters",
            "total_parameters_million", "million parameters",
            "fps_vif_640x512", "images per second visible-infrared",
            "fps_mef_arbitrary_size", "images per second multi-exposure",
            "fps_mff_arbitrary_size", "images per second multi-focus");

    private static JsonNode collected;

    @BeforeAll
    static void read() throws IOException {
        collected = new ObjectMapper()
                .readTree(Reference.path("reproduction/tables.json").toFile());
    }

    private static String metric(String name) {
        return METRICS.getOrDefault(name, name);
    }

    private static boolean isImprovement(JsonNode row) {
        return row.get("method").asText().startsWith(IMPROVE);
    }

    private static PublishedTable table(JsonNode row) {
        return PublishedTables.of(
                Paper.of(row.get("paper").asText()), row.get("table").asInt());
    }

    /** The numbers of a row by metric; no number where none is printed. */
    private static Map<String, OptionalDouble> numbers(JsonNode row) {
        Map<String, OptionalDouble> numbers = new TreeMap<>();
        row.get("metrics")
                .properties()
                .forEach(cell -> numbers.put(
                        metric(cell.getKey()),
                        cell.getValue().isNull()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(cell.getValue().asDouble())));
        return numbers;
    }

    private static Map<String, Map<String, OptionalDouble>> rows(PublishedTable table) {
        Map<String, Map<String, OptionalDouble>> rows = new LinkedHashMap<>();
        table.cells()
                .forEach(cell -> rows.computeIfAbsent(cell.dataset() + "|" + cell.method(), row -> new TreeMap<>())
                        .put(cell.metric(), cell.value()));
        return rows;
    }

    /** Every row is there with its numbers, under its own name where that is no formula. */
    @Test
    void everyCollectedNumberIsThere() {
        int rows = 0;
        for (JsonNode row : collected.get("rows")) {
            if (!isImprovement(row)) {
                rows++;
                PublishedTable table = table(row);
                assertThat(rows(table).values()).as(row.toString()).contains(numbers(row));
                String method = row.get("method").asText();
                String dataset = row.get("dataset").asText("");
                Map<String, OptionalDouble> named = rows(table).get(dataset + "|" + method);
                if (named != null) {
                    assertThat(named).as(row.toString()).isEqualTo(numbers(row));
                }
            }
        }
        assertThat(rows).isGreaterThan(200);
    }

    /** Rows that are printed twice alike count once. */
    @Test
    void nothingElseIs() {
        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Map<String, JsonNode>> seen = new LinkedHashMap<>();
        for (JsonNode row : collected.get("rows")) {
            String key = row.get("dataset") + "|" + row.get("method");
            if (!isImprovement(row)
                    && seen.computeIfAbsent(table(row).label(), label -> new LinkedHashMap<>())
                                    .put(key, row)
                            == null) {
                expected.merge(table(row).label(), row.get("metrics").size(), Integer::sum);
            }
        }
        Map<String, Integer> found = new TreeMap<>();
        PublishedTables.all().stream()
                .filter(table -> !table.figure())
                .forEach(table -> found.put(table.label(), table.cells().size()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyImprovementIsThere() {
        int improvements = 0;
        for (JsonNode row : collected.get("rows")) {
            if (isImprovement(row)) {
                for (Map.Entry<String, JsonNode> cell : row.get("metrics").properties()) {
                    improvements++;
                    PublishedTable.Improvement found =
                            improvement(row, cell.getKey()).orElseThrow();
                    assertThat(found.change())
                            .isEqualTo(cell.getValue().get("printed_value").asDouble());
                    assertThat(found.better())
                            .isEqualTo(
                                    cell.getValue().get("printed_mark").asText().equals("up"));
                    row.path("doubtful")
                            .forEach(metric -> assertThat(improvement(row, metric.asText())
                                            .orElseThrow()
                                            .doubt())
                                    .isPresent());
                }
            }
        }
        assertThat(PublishedTables.all().stream()
                        .mapToInt(table -> table.improvements().size())
                        .sum())
                .isEqualTo(improvements);
    }

    private static Optional<PublishedTable.Improvement> improvement(JsonNode row, String metric) {
        String[] methods = row.get("method")
                .asText()
                .substring(IMPROVE.length())
                .replaceAll("\\bCDD\\b", "CDDFuse")
                .split(" over ");
        String dataset =
                row.get("dataset").asText().replaceAll(" \\(weights with Gaussian (noise .*)\\)", ", parameter $1");
        return table(row).improvement(dataset, methods[0], methods[1], metric);
    }

    /** Every cell that is called doubtful there has a reason here; those of all rows and columns of a table, each of its cells. */
    @Test
    void everyDoubtIsKept() {
        for (JsonNode doubt : collected.get("doubtful")) {
            String method = doubt.get("method").asText();
            PublishedTable table = table(doubt);
            if (method.startsWith("Improve")) {
                assertThat(table.improvements())
                        .anySatisfy(
                                improvement -> assertThat(improvement.doubt()).isPresent());
                continue;
            }
            for (JsonNode metric : doubt.get("metrics")) {
                String name = metric.asText().replace("SCD/SSIM", "SSIM");
                assertThat(table.cells().stream()
                                .filter(cell -> method.startsWith("all")
                                        || cell.method()
                                                .equals(method.replace("Proportional Norm", "IFCNN, proportional")))
                                .filter(cell -> cell.dataset()
                                                .equals(doubt.get("dataset")
                                                        .asText()
                                                        .replace("LLVIP test set", "LLVIP"))
                                        || doubt.get("dataset").asText().equals("all"))
                                .filter(cell -> cell.metric().equals(metric(name)) || !isHead(table, metric(name))))
                        .as(doubt.toString())
                        .isNotEmpty()
                        .allSatisfy(cell -> assertThat(cell.doubt()).isPresent());
            }
        }
    }

    private static boolean isHead(PublishedTable table, String metric) {
        return table.cells().stream().anyMatch(cell -> cell.metric().equals(metric));
    }
}
