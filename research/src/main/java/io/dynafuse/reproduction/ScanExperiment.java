package io.dynafuse.reproduction;

import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An experiment that tries many ways of weighing sources, and asks which comes closest to rows that a paper prints of several sets at once.
 *
 * @param baseline the printed row without weights, by its method
 * @param dynamic the printed row with weights
 */
public record ScanExperiment(String id, String title, List<PrintedSet> sets, String baseline, String dynamic)
        implements Experiment {
    public ScanExperiment {
        sets = List.copyOf(sets);
    }

    /**
     * A set of images.
     *
     * @param role of the source by which its scenes are told
     * @param table where its rows are printed
     * @param images which images, and what the table calls them
     */
    public record PrintedSet(Role role, PublishedTable table, ExpectedImages images) {}

    @Override
    public ExpectedImages images() {
        return new ExpectedImages(
                "Harvard",
                "the test pairs of MRI with CT, PET and SPECT, each set by a --data of its own",
                Optional.of(Task.MEDICAL),
                OptionalInt.of(sets.stream()
                        .mapToInt(set -> set.images().count().orElse(0))
                        .sum()),
                Set.of());
    }

    @Override
    public List<NetworkFamily> families() {
        return List.of(NetworkFamily.IFCNN);
    }
}
