package io.dynafuse.detection.score;

import io.dynafuse.detection.score.Curve.Point;
import io.dynafuse.detection.score.OperatingPoint.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Average precision as {@code COCOeval} of pycocotools computes it; and, as that names none, an operating point without interpolation. */
final class CocoScoring {
    private static final int RECALLS = 101;

    private CocoScoring() {}

    /** The mean over 101 recalls, from 0 to 1, of the highest precision at that recall or above; 0 where it is not reached. */
    static double averagePrecision(Curve curve) {
        double[] envelope = curve.envelope();
        double sum = 0;
        int point = 0;
        for (int r = 0; r < RECALLS; r++) {
            double least = recall(r);
            while (point < envelope.length && curve.recall(curve.points().get(point)) < least) {
                point++;
            }
            sum += point < envelope.length ? envelope[point] : 0;
        }
        return sum / RECALLS;
    }

    /** As NumPy's {@code linspace} has them, which differ from the nearest hundredths here and there: that decides what reaches a recall. */
    private static double recall(int index) {
        return index == RECALLS - 1 ? 1 : index * 0.01;
    }

    /** A class reaches a new point of its curve. */
    private record Step(int curve, Point point) {}

    /**
     * The confidence of some detection from which on the mean F1 over the classes is highest, of equal ones the highest confidence. A class
     * without a detection there has precision, recall and F1 of 0.
     */
    static OperatingPoint best(List<Curve> curves) {
        List<Step> steps = steps(curves);
        double[] f1 = new double[curves.size()];
        double highest = 0;
        double confidence = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            f1[step.curve()] = values(curves.get(step.curve()), step.point()).f1();
            boolean isLast = i + 1 == steps.size()
                    || steps.get(i + 1).point().confidence() != step.point().confidence();
            double mean = isLast ? sum(f1) : 0;
            if (mean > highest + 1e-12) {
                highest = mean;
                confidence = step.point().confidence();
            }
        }
        return highest == 0 ? OperatingPoint.nothing(curves.size()) : at(confidence, curves);
    }

    private static List<Step> steps(List<Curve> curves) {
        List<Step> steps = new ArrayList<>();
        for (int c = 0; c < curves.size(); c++) {
            for (Point point : curves.get(c).points()) {
                steps.add(new Step(c, point));
            }
        }
        steps.sort(Comparator.comparingDouble((Step step) -> step.point().confidence())
                .reversed());
        return steps;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static OperatingPoint at(double confidence, List<Curve> curves) {
        List<Values> classes = curves.stream()
                .map(curve -> curve.points().stream()
                        .filter(point -> point.confidence() >= confidence)
                        .reduce((earlier, later) -> later)
                        .map(point -> values(curve, point))
                        .orElse(Values.NONE))
                .toList();
        return new OperatingPoint(OptionalDouble.of(confidence), classes);
    }

    private static Values values(Curve curve, Point point) {
        return new Values(point.precision(), curve.recall(point));
    }
}
