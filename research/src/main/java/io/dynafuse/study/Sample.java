package io.dynafuse.study;

import io.dynafuse.evaluation.Statistics;
import io.dynafuse.metrics.Score;
import java.util.ArrayList;
import java.util.List;

/** One quantity of many images, NaN where it is undefined. Means leave these out. */
final class Sample {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    /** The mean; NaN if nothing is known. */
    double mean() {
        return statistics().mean().orElse(Double.NaN);
    }

    /** The standard error of the mean; NaN for fewer than two images. */
    double standardError() {
        Statistics statistics = statistics();
        return statistics.deviation().orElse(Double.NaN) / Math.sqrt(statistics.counted());
    }

    private Statistics statistics() {
        return Statistics.of(
                values.stream().map(value -> Score.of(value, "is unknown")).toList(), 0);
    }

    /** The differences to another quantity of the same images. */
    Sample minus(Sample other) {
        Sample differences = new Sample();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return differences;
    }

    /** On how many images it is above 0. */
    long positive() {
        return values.stream().filter(value -> value > 0).count();
    }
}
