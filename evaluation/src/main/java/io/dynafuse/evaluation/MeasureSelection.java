package io.dynafuse.evaluation;

import io.dynafuse.files.Suggestion;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** From names and from what there is to compare with to measures. */
public final class MeasureSelection {
    private MeasureSelection() {}

    /** All that the profile knows and that can be measured with what there is. */
    public static List<Measure> all(MetricProfile profile, boolean sources, boolean truth) {
        return Metrics.of(profile).stream()
                .filter(metric -> switch (metric.kind()) {
                    case NO_REFERENCE -> true;
                    case SOURCE_BASED -> sources;
                    case GROUND_TRUTH -> truth;
                })
                .map(metric -> new Measure(metric, profile))
                .toList();
    }

    /**
     * The measures of these names, each once.
     *
     * @param names metrics in either case, such as {@code PSNR} or {@code PSNR@vifb}
     * @param profile the profile of names that name none
     * @throws IllegalArgumentException if there is no such metric or profile, or the profile does not know the metric
     */
    public static List<Measure> named(List<String> names, MetricProfile profile) {
        return names.stream()
                .map(String::strip)
                .map(name -> measure(name, profile))
                .distinct()
                .toList();
    }

    /** @throws IllegalArgumentException if there is no such profile */
    public static MetricProfile profile(String id) {
        List<String> ids =
                Arrays.stream(MetricProfile.values()).map(MetricProfile::id).toList();
        return MetricProfile.find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no profile " + quoted(id)
                        + Suggestion.question(id, named(ids))
                                .map(question -> question + " The profiles are ")
                                .orElse("; the profiles are ")
                        + String.join(", ", ids)));
    }

    private static Measure measure(String name, MetricProfile profile) {
        int at = name.lastIndexOf('@');
        return at < 0
                ? measure(metric(name), profile)
                : measure(metric(name.substring(0, at)), profile(name.substring(at + 1)));
    }

    private static Metric metric(String id) {
        Map<String, List<String>> spellings = new LinkedHashMap<>();
        Metrics.all().forEach(metric -> spellings.put(metric.id(), List.of(metric.id(), metric.name())));
        return Metrics.find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no metric " + quoted(id)
                        + Suggestion.question(id, spellings).orElse("; `dynafuse metrics --list` shows all")));
    }

    private static Map<String, List<String>> named(List<String> ids) {
        Map<String, List<String>> spellings = new LinkedHashMap<>();
        ids.forEach(id -> spellings.put(id, List.of(id)));
        return spellings;
    }

    private static String quoted(String id) {
        return id.isEmpty() ? "\"\"" : id;
    }

    private static Measure measure(Metric metric, MetricProfile profile) {
        if (metric.definition(profile).isEmpty()) {
            throw new IllegalArgumentException("the profile " + profile.id() + " does not know " + metric.id() + "; "
                    + metric.definitions().keySet().stream()
                            .map(MetricProfile::id)
                            .collect(Collectors.joining(", "))
                    + (metric.definitions().size() == 1 ? " does" : " do"));
        }
        return new Measure(metric, profile);
    }
}
