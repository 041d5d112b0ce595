package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.preparation.Registration;
import io.dynafuse.preparation.Resize;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.Stretch;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for what is done to sources between reading and fusion. */
final class PreparationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--stretch",
            paramLabel = "HOW[,HOW]",
            split = ",",
            description = "How to stretch the values of a source to the full range: none, range (least to"
                    + " greatest value), percentile (the outermost 0.1 %% at either end are clipped), or auto: percentile"
                    + " for an infrared source that uses less than a tenth of its range, none for others. One word for"
                    + " all sources, or one for each, such as none,range; auto if not given. Metrics compare with the"
                    + " sources as they are in their files.")
    private List<Stretch> stretches = List.of(Stretch.AUTO);

    @Option(
            names = "--resize",
            paramLabel = "none|smallest|largest|first",
            description = "Which source's size to bring sources of several sizes but one aspect ratio (within 1 %%) to:"
                    + " by Lanczos-3 where they grow, by the mean of areas where they shrink; none if not given, which"
                    + " refuses them.")
    private Resize resize = Resize.NONE;

    boolean isGiven() {
        return !stretches.equals(List.of(Stretch.AUTO)) || resize != Resize.NONE;
    }

    /** Checks that there are as many stretches as sources, or one. */
    void requireSense(int sources) {
        try {
            preparation().requireStretches(sources);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    /** The same for every scene. */
    void requireSense(Dataset dataset) {
        dataset.scenes().stream().mapToInt(scene -> scene.files().size()).forEach(this::requireSense);
    }

    /** For sources whose task is not known yet. */
    SourcePreparation preparation() {
        return new SourcePreparation(stretches, resize, Optional.empty(), Registration.NONE);
    }
}
