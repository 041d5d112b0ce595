package io.dynafuse.reproduction;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The numbers that the papers print: TTD, Tables 1 to 9; ReFusion, Tables 1 to 7; TC-MoA, Tables 1 to 6 and Figure 8. Labels of rows and datasets are
 * our own where the printed ones are formulas; a row that is printed twice alike is kept once.
 */
public final class PublishedTables {
    /** In the file of doubts: every dataset, method or metric. */
    private static final String ANY = "*";

    /** In the file of doubts, in place of a method: every row of improvements. */
    private static final String IMPROVEMENTS = "improvements";

    /** In all files: what the number of a figure begins with. */
    private static final String FIGURE = "figure ";

    private static final List<PublishedTable> ALL = new Reading().tables();

    private PublishedTables() {}

    /** Every table and figure, by paper and number, tables first. */
    public static List<PublishedTable> all() {
        return ALL;
    }

    /**
     * One table.
     *
     * @throws IllegalArgumentException if the paper has no such table
     */
    public static PublishedTable of(Paper paper, int number) {
        return of(paper, false, number);
    }

    /**
     * One figure.
     *
     * @throws IllegalArgumentException if no numbers of such a figure are known
     */
    public static PublishedTable ofFigure(Paper paper, int number) {
        return of(paper, true, number);
    }

    private static PublishedTable of(Paper paper, boolean figure, int number) {
        return ALL.stream()
                .filter(table -> table.paper() == paper && table.figure() == figure && table.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        paper.id() + " has no " + (figure ? "Figure " : "Table ") + number));
    }

    private record Doubt(Key key, String dataset, String method, String metric, String reason) {
        boolean isOf(Key table, String otherDataset, String otherMethod, String otherMetric) {
            return key.equals(table)
                    && fits(dataset, otherDataset)
                    && fits(method, otherMethod)
                    && fits(metric, otherMetric);
        }

        private static boolean fits(String pattern, String name) {
            return pattern.equals(ANY) || pattern.equals(name);
        }
    }

    private record Key(Paper paper, boolean figure, int number) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::paper).thenComparing(Key::figure).thenComparing(Key::number);

        static Key of(CSVRecord row) {
            String number = row.get("table");
            boolean figure = number.startsWith(FIGURE);
            return new Key(
                    Paper.of(row.get("paper")),
                    figure,
                    Integer.parseInt(figure ? number.substring(FIGURE.length()) : number));
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Reads the resources. */
    private static final class Reading {
        private final List<Doubt> doubts = records("published-doubts.csv").stream()
                .map(row -> new Doubt(
                        Key.of(row), row.get("dataset"), row.get("method"), row.get("metric"), row.get("reason")))
                .toList();

        List<PublishedTable> tables() {
            TreeMap<Key, List<PublishedTable.Cell>> cells = new TreeMap<>();
            records("published-cells.csv")
                    .forEach(row -> cells.computeIfAbsent(Key.of(row), key -> new ArrayList<>())
                            .add(cell(row)));
            TreeMap<Key, List<PublishedTable.Improvement>> improvements = new TreeMap<>();
            records("published-improvements.csv")
                    .forEach(row -> improvements
                            .computeIfAbsent(Key.of(row), key -> new ArrayList<>())
                            .add(improvement(row)));
            return cells.entrySet().stream()
                    .map(table -> new PublishedTable(
                            table.getKey().paper(),
                            table.getKey().figure(),
                            table.getKey().number(),
                            table.getValue(),
                            improvements.getOrDefault(table.getKey(), List.of())))
                    .toList();
        }

        private PublishedTable.Cell cell(CSVRecord row) {
            String value = row.get("value");
            return new PublishedTable.Cell(
                    row.get("dataset"),
                    row.get("method"),
                    row.get("metric"),
                    value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value)),
                    doubt(row, List.of(row.get("method"))));
        }

        private PublishedTable.Improvement improvement(CSVRecord row) {
            String both = row.get("improved") + " over " + row.get("baseline");
            return new PublishedTable.Improvement(
                    row.get("dataset"),
                    row.get("baseline"),
                    row.get("improved"),
                    row.get("metric"),
                    row.get("mark").equals("up"),
                    Double.parseDouble(row.get("change")),
                    doubt(row, List.of(both, IMPROVEMENTS)));
        }

        private Optional<String> doubt(CSVRecord row, List<String> methods) {
            List<String> reasons = doubts.stream()
                    .filter(doubt -> methods.stream()
                            .anyMatch(method -> doubt.isOf(Key.of(row), row.get("dataset"), method, row.get("metric"))))
                    .map(Doubt::reason)
                    .toList();
            return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
        }

        private static List<CSVRecord> records(String resource) {
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get();
            try (InputStream in = PublishedTables.class.getResourceAsStream(resource)) {
                return format.parse(new InputStreamReader(in, StandardCharsets.UTF_8)).stream()
                        .collect(Collectors.toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
