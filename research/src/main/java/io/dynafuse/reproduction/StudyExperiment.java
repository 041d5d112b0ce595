package io.dynafuse.reproduction;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.study.Study;
import java.util.List;

/**
 * An experiment that a paper shows in pictures, made again in numbers by a study.
 *
 * @param study what is asked
 * @param corruptions what the pictures do to a source
 */
public record StudyExperiment(
        String id,
        String title,
        ExpectedImages images,
        List<NetworkFamily> families,
        Study study,
        List<Corruption> corruptions)
        implements Experiment {
    public StudyExperiment {
        families = List.copyOf(families);
        corruptions = List.copyOf(corruptions);
    }
}
