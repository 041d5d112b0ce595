package io.dynafuse.detection.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Precision and recall of one class at each confidence that detections have, from the highest down. Detections of equal confidence make one
 * point together, as no threshold tells them apart: their order has no say.
 */
record Curve(List<Point> points, int truths) {
    /**
     * Where everything of this confidence and above counts.
     *
     * @param right detections that have found an object
     * @param wrong those that have not
     */
    record Point(double confidence, int right, int wrong) {
        /** The share of the detections that is right. */
        double precision() {
            return (double) right / (right + wrong);
        }
    }

    /**
     * The curve of some detections.
     *
     * @param judged the most confident first; those that count neither way make no point
     * @param truths that need be found; at least one
     */
    static Curve of(List<JudgedDetection> judged, int threshold, int truths) {
        List<Point> points = new ArrayList<>();
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < judged.size(); i++) {
            Judgement judgement = judged.get(i).judgement(threshold);
            right += judgement == Judgement.RIGHT ? 1 : 0;
            wrong += judgement == Judgement.WRONG ? 1 : 0;
            double confidence = judged.get(i).confidence();
            boolean isLast = i + 1 == judged.size() || judged.get(i + 1).confidence() != confidence;
            if (isLast && right + wrong > counted(points)) {
                points.add(new Point(confidence, right, wrong));
            }
        }
        return new Curve(points, truths);
    }

    private static int counted(List<Point> points) {
        Point last = points.isEmpty() ? new Point(0, 0, 0) : points.get(points.size() - 1);
        return last.right() + last.wrong();
    }

    double recall(Point point) {
        return (double) point.right() / truths;
    }

    /** The highest precision at each point or any after it. */
    double[] envelope() {
        double[] envelope = new double[points.size()];
        double highest = 0;
        for (int i = envelope.length - 1; i >= 0; i--) {
            highest = Math.max(highest, points.get(i).precision());
            envelope[i] = highest;
        }
        return envelope;
    }
}
