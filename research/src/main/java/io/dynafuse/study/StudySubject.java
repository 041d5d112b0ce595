package io.dynafuse.study;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.network.FusionModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a study looks at.
 *
 * @param data a dataset, or a folder of photographs where a study says so; an empty path where it makes its scenes
 * @param dataset what was read from there already; empty to read it, or where there is none
 * @param fuser with the network
 * @param noisyNetworks the same network with noise on its parameters
 * @param variants the words of the variants to look at (see {@link io.dynafuse.fusion.Variant#parse}); empty for those that suit the study
 * @param source the role of the source to corrupt; empty for the first of each scene
 * @param corruptions the kinds to look at; empty for all
 * @param scenes how many scenes to look at, the first ones
 * @param seed of all that is random
 * @param scenesFolder where to keep scenes that the study makes; empty to keep none
 * @param reading how images are read
 * @param progress hears of each finished scene
 */
public record StudySubject(
        Path data,
        Optional<Dataset> dataset,
        Fuser fuser,
        NoisyNetworks noisyNetworks,
        List<String> variants,
        Optional<String> source,
        List<Corruption> corruptions,
        int scenes,
        long seed,
        Optional<Path> scenesFolder,
        ReadOptions reading,
        EvaluationProgress progress) {
    /** The seed unless said otherwise; any would do. */
    public static final long DEFAULT_SEED = 1;

    /** Makes a network worse. */
    @FunctionalInterface
    public interface NoisyNetworks {
        /**
         * The network with noise on its parameters; the caller closes it.
         *
         * @throws IOException if its checkpoint cannot be read
         */
        FusionModel load(ParameterNoise noise) throws IOException;
    }

    public StudySubject {
        variants = List.copyOf(variants);
        corruptions = List.copyOf(corruptions);
    }

    /**
     * The variants to look at.
     *
     * @param suited the words of those that suit the study, if none were asked for
     * @param base what the words change
     * @throws IllegalArgumentException if words make no sense
     */
    List<Variant> variants(List<String> suited, Dominability base) {
        DefaultDominability defaults =
                new DefaultDominability(base, fuser.defaults().image(), Space.FEATURES);
        return (variants.isEmpty() ? suited : variants)
                .stream().map(words -> Variant.parse(words, defaults)).toList();
    }

    /** The network's default without contrast, for studies whose words say where there is to be one. */
    Dominability withoutContrast() {
        return fuser.defaultDominability().withoutContrast();
    }

    /** The same, without a word of how far it is. */
    StudySubject quietly() {
        return new StudySubject(
                data,
                dataset,
                fuser,
                noisyNetworks,
                variants,
                source,
                corruptions,
                scenes,
                seed,
                scenesFolder,
                reading,
                progress.notesOnly());
    }
}
