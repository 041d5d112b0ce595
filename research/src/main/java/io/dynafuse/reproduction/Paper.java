package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A paper whose tables are known. */
public enum Paper {
    TTD("TTD", "Test-Time Dynamic Image Fusion (NeurIPS 2024)", MetricProfile.TTD, Map.of()),
    REFUSION(
            "ReFusion",
            "ReFusion: Learning Image Fusion from Reconstruction with Learnable Loss via Meta-Learning (IJCV 2024)",
            MetricProfile.REFUSION,
            Map.of()),
    // The benchmark its numbers come from measures feature mutual information on edges.
    TC_MOA(
            "TC-MoA",
            "Task-Customized Mixture of Adapters for General Image Fusion (CVPR 2024)",
            MetricProfile.TCMOA,
            Map.of("FMI", "FMI_edge"));

    private final String id;
    private final String title;
    private final MetricProfile profile;
    private final Map<String, String> otherNames;

    Paper(String id, String title, MetricProfile profile, Map<String, String> otherNames) {
        this.id = id;
        this.title = title;
        this.profile = profile;
        this.otherNames = otherNames;
    }

    /** As the resources and reports write it, such as {@code TC-MoA}. */
    public String id() {
        return id;
    }

    /** Title and place of publication. */
    public String title() {
        return title;
    }

    /** How its tables were most likely measured. */
    public MetricProfile profile() {
        return profile;
    }

    /** What is measured under the head of a column, if the paper's profile knows how. */
    public Optional<Measure> measure(String head) {
        return Metrics.find(otherNames.getOrDefault(head, head))
                .filter(metric -> metric.definition(profile).isPresent())
                .map(metric -> new Measure(metric, profile));
    }

    static Paper of(String id) {
        return Arrays.stream(values())
                .filter(paper -> paper.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no paper " + id));
    }
}
