package io.dynafuse.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.text.WordUtils;

/**
 * A table in plain text, its columns aligned. One that is too wide is cut into several below each other, which all begin with the
 * leading columns.
 */
public final class TextTable {
    /** The widest line that terminals of usual size show whole. */
    public static final int WIDTH = 110;

    private static final String GAP = "  ";

    private final List<String> heads;
    private final int leading;
    private final List<Row> rows = new ArrayList<>();
    private int[] widths = {};

    /** @param leading how many columns, aligned to the left, name the rows; the others are aligned to the right */
    public TextTable(List<String> heads, int leading) {
        this.heads = List.copyOf(heads);
        this.leading = leading;
    }

    private record Row(List<String> cells, String remark) {}

    /** Text in lines that are no wider than a table. */
    public static List<String> wrapped(String text) {
        return WordUtils.wrap(text, WIDTH).lines().toList();
    }

    public void add(List<String> cells) {
        rows.add(new Row(List.copyOf(cells), ""));
    }

    /** A row with a remark in place of everything but its first cell. */
    public void addRemark(String first, String remark) {
        List<String> cells = new ArrayList<>(Collections.nCopies(heads.size(), ""));
        cells.set(0, first);
        rows.add(new Row(cells, remark));
    }

    /** A line of its own, which no column is made wider for; every part of a table that is cut has it. */
    public void addHeading(String text) {
        rows.add(new Row(List.of(), text));
    }

    /** The table, without ends of lines. */
    public List<String> lines() {
        widths = widths();
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
        List<String> lines = new ArrayList<>(List.of(line(heads, columns)));
        rows.forEach(row -> lines.add(line(row, columns)));
        return lines;
    }

    private String line(Row row, List<Integer> columns) {
        if (row.cells().isEmpty()) {
            return row.remark();
        }
        return row.remark().isEmpty()
                ? line(row.cells(), columns)
                : padded(row.cells().get(0), 0) + GAP + row.remark();
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

    private int[] widths() {
        int[] widest = heads.stream().mapToInt(TextTable::length).toArray();
        for (Row row : rows) {
            for (int column = 0; column < row.cells().size(); column++) {
                widest[column] = Math.max(widest[column], length(row.cells().get(column)));
            }
        }
        return widest;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
