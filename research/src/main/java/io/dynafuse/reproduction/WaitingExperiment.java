package io.dynafuse.reproduction;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An experiment whose network is not there, listed so that people know.
 *
 * @param family the network it waits for
 * @param table the printed table
 */
public record WaitingExperiment(String id, String title, NetworkFamily family, PublishedTable table)
        implements Experiment {
    @Override
    public ExpectedImages images() {
        String datasets = String.join(
                ", ",
                table.cells().stream()
                        .map(PublishedTable.Cell::dataset)
                        .filter(dataset -> !dataset.isEmpty())
                        .distinct()
                        .toList());
        return new ExpectedImages(
                datasets, datasets.isEmpty() ? "none" : datasets, Optional.empty(), OptionalInt.empty(), Set.of());
    }

    @Override
    public List<NetworkFamily> families() {
        return List.of(family);
    }

    /** Never, even with a network: what is to be run has to be written down first. */
    @Override
    public boolean isAvailable() {
        return false;
    }

    @Override
    public List<NetworkFamily> missing() {
        return families();
    }
}
