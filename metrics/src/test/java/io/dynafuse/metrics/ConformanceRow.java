package io.dynafuse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The largest relative error of one golden identifier over all cases. */
public final class ConformanceRow {
    private final String metric;
    private final String profile;
    private final String id;
    private final List<String> problems = new ArrayList<>();
    private int compared;
    private double largest;
    private String at = "exact in every case";

    ConformanceRow(String metric, String profile, String id) {
        this.metric = metric;
        this.profile = profile;
        this.id = id;
    }

    /** Compares a function of gray scenes with a golden identifier that no profile computes, and prints the row. */
    public static void check(String id, double allowed, Function<GrayScene, Score> function) {
        JsonNode golden = GoldenCases.golden();
        ConformanceRow row = new ConformanceRow("part", "none", id);
        for (String name : GoldenCases.names(golden)) {
            JsonNode value = golden.get("values").get(name).path(id).path("value");
            if (!value.isNull() && !value.isMissingNode()) {
                FusedScene scene = GoldenCases.scene(name);
                List<GrayScene> gray = ColourRule.GRAY.scenes(scene.fused(), scene.sources(), new Features());
                row.compare(name, function.apply(gray.get(0)), value);
            }
        }
        System.out.println("conformance: " + row);
        row.requireWithin(allowed);
    }

    static String head() {
        return "%-14s %-12s %-24s %6s %14s  %s"
                .formatted("metric", "profile", "golden value", "values", "largest error", "where it is largest");
    }

    void compare(String name, Score score, JsonNode golden) {
        compared++;
        if (golden.isTextual()) {
            compareUnusual(name, score, golden.asText());
        } else if (score instanceof Score.Value value) {
            count(name, value.number(), golden.asDouble());
        } else {
            problems.add(name + ": expected " + golden.asDouble() + ", found " + score);
        }
    }

    void requireWithin(double allowed) {
        assertThat(compared).as("values that %s has been compared with", id).isPositive();
        assertThat(problems).isEmpty();
        assertThat(largest).as(toString()).isLessThanOrEqualTo(allowed);
    }

    private void count(String name, double value, double expected) {
        // A golden zero is met by what rounding leaves of one.
        boolean zero = expected == 0 && Math.abs(value) < 1e-9;
        double error = zero ? 0 : Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-12);
        if (error > largest) {
            largest = error;
            at = name;
        }
    }

    private void compareUnusual(String name, Score score, String expected) {
        boolean met = expected.equals("NaN")
                ? score instanceof Score.Undefined
                : score.equals(Score.of(Double.parseDouble(expected)));
        if (!met) {
            problems.add(name + ": expected " + expected + ", found " + score);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-14s %-12s %-24s %6d %14.1e  %s", metric, profile, id, compared, largest, at);
    }
}
