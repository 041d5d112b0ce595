package io.dynafuse.detection.score;

import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was found in one image and what was not, at an overlap of 0.5: for pictures.
 *
 * @param right detections that have found an object
 * @param wrong those that have found nothing, or what another one has found
 * @param ignored those that count neither way
 * @param missed objects that nothing has found, though they need be
 */
public record JudgedImage(
        List<Detection> right, List<Detection> wrong, List<Detection> ignored, List<TrueObject> missed) {
    /** Copies the lists. */
    public JudgedImage {
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
        ignored = List.copyOf(ignored);
        missed = List.copyOf(missed);
    }

    /** Judges the detections of an image, class by class, by the matching of COCO. */
    public static JudgedImage of(ScoredImage image) {
        List<Detection> right = new ArrayList<>();
        List<Detection> wrong = new ArrayList<>();
        List<Detection> ignored = new ArrayList<>();
        List<TrueObject> missed = new ArrayList<>();
        for (OneClass each : OneClass.of(image).values()) {
            int[] found = each.match(ScoreProfile.COCO, 0);
            Judgement[] judgements = each.judge(ScoreProfile.COCO, 0);
            for (int d = 0; d < judgements.length; d++) {
                switch (judgements[d]) {
                    case RIGHT -> right.add(each.detections().get(d));
                    case WRONG -> wrong.add(each.detections().get(d));
                    case IGNORED -> ignored.add(each.detections().get(d));
                }
            }
            for (int t = 0; t < each.truths().size(); t++) {
                int truth = t;
                boolean isFound = IntStream.of(found).anyMatch(position -> position == truth);
                if (!isFound && !each.truths().get(t).isIgnored()) {
                    missed.add(each.truths().get(t));
                }
            }
        }
        return new JudgedImage(right, wrong, ignored, missed);
    }
}
