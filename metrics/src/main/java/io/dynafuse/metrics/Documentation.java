package io.dynafuse.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The documentation of all metrics and profiles, made from the registry. */
public final class Documentation {
    private static final String HEAD = """
            # Metrics

            Made from the registry by `./dynafuse metrics --documentation > docs/metrics.md`; a test fails if it is out of date.

            F is the fused image, A and B are the sources (more where a metric says how), all with samples on 0..255: 8-bit images as they
            are, 16-bit ones divided by 257, floating point times 255. Sums run over pixels unless something else is said. A metric that has
            no value for an image, such as a correlation with a constant one, is *undefined* and says why; it is never NaN. Histograms
            count samples rounded to whole levels 0..255, also for 16-bit and floating-point images.

            Many metrics are computed in several ways under one name. A *profile* says whose way is followed, faults included;
            `--metric PSNR@vifb,PSNR@tang` puts two side by side.
            """;

    private static final String BELOW_PROFILES = """

            The metrics against a ground truth are in every profile in their usual form, with its colour rule; none of the namesakes
            computes them, and they are not counted here.
            """;

    private static final int COLUMNS = 100;

    private static final String CODE = "    ";

    private Documentation() {}

    /** The whole page, in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "\n## Profiles\n\n| profile | whose conventions | images in colour become | metrics |\n|---|---|---|---:|\n");
        for (MetricProfile profile : MetricProfile.values()) {
            appendRow(
                    page,
                    "`" + profile.id() + "`",
                    profile.description(),
                    profile.colour().words(),
                    Long.toString(Metrics.of(profile).stream()
                            .filter(metric -> metric.kind() != Kind.GROUND_TRUTH)
                            .count()));
        }
        page.append(BELOW_PROFILES);
        page.append(
                "\n## All metrics\n\n| id | metric | better | canonical range | compares F with | profiles |\n|---|---|---|---|---|---|\n");
        for (Metric metric : Metrics.all()) {
            appendRow(
                    page,
                    "[`" + metric.id() + "`](#" + metric.id().toLowerCase(Locale.ROOT) + ")",
                    metric.name(),
                    metric.direction().words(),
                    metric.range().toString(),
                    metric.kind().comparedWith(),
                    profiles(metric.definitions().keySet().stream().toList()));
        }
        Metrics.all().forEach(metric -> appendMetric(page, metric));
        return page.toString();
    }

    private static void appendMetric(StringBuilder page, Metric metric) {
        page.append("\n## ").append(metric.id()).append("\n\n");
        page.append(capitalised(metric.name()))
                .append("; ")
                .append(metric.direction().words());
        page.append(", canonical range ").append(metric.range()).append(".\n\n");
        appendCode(page, metric.formula());
        if (!metric.sources().isEmpty()) {
            page.append(metric.sources()).append("\n\n");
        }
        page.append("Reference: ").append(metric.literature().citation()).append("\n\n");
        page.append("| profiles | definition | images in colour |\n|---|---|---|\n");
        profilesOfEachDefinition(metric)
                .forEach((definition, profiles) -> appendDefinition(page, definition, profiles));
    }

    private static void appendCode(StringBuilder page, String formula) {
        String line = CODE;
        for (String word : formula.split(" ")) {
            if (line.length() > CODE.length() && line.length() + 1 + word.length() > COLUMNS) {
                page.append(line).append('\n');
                line = CODE;
            }
            line += line.equals(CODE) ? word : " " + word;
        }
        page.append(line).append("\n\n");
    }

    private static void appendDefinition(StringBuilder page, Definition definition, List<MetricProfile> profiles) {
        // One row for each colour rule, as profiles that share a formula may differ in it.
        Map<ColourRule, List<MetricProfile>> byRule = profiles.stream()
                .collect(Collectors.groupingBy(definition::colourUnder, LinkedHashMap::new, Collectors.toList()));
        int side = definition.smallestSide();
        String smallest = side > 1 ? " Images need at least " + side + "×" + side + " pixels." : "";
        byRule.forEach(
                (rule, those) -> appendRow(page, profiles(those), definition.statement() + smallest, rule.words()));
    }

    private static Map<Definition, List<MetricProfile>> profilesOfEachDefinition(Metric metric) {
        return metric.definitions().keySet().stream()
                .collect(Collectors.groupingBy(
                        profile -> metric.definition(profile).orElseThrow(), LinkedHashMap::new, Collectors.toList()));
    }

    private static String profiles(List<MetricProfile> profiles) {
        return profiles.stream().map(MetricProfile::id).collect(Collectors.joining(", "));
    }

    private static void appendRow(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        page.append("|\n");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
