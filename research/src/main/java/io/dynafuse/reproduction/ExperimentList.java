package io.dynafuse.reproduction;

import io.dynafuse.evaluation.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The experiments, for people. */
public final class ExperimentList {
    private ExperimentList() {}

    /** A line for each, with the images and weights it needs, and what it waits for. */
    public static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Experiment experiment : Experiments.all()) {
            lines.add(experiment.id() + ": " + experiment.title());
            TextTable.wrapped("images: " + experiment.images().words()).forEach(line -> lines.add("    " + line));
            lines.add("    " + weights(experiment));
        }
        return lines;
    }

    private static String weights(Experiment experiment) {
        String missing = names(experiment.missing());
        if (!experiment.isAvailable()) {
            return "waits for the network " + missing;
        }
        String there = names(
                experiment.families().stream().filter(NetworkFamily::isThere).toList());
        return "available with a checkpoint of " + there
                + (missing.isEmpty() ? "" : "; the rows of " + missing + " wait for their networks");
    }

    private static String names(List<NetworkFamily> families) {
        return families.stream().map(NetworkFamily::id).collect(Collectors.joining(" and "));
    }
}
