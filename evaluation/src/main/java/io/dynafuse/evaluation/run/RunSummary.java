package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.Results;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run did.
 *
 * @param results one method a variant
 * @param total how many fused images there should be: one for each scene and variant
 * @param present how many of them an earlier run had finished
 * @param notes what the network said of the fusions, each thing once
 * @param report the HTML report
 */
public record RunSummary(Results results, int total, int present, List<String> notes, Path report) {
    public RunSummary {
        notes = List.copyOf(notes);
    }

    /** How many fused images were measured. */
    public int measured() {
        return (int) (total - results.failed().count());
    }
}
