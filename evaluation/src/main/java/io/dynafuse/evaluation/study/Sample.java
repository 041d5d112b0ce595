package io.dynafuse.evaluation.study;

import java.util.ArrayList;
import java.util.List;

/** The values of one quantity over images, in their order; NaN where an image has none. */
final class Sample {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    double mean() {
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** The differences to another quantity of the same images. */
    Sample minus(Sample other) {
        Sample differences = new Sample();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return differences;
    }

    /** The standard error of the mean. */
    double standardError() {
        double mean = mean();
        double[] known = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double squares = 0;
        for (double value : known) {
            squares += (value - mean) * (value - mean);
        }
        return known.length < 2 ? Double.NaN : Math.sqrt(squares / (known.length - 1) / known.length);
    }

    /** On how many images it is above 0. */
    long positive() {
        return values.stream().filter(value -> value > 0).count();
    }
}
