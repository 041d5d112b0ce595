package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.run.DefaultMeasures;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.MetricProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for what is measured of which scenes, and what becomes of earlier results. */
final class MeasuringOptions {
    private static final int GALLERY = 12;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--metric",
            paramLabel = "ID",
            split = ",",
            description = "What to compute, such as EN,SSIM,PSNR@vifb, where @ names a profile. If not given, what"
                    + " publications print most (EN, SD, AG, EI, SF, CE, MI, SCD, VIF, Qabf, SSIM; with a ground truth"
                    + " PSNR_GT and SSIM_GT), or all that another profile than canonical knows.")
    private List<String> metrics = List.of();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "Which conventions to follow; canonical if not given (see `dynafuse metrics --help`).")
    private MetricProfile profile = MetricProfile.CANONICAL;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N scenes.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description = "How many scenes the report shows pictures of; " + GALLERY + " if not given.")
    private int gallery = GALLERY;

    @Option(
            names = "--restart",
            description = "Do everything again: removes the results of the run in DIR, and no other file.")
    private boolean restart;

    /** Reads a dataset, or the scenes of it that are asked for. */
    GivenDataset read(List<Path> places) throws IOException {
        GivenDataset whole = GivenDataset.read(places);
        return limit.map(whole::first).orElse(whole);
    }

    /**
     * What is measured of a dataset.
     *
     * @throws ParameterException if a metric compares with a ground truth that is not there
     */
    List<Measure> measures(GivenDataset given) {
        boolean truth = isTruthKnown(given.scenes());
        if (metrics.isEmpty()) {
            return DefaultMeasures.of(profile, truth);
        }
        List<Measure> measures = namedMeasures();
        measures.stream()
                .filter(measure -> measure.metric().kind() == Kind.GROUND_TRUTH && !truth)
                .findFirst()
                .ifPresent(measure -> {
                    throw wrong(measure.metric().id() + " compares with the ground truth, which " + given.words()
                            + " has none of; expected a folder called truth or gt beside the sources, or truth: in"
                            + " its dataset.yaml");
                });
        return measures;
    }

    private static boolean isTruthKnown(Dataset scenes) {
        return scenes.scenes().stream().anyMatch(scene -> scene.truth().isPresent());
    }

    private List<Measure> namedMeasures() {
        try {
            return MeasureSelection.named(metrics, profile);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** What must be known of measures that compare with the truth, where it is known. */
    Optional<String> note(Dataset scenes, List<Measure> measures) {
        return isTruthKnown(scenes) ? TruthNote.of(measures) : Optional.empty();
    }

    MetricProfile profile() {
        return profile;
    }

    /** How many scenes the report shows pictures of. */
    int gallery() {
        return gallery;
    }

    boolean restart() {
        return restart;
    }

    /** Checks the options, before any work is done. */
    void requireSense() {
        Usage.requirePositive(command, "--limit", limit);
        Usage.require(command, gallery >= 0, "--gallery: expected 0 or more, found " + gallery);
        if (!metrics.isEmpty()) {
            namedMeasures();
        }
    }

    private ParameterException wrong(String message) {
        return Usage.wrong(command, "--metric: " + message);
    }
}
