package io.dynafuse.detection.score;

import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.detection.score.OperatingPoint.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the detections of one class in all images are. */
final class JudgedClass {
    private final String label;
    private final List<JudgedDetection> judged = new ArrayList<>();
    private int truths;
    private int ignored;
    private int detections;

    private JudgedClass(String label) {
        this.label = label;
    }

    /** The objects and detections of one class in one image. */
    private record Part(List<TrueObject> truths, List<Detection> detections) {
        Part() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** All classes that truths or detections name, in the order of their names. */
    static List<JudgedClass> all(List<ScoredImage> images, ScoreProfile profile) {
        Map<String, JudgedClass> classes = new TreeMap<>();
        for (ScoredImage image : images) {
            parts(image)
                    .forEach((label, part) ->
                            classes.computeIfAbsent(label, JudgedClass::new).add(part, profile));
        }
        classes.values()
                .forEach(each -> each.judged.sort(
                        Comparator.comparingDouble(JudgedDetection::confidence).reversed()));
        return List.copyOf(classes.values());
    }

    private static Map<String, Part> parts(ScoredImage image) {
        Map<String, Part> parts = new HashMap<>();
        image.truths()
                .forEach(truth -> parts.computeIfAbsent(truth.label(), label -> new Part())
                        .truths()
                        .add(truth));
        image.detections()
                .forEach(found -> parts.computeIfAbsent(found.label(), label -> new Part())
                        .detections()
                        .add(found));
        parts.values().forEach(part -> {
            part.truths().sort(Matching.ORDER);
            part.detections().sort(Detection.MOST_CONFIDENT);
        });
        return parts;
    }

    private void add(Part part, ScoreProfile profile) {
        int here = (int) part.truths().stream().filter(TrueObject::isIgnored).count();
        ignored += here;
        truths += part.truths().size() - here;
        detections += part.detections().size();
        List<Detection> counted =
                part.detections().subList(0, Math.min(part.detections().size(), profile.most()));
        List<Judgement[]> thresholds = IntStream.range(0, Overlap.THRESHOLDS)
                .mapToObj(t -> profile.matching().judge(counted, part.truths(), Overlap.threshold(t)))
                .toList();
        for (int d = 0; d < counted.size(); d++) {
            int detection = d;
            judged.add(new JudgedDetection(
                    counted.get(d).confidence(),
                    thresholds.stream().map(judgements -> judgements[detection]).toArray(Judgement[]::new)));
        }
    }

    int truths() {
        return truths;
    }

    int ignored() {
        return ignored;
    }

    int detections() {
        return detections;
    }

    /** @param threshold from 0 to 9 */
    Curve curve(int threshold) {
        return Curve.of(judged, threshold, truths);
    }

    /** @param best what the class is worth at the confidence of best F1 */
    ClassScores scores(ScoreProfile profile, Values best) {
        double[] averages = IntStream.range(0, Overlap.THRESHOLDS)
                .mapToDouble(threshold -> profile.averagePrecision(curve(threshold)))
                .toArray();
        return new ClassScores(
                label,
                truths,
                ignored,
                detections,
                OptionalDouble.of(best.precision()),
                OptionalDouble.of(best.recall()),
                OptionalDouble.of(best.f1()),
                OptionalDouble.of(averages[0]),
                IntStream.range(0, Overlap.THRESHOLDS)
                        .mapToDouble(t -> averages[t])
                        .average());
    }

    /** Of a class of which nothing need be found. */
    ClassScores unscored() {
        OptionalDouble none = OptionalDouble.empty();
        return new ClassScores(label, truths, ignored, detections, none, none, none, none, none);
    }
}
