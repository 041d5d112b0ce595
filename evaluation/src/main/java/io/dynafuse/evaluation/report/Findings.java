package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study found.
 *
 * @param remarks what the tables mean, a sentence each
 * @param pictures by the name of the file they suit, without extension
 * @param failures images that could not be read or fused, a line each
 */
public record Findings(List<Table> tables, List<String> remarks, Map<String, Image> pictures, List<String> failures) {
    public Findings {
        tables = List.copyOf(tables);
        remarks = List.copyOf(remarks);
        // In the order in which they were made.
        pictures = Collections.unmodifiableMap(new LinkedHashMap<>(pictures));
        failures = List.copyOf(failures);
    }

    /** What is found where no image, or too few, could be looked at. */
    public static Findings nothing(List<String> failures) {
        return new Findings(List.of(), List.of(), Map.of(), failures);
    }
}
