package io.dynafuse.evaluation.study;

import io.dynafuse.evaluation.EvaluationProgress;
import io.dynafuse.evaluation.corruption.Corruption;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.ReadLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a study looks at.
 *
 * @param data a dataset, or a folder of photographs where a study says so
 * @param fuser with the network
 * @param variants the words of the variants to look at (see {@link io.dynafuse.fusion.Variant#parse}); empty for those that suit the study
 * @param source the role of the source to corrupt; empty for the first of each scene
 * @param corruptions the kinds to look at; empty for all
 * @param scenes how many scenes to look at, the first ones
 * @param seed of all that is random
 * @param limits how large images may be
 * @param progress hears of each finished scene
 */
public record StudySubject(
        Path data,
        Fuser fuser,
        List<String> variants,
        Optional<String> source,
        List<Corruption> corruptions,
        int scenes,
        long seed,
        ReadLimits limits,
        EvaluationProgress progress) {
    public StudySubject {
        variants = List.copyOf(variants);
        corruptions = List.copyOf(corruptions);
    }
}
