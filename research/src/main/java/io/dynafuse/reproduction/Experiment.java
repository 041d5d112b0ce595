package io.dynafuse.reproduction;

import java.util.List;

/** A published table or chart that can be made again, at once or as soon as its network is there. */
public sealed interface Experiment permits MeasuredExperiment, TimedExperiment, StudyExperiment, WaitingExperiment {
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
}
