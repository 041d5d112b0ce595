package io.dynafuse.reproduction;

import io.dynafuse.evaluation.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A published table or chart that can be made again, at once or as soon as one of its networks is there. */
public sealed interface Experiment
        permits MeasuredExperiment,
                TimedExperiment,
                TrainedExperiment,
                CountedExperiment,
                StudyExperiment,
                ScanExperiment {
    /** As the command line writes it, such as {@code ttd-table3}. */
    String id();

    /** What it makes again, in a line. */
    String title();

    /** The images it takes. */
    ExpectedImages images();

    /** The networks it is about; each run takes the weights of one of them. */
    List<NetworkFamily> families();

    /** Whether one of its networks is there. */
    default boolean isAvailable() {
        return families().stream().anyMatch(NetworkFamily::isThere);
    }

    /** The networks that it waits for. */
    default List<NetworkFamily> missing() {
        return families().stream().filter(family -> !family.isThere()).toList();
    }

    /** What people should know before they run it: id and title, the images and weights it needs, and what it waits for. */
    default List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(id() + ": " + title()));
        Table.wrapped("images: " + images().words()).forEach(line -> lines.add("    " + line));
        lines.add("    " + weights());
        return lines;
    }

    private String weights() {
        String missing = names(missing());
        if (!isAvailable()) {
            return "waits for the network " + missing;
        }
        String there = names(families().stream().filter(NetworkFamily::isThere).toList());
        return "available with a checkpoint of " + there
                + (missing.isEmpty() ? "" : "; the rows of " + missing + " wait for their networks");
    }

    private static String names(List<NetworkFamily> families) {
        return families.stream().map(NetworkFamily::id).collect(Collectors.joining(" and "));
    }
}
