package io.dynafuse.detection.score;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How well a detector finds what is in images, by one convention. Each score is in [0,1] and a mean over the classes of which something need be
 * found; none if there is no such class.
 *
 * <p>Where nothing was found, average precision, precision, recall and F1 are 0. Neither the order of images, objects and detections nor their
 * scale has a say: detections of equal confidence count together, as no threshold tells them apart (the tools of both conventions take them in
 * the order in which they happen to come), overlaps are compared in whole billionths, and where objects or detections are equal otherwise,
 * those further left, then further up come first.
 *
 * @param profile the convention
 * @param images how many were looked at
 * @param truths how many objects need be found
 * @param ignored how many need not
 * @param detections how many there are, right or wrong
 * @param confidence at which the mean F1 is best; none if no detection is right
 * @param precision the share of detections that is right, at that confidence and an overlap of 0.5
 * @param recall the share of objects that is found, likewise
 * @param f1 the mean of the F1 of the classes, which the mean precision and recall need not give
 * @param map50 mean average precision at an overlap of 0.5
 * @param map its mean over overlaps from 0.50 to 0.95
 * @param classes all that truths or detections name, in the order of their names
 */
public record DetectionScores(
        ScoreProfile profile,
        int images,
        int truths,
        int ignored,
        int detections,
        OptionalDouble confidence,
        OptionalDouble precision,
        OptionalDouble recall,
        OptionalDouble f1,
        OptionalDouble map50,
        OptionalDouble map,
        List<ClassScores> classes) {
    /** Copies the list. */
    public DetectionScores {
        classes = List.copyOf(classes);
    }

    /** Scores all images together. */
    public static DetectionScores of(List<ScoredImage> images, ScoreProfile profile) {
        List<JudgedClass> classes = JudgedClass.all(images, profile);
        List<JudgedClass> scored =
                classes.stream().filter(each -> each.truths() > 0).toList();
        OperatingPoint best =
                profile.best(scored.stream().map(each -> each.curve(0)).toList());
        List<ClassScores> scores = new ArrayList<>();
        int next = 0;
        for (JudgedClass each : classes) {
            scores.add(each.truths() > 0 ? each.scores(profile, best.classes().get(next++)) : each.unscored());
        }
        return new DetectionScores(
                profile,
                images.size(),
                classes.stream().mapToInt(JudgedClass::truths).sum(),
                classes.stream().mapToInt(JudgedClass::ignored).sum(),
                classes.stream().mapToInt(JudgedClass::detections).sum(),
                best.confidence(),
                mean(scores, ClassScores::precision),
                mean(scores, ClassScores::recall),
                mean(scores, ClassScores::f1),
                mean(scores, ClassScores::ap50),
                mean(scores, ClassScores::ap),
                scores);
    }

    private static OptionalDouble mean(List<ClassScores> classes, Function<ClassScores, OptionalDouble> score) {
        return classes.stream()
                .map(score)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }
}
