package io.dynafuse.evaluation.table;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dynafuse.files.CsvCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.text.WordUtils;

/**
 * A table. For people its columns are aligned, and one that is too wide is cut into several below each other, which all begin with the
 * leading columns; programs read every number in full, as CSV or as JSON of title, heads and rows. Immutable.
 */
@JsonAutoDetect(getterVisibility = JsonAutoDetect.Visibility.NONE, fieldVisibility = JsonAutoDetect.Visibility.NONE)
public final class Table {
    /** The widest line that terminals of usual size show whole. */
    public static final int WIDTH = 110;

    private static final String GAP = "  ";

    private final String title;
    private final int leading;
    private final List<String> heads;
    private final List<Row> rows;
    private final int[] widths;

    private Table(Builder builder) {
        this.title = builder.title;
        this.leading = builder.leading;
        this.heads = builder.heads;
        this.rows = List.copyOf(builder.rows);
        this.widths = widths(heads, rows);
    }

    private record Row(List<Cell> cells, String remark) {}

    /**
     * Begins a table.
     *
     * @param title one line; empty for none
     * @param leading how many columns, aligned to the left, name the rows; the others are aligned to the right
     * @param heads texts, and collections of texts
     */
    public static Builder of(String title, int leading, Object... heads) {
        return new Builder(title, leading, cells(heads).stream().map(Cell::text).toList());
    }

    /** Gathers rows. */
    public static final class Builder {
        private final String title;
        private final int leading;
        private final List<String> heads;
        private final List<Row> rows = new ArrayList<>();

        private Builder(String title, int leading, List<String> heads) {
            this.title = title;
            this.leading = leading;
            this.heads = heads;
        }

        /**
         * Adds a row.
         *
         * @param cells {@linkplain Cell cells}, optional numbers, which are shown in full, collections of such, and whatever else as its text
         * @throws IllegalArgumentException if these are more or fewer than there are heads
         */
        public Builder row(Object... cells) {
            List<Cell> row = cells(cells);
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException("expected " + heads.size() + " cells, found " + row.size());
            }
            rows.add(new Row(row, ""));
            return this;
        }

        /** Adds a row with a remark in place of everything but its first cell. */
        public Builder remark(String first, String remark) {
            List<Cell> cells = new ArrayList<>(Collections.nCopies(heads.size(), Cell.of("")));
            cells.set(0, Cell.of(first));
            rows.add(new Row(cells, remark));
            return this;
        }

        /** Adds a line of its own, which no column is made wider for; every part of a table that is cut has it. */
        public Builder heading(String text) {
            rows.add(new Row(List.of(), text));
            return this;
        }

        /** The table of all rows so far. */
        public Table build() {
            return new Table(this);
        }
    }

    private static List<Cell> cells(Object... contents) {
        return Arrays.stream(contents).flatMap(Table::flat).toList();
    }

    private static Stream<Cell> flat(Object content) {
        if (content instanceof Collection<?> many) {
            return many.stream().flatMap(Table::flat);
        }
        if (content instanceof OptionalDouble number) {
            return Stream.of(new Cell(number.isPresent() ? String.valueOf(number.getAsDouble()) : "", number));
        }
        return Stream.of(content instanceof Cell cell ? cell : Cell.of(String.valueOf(content)));
    }

    /** Text in lines that are no wider than a table. */
    public static List<String> wrapped(String text) {
        return WordUtils.wrap(text, WIDTH).lines().toList();
    }

    @JsonProperty(index = 0)
    public String title() {
        return title;
    }

    @JsonProperty(index = 1)
    public List<String> heads() {
        return heads;
    }

    /** The cells of each row; headings are none. */
    @JsonProperty(index = 2)
    public List<List<Cell>> rows() {
        return rows.stream().map(Row::cells).filter(cells -> !cells.isEmpty()).toList();
    }

    /** How many columns name a row. */
    public int leading() {
        return leading;
    }

    /** Every number of some tables in a row of its own: title of its table, names of its row, head of its column, and the number in full. */
    public static Table numbers(List<Table> tables) {
        Builder numbers = of("", 3, "table", "row", "column", "value");
        for (Table table : tables) {
            for (List<Cell> row : table.rows()) {
                String name = row.stream().limit(table.leading).map(Cell::text).collect(Collectors.joining(" / "));
                IntStream.range(table.leading, row.size())
                        .filter(column -> row.get(column).value().isPresent())
                        .forEach(column -> numbers.row(
                                table.title,
                                name,
                                table.heads.get(column),
                                row.get(column).value()));
            }
        }
        return numbers.build();
    }

    /**
     * The heads and rows as RFC 4180 has them, but for lines that end in a single line feed, and for text that a spreadsheet would run as a
     * formula: it has an apostrophe before it, as {@link CsvCell} says. Numbers are in full.
     */
    public String csv() {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            printer.printRecord(heads.stream().map(CsvCell::of));
            for (List<Cell> row : rows()) {
                printer.printRecord(row.stream().map(Cell::content).map(CsvCell::of));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The table for people, without its title and without ends of lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int next = leading;
        do {
            int end = endOfPart(next);
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(part(next, end));
            next = end;
        } while (next < heads.size());
        return lines;
    }

    private int endOfPart(int start) {
        int width = IntStream.range(0, leading).map(column -> widths[column]).sum() + (leading - 1) * GAP.length();
        int end = start;
        while (end < heads.size() && (end == start || width + GAP.length() + widths[end] <= WIDTH)) {
            width += GAP.length() + widths[end];
            end++;
        }
        return end;
    }

    private List<String> part(int start, int end) {
        List<Integer> columns = IntStream.concat(IntStream.range(0, leading), IntStream.range(start, end))
                .boxed()
                .toList();
        return Stream.concat(Stream.of(line(heads, columns)), rows.stream().map(row -> line(row, columns)))
                .toList();
    }

    private String line(Row row, List<Integer> columns) {
        if (row.cells().isEmpty()) {
            return row.remark();
        }
        return row.remark().isEmpty()
                ? line(row.cells().stream().map(Cell::text).toList(), columns)
                : padded(row.cells().get(0).text(), 0) + GAP + row.remark();
    }

    private String line(List<String> cells, List<Integer> columns) {
        String line = columns.stream()
                .map(column -> padded(cells.get(column), column))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
        // Where every column is text, the end of a long one can go; a number never.
        return leading == heads.size() && length(line) > WIDTH
                ? line.substring(0, line.offsetByCodePoints(0, WIDTH - 1)) + "…"
                : line;
    }

    private String padded(String cell, int column) {
        String space = " ".repeat(widths[column] - length(cell));
        return column < leading ? cell + space : space + cell;
    }

    private static int[] widths(List<String> heads, List<Row> rows) {
        int[] widest = heads.stream().mapToInt(Table::length).toArray();
        for (Row row : rows) {
            for (int column = 0; column < row.cells().size(); column++) {
                widest[column] =
                        Math.max(widest[column], length(row.cells().get(column).text()));
            }
        }
        return widest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Table table
                && title.equals(table.title)
                && leading == table.leading
                && heads.equals(table.heads)
                && rows.equals(table.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(title, leading, heads, rows);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
