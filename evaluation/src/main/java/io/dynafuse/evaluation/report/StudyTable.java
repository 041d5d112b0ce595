package io.dynafuse.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of findings.
 *
 * @param title one line
 * @param heads of the columns
 * @param leading how many columns name a row
 */
public record StudyTable(String title, List<String> heads, int leading, List<List<StudyCell>> rows) {
    /** @throws IllegalArgumentException if a row has more or fewer cells than there are heads */
    public StudyTable {
        heads = List.copyOf(heads);
        List<List<StudyCell>> copies = new ArrayList<>();
        for (List<StudyCell> row : rows) {
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException("expected " + heads.size() + " cells, found " + row.size());
            }
            copies.add(List.copyOf(row));
        }
        rows = List.copyOf(copies);
    }
}
