package io.dynafuse.detection.score;

import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects and detections of one class in one image.
 *
 * @param truths in the order of {@link Matching#ORDER}
 * @param detections the most confident first
 */
record OneClass(List<TrueObject> truths, List<Detection> detections) {
    private OneClass() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** By the names of the classes, in their order. */
    static Map<String, OneClass> of(ScoredImage image) {
        Map<String, OneClass> classes = new TreeMap<>();
        image.truths()
                .forEach(truth -> classes.computeIfAbsent(truth.label(), label -> new OneClass())
                        .truths
                        .add(truth));
        image.detections()
                .forEach(found -> classes.computeIfAbsent(found.label(), label -> new OneClass())
                        .detections
                        .add(found));
        classes.values().forEach(each -> {
            each.truths.sort(Matching.ORDER);
            each.detections.sort(Detection.MOST_CONFIDENT);
        });
        return classes;
    }

    /** The first detections, as many as count by a convention. */
    List<Detection> counted(ScoreProfile profile) {
        return detections.subList(0, Math.min(detections.size(), profile.most()));
    }

    /** Which object each of these has found, or {@link Matching#NOTHING}. */
    int[] match(ScoreProfile profile, int threshold) {
        return profile.matching().match(counted(profile), truths, Overlap.threshold(threshold));
    }

    /** What each of these is. */
    Judgement[] judge(ScoreProfile profile, int threshold) {
        return Arrays.stream(match(profile, threshold))
                .mapToObj(this::judgement)
                .toArray(Judgement[]::new);
    }

    private Judgement judgement(int found) {
        if (found == Matching.NOTHING) {
            return Judgement.WRONG;
        }
        return truths.get(found).isIgnored() ? Judgement.IGNORED : Judgement.RIGHT;
    }
}
