package io.dynafuse.detection.score;

import io.dynafuse.detection.score.Curve.Point;
import io.dynafuse.detection.score.OperatingPoint.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Average precision and the confidence of best F1 as {@code ap_per_class} of Ultralytics 8 computes them. */
final class UltralyticsScoring {
    private static final int RECALLS = 101;
    private static final int CONFIDENCES = 1000;

    /** The mean over this many neighbours smooths the curve of F1: a tenth of it, an odd number. */
    private static final int NEIGHBOURS = 101;

    private UltralyticsScoring() {}

    /**
     * The area, by trapezia between 101 recalls, under the highest precision at each recall or above. Between the points of the curve that is
     * interpolated linearly; before them it begins with a precision of 1 at recall 0 and after them ends with 0 at recall 1, so that a perfect
     * detector reaches 0.995.
     */
    static double averagePrecision(Curve curve) {
        if (curve.points().isEmpty()) {
            return 0;
        }
        double[] envelope = curve.envelope();
        int last = envelope.length + 1;
        double[] recalls = new double[last + 1];
        double[] precisions = new double[last + 1];
        precisions[0] = 1;
        for (int i = 1; i < last; i++) {
            recalls[i] = curve.recall(curve.points().get(i - 1));
            precisions[i] = envelope[i - 1];
        }
        recalls[last] = 1;
        double sum = 0;
        for (int r = 0; r < RECALLS; r++) {
            double precision = interpolated((double) r / (RECALLS - 1), recalls, precisions);
            sum += r == 0 || r == RECALLS - 1 ? precision / 2 : precision;
        }
        return sum / (RECALLS - 1);
    }

    /** The value at {@code x} between points whose abscissae do not fall; of several at one place the last counts. */
    private static double interpolated(double x, double[] xs, double[] ys) {
        int next = 0;
        while (next < xs.length && xs[next] <= x) {
            next++;
        }
        if (next == xs.length) {
            return ys[next - 1];
        }
        double share = (x - xs[next - 1]) / (xs[next] - xs[next - 1]);
        return ys[next - 1] + share * (ys[next] - ys[next - 1]);
    }

    /**
     * The confidence, of 1000 from 0 to 1, at which the smoothed mean F1 over the classes is highest, of equal ones the lowest. Precision and
     * recall there are interpolated linearly between those at the confidences of detections; above the most confident one, precision is 1 and
     * recall 0, and a class without detections has 0 of both.
     */
    static OperatingPoint best(List<Curve> curves) {
        List<Values[]> values = curves.stream().map(UltralyticsScoring::values).toList();
        double[] f1 = IntStream.range(0, CONFIDENCES)
                .mapToDouble(
                        i -> values.stream().mapToDouble(each -> each[i].f1()).sum())
                .toArray();
        double[] smooth = smoothed(f1);
        int best = 0;
        for (int i = 1; i < CONFIDENCES; i++) {
            // What differs by rounding only is equal.
            best = smooth[i] > smooth[best] + 1e-12 ? i : best;
        }
        List<Values> chosen = new ArrayList<>();
        for (Values[] each : values) {
            chosen.add(each[best]);
        }
        return new OperatingPoint(
                smooth[best] > 0 ? OptionalDouble.of(confidence(best)) : OptionalDouble.empty(), chosen);
    }

    private static double confidence(int index) {
        return (double) index / (CONFIDENCES - 1);
    }

    private static Values[] values(Curve curve) {
        Values[] values = new Values[CONFIDENCES];
        Arrays.fill(values, Values.NONE);
        List<Point> points = curve.points();
        int next = points.size() - 1;
        for (int i = 0; i < CONFIDENCES && !points.isEmpty(); i++) {
            while (next >= 0 && points.get(next).confidence() < confidence(i)) {
                next--;
            }
            values[i] = between(curve, next, confidence(i));
        }
        return values;
    }

    /** @param above the last point whose confidence is not lower; -1 for none */
    private static Values between(Curve curve, int above, double confidence) {
        List<Point> points = curve.points();
        if (above < 0) {
            return new Values(1, 0);
        }
        Point high = points.get(above);
        if (above == points.size() - 1) {
            return new Values(high.precision(), curve.recall(high));
        }
        Point low = points.get(above + 1);
        double share = (confidence - low.confidence()) / (high.confidence() - low.confidence());
        return new Values(
                low.precision() + share * (high.precision() - low.precision()),
                curve.recall(low) + share * (curve.recall(high) - curve.recall(low)));
    }

    /** The mean of each value and its neighbours; beyond the ends, these stay what they are. */
    private static double[] smoothed(double[] values) {
        int half = NEIGHBOURS / 2;
        double[] smooth = new double[values.length];
        for (int i = 0; i < smooth.length; i++) {
            for (int j = i - half; j <= i + half; j++) {
                smooth[i] += values[Math.max(0, Math.min(values.length - 1, j))] / NEIGHBOURS;
            }
        }
        return smooth;
    }
}
