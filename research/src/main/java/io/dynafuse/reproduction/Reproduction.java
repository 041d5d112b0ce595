package io.dynafuse.reproduction;

import io.dynafuse.data.FailedScene;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of an experiment.
 *
 * @param dataset where the images came from
 * @param network the id of the network that ran
 * @param weights what people call its checkpoint
 * @param conventions how numbers were made, a sentence each
 * @param scenes the scenes that count, by name
 * @param failed the scenes that do not
 * @param remarks what to know before comparing, a sentence each
 */
public record Reproduction(
        Experiment experiment,
        Path dataset,
        String network,
        String weights,
        List<String> conventions,
        List<ReproducedColumn> columns,
        List<ReproducedRow> rows,
        List<String> scenes,
        List<FailedScene> failed,
        List<String> remarks) {
    public Reproduction {
        conventions = List.copyOf(conventions);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        scenes = List.copyOf(scenes);
        failed = List.copyOf(failed);
        remarks = List.copyOf(remarks);
    }
}
