package io.dynafuse.reproduction;

import io.dynafuse.evaluation.table.Table;
import java.util.ArrayList;
import java.util.List;

/** A published table or chart that can be made again. */
public sealed interface Experiment
        permits MeasuredExperiment,
                TimedExperiment,
                TrainedExperiment,
                CountedExperiment,
                StudyExperiment,
                ScanExperiment,
                DetectionExperiment {
    /** As the command line writes it, such as {@code ttd-table3}. */
    String id();

    /** What it makes again, in a line. */
    String title();

    /** The images it takes. */
    ExpectedImages images();

    /** The networks it is about; each run takes the weights of one or more of them. */
    List<NetworkFamily> families();

    /** The weights it can be run with, in words. */
    default String needs() {
        List<String> names = families().stream().map(NetworkFamily::id).toList();
        int last = names.size() - 1;
        return "available with a checkpoint of "
                + (last == 0 ? "" : String.join(", ", names.subList(0, last)) + " or ")
                + names.get(last);
    }

    /** What people should know before they run it: id and title, the images and weights it needs. */
    default List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(id() + ": " + title()));
        Table.wrapped("images: " + images().words()).forEach(line -> lines.add("    " + line));
        Table.wrapped(needs()).forEach(line -> lines.add("    " + line));
        return lines;
    }
}
