package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.metrics.MetricProfile;
import java.util.List;
import java.util.stream.Stream;

/** What is measured where nobody says. */
public final class DefaultMeasures {
    // What the tables of TTD have, and beside them what most publications on fusion print.
    private static final List<String> OF_SOURCES =
            List.of("EN", "SD", "AG", "EI", "SF", "CE", "MI", "SCD", "VIF", "Qabf", "SSIM");
    private static final List<String> OF_TRUTH = List.of("PSNR_GT", "SSIM_GT");

    private DefaultMeasures() {}

    /**
     * Of the profile {@code canonical}, which knows far more, the metrics that publications print most; of another profile all that it
     * knows.
     *
     * @param truth whether there is a ground truth, which is then compared with too
     */
    public static List<Measure> of(MetricProfile profile, boolean truth) {
        return profile == MetricProfile.CANONICAL
                ? MeasureSelection.named(
                        Stream.concat(OF_SOURCES.stream(), truth ? OF_TRUTH.stream() : Stream.of())
                                .toList(),
                        profile)
                : MeasureSelection.all(profile, true, truth);
    }
}
