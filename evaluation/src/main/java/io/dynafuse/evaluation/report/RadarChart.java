package io.dynafuse.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.metrics.Direction;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One axis a measure, one polygon a method, as in TTD's Fig. 5. On every axis the best mean lies on the rim and the worst on the
 * {@linkplain #INNERMOST innermost ring}; where all are equal they share the ring half way. A mean that is missing or infinite has no
 * point, and a measure of fewer than two finite means has no axis.
 *
 * @param axes the places of the measures in the results
 * @param points of each method, one an axis, in [{@link #INNERMOST}, 1]
 */
record RadarChart(List<Integer> axes, List<List<OptionalDouble>> points) {
    /** Where the worst mean lies: off the centre, so that polygons keep their shape. */
    static final double INNERMOST = 0.2;

    private static final int FEWEST_AXES = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    static RadarChart of(List<MeasureSummary> summaries) {
        List<List<OptionalDouble>> byMeasure = summaries.stream()
                .map(summary -> normalised(summary.measure().direction(), means(summary)))
                .toList();
        List<Integer> axes = IntStream.range(0, summaries.size())
                .filter(i -> byMeasure.get(i).stream()
                                .filter(OptionalDouble::isPresent)
                                .count()
                        > 1)
                .boxed()
                .toList();
        int methods = summaries.get(0).methods().size();
        List<List<OptionalDouble>> points = IntStream.range(0, methods)
                .mapToObj(method -> axes.stream()
                        .map(axis -> byMeasure.get(axis).get(method))
                        .toList())
                .toList();
        return new RadarChart(axes, points);
    }

    /** Whether there are axes enough to enclose an area. */
    boolean isDrawn() {
        return axes.size() >= FEWEST_AXES;
    }

    /**
     * What the script draws, in JSON that may stand inside a script element.
     *
     * @param labels of the axes
     * @param names of the methods
     * @param values what to print at each point, by method and axis
     */
    String json(List<String> labels, List<String> names, List<List<String>> values) throws JsonProcessingException {
        ObjectNode chart = JSON.createObjectNode();
        labels.forEach(chart.putArray("axes")::add);
        ArrayNode variants = chart.putArray("variants");
        for (int i = 0; i < names.size(); i++) {
            ObjectNode variant = variants.addObject().put("name", names.get(i));
            ArrayNode places = variant.putArray("points");
            points.get(i).forEach(point -> add(places, point));
            values.get(i).forEach(variant.putArray("values")::add);
        }
        return inert(JSON.writeValueAsString(chart));
    }

    private static void add(ArrayNode places, OptionalDouble point) {
        if (point.isPresent()) {
            places.add(Math.round(point.getAsDouble() * 1e4) / 1e4);
        } else {
            places.addNull();
        }
    }

    /** Nothing in it can end the script element or start another; such characters stand in texts only. */
    private static String inert(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static List<OptionalDouble> means(MeasureSummary summary) {
        return summary.methods().stream()
                .map(entry -> entry.map(present -> present.statistics().mean()).orElse(OptionalDouble.empty()))
                .toList();
    }

    private static List<OptionalDouble> normalised(Direction direction, List<OptionalDouble> means) {
        double[] merits = means.stream()
                .flatMapToDouble(OptionalDouble::stream)
                .filter(Double::isFinite)
                .map(direction::merit)
                .sorted()
                .toArray();
        return means.stream()
                .map(mean -> mean.isPresent() && Double.isFinite(mean.getAsDouble())
                        ? OptionalDouble.of(place(direction.merit(mean.getAsDouble()), merits))
                        : OptionalDouble.empty())
                .toList();
    }

    private static double place(double merit, double[] ascending) {
        double worst = ascending[0];
        double best = ascending[ascending.length - 1];
        double share = best == worst ? 0.5 : (merit - worst) / (best - worst);
        return INNERMOST + (1 - INNERMOST) * share;
    }
}
