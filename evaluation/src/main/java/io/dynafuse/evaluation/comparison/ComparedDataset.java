package io.dynafuse.evaluation.comparison;

import io.dynafuse.data.Dataset;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.metrics.MetricProfile;
import java.util.List;
import java.util.Optional;

/**
 * Scenes that weights are compared on.
 *
 * @param name unlike that of any other dataset of the comparison
 * @param task as people write it; empty if it is not known
 */
public record ComparedDataset(String name, Dataset scenes, Optional<String> task) {
    private static final List<String> OF_SOURCES = List.of("Qabf", "VIF", "SSIM", "MEF-SSIM", "SCD", "EN", "SF", "Qcv");
    private static final List<String> OF_TRUTH = List.of("PSNR_GT", "SSIM_GT");

    /**
     * What is measured: where the truth of every scene is known, how close the images come to it; otherwise metrics that do without.
     */
    public List<Measure> measures() {
        return MeasureSelection.named(isTruthKnown() ? OF_TRUTH : OF_SOURCES, MetricProfile.CANONICAL);
    }

    /** Datasets that have this in common share their means. */
    public String group() {
        return task.orElse(name) + (isTruthKnown() ? ", truth known" : "");
    }

    /** Where the truth of some scenes is known but not used, which. */
    public Optional<String> note() {
        long known = scenes.scenes().stream()
                .filter(scene -> scene.truth().isPresent())
                .count();
        return known == 0 || isTruthKnown()
                ? Optional.empty()
                : Optional.of("the truth is known of " + known + " of "
                        + scenes.scenes().size() + " scenes; all are compared with their sources, none with its truth");
    }

    private boolean isTruthKnown() {
        return scenes.scenes().stream().allMatch(scene -> scene.truth().isPresent());
    }
}
