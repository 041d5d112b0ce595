package io.dynafuse.detection.score;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which detections find which objects of one class in one image. */
interface Matching {
    /** Those that need be found first, each part in the order of the boxes: the order in which a file has them has no say. */
    Comparator<TrueObject> ORDER =
            Comparator.comparing(TrueObject::isIgnored).thenComparing(TrueObject::box, Box.ORDER);

    /**
     * Judges detections.
     *
     * @param detections the most confident first
     * @param truths in {@link #ORDER}
     * @param threshold least overlap, in billionths
     */
    Judgement[] judge(List<Detection> detections, List<TrueObject> truths, long threshold);

    /**
     * As COCO's evaluation does: each detection, from the most confident on, takes the object that it overlaps most among those that are not
     * taken yet, and of equal overlaps the last. Only where there is none, what need not be found is looked at; that is never used up, and the
     * overlap with it is the share of the detection.
     */
    Matching COCO = new Matching() {
        @Override
        public Judgement[] judge(List<Detection> detections, List<TrueObject> truths, long threshold) {
            boolean[] taken = new boolean[truths.size()];
            Judgement[] judgements = new Judgement[detections.size()];
            for (int d = 0; d < judgements.length; d++) {
                int found = best(detections.get(d).box(), truths, taken, threshold);
                judgements[d] = found < 0 ? Judgement.WRONG : judgement(truths.get(found));
                if (found >= 0) {
                    taken[found] = !truths.get(found).isIgnored();
                }
            }
            return judgements;
        }

        private Judgement judgement(TrueObject found) {
            return found.isIgnored() ? Judgement.IGNORED : Judgement.RIGHT;
        }

        private int best(Box detection, List<TrueObject> truths, boolean[] taken, long threshold) {
            int best = -1;
            long most = threshold;
            for (int t = 0; t < truths.size(); t++) {
                TrueObject truth = truths.get(t);
                if (best >= 0 && truth.isIgnored() && !truths.get(best).isIgnored()) {
                    return best;
                }
                long overlap =
                        truth.isIgnored() ? Overlap.inside(detection, truth.box()) : Overlap.of(detection, truth.box());
                if (!taken[t] && overlap >= most) {
                    most = overlap;
                    best = t;
                }
            }
            return best;
        }
    };

    /**
     * As Ultralytics' validation does: each detection chooses the object that it overlaps most, whether or not others choose it, too; of those
     * that have chosen one object, the most confident has found it and the others are wrong. What need not be found is not there.
     */
    Matching ULTRALYTICS = new Matching() {
        @Override
        public Judgement[] judge(List<Detection> detections, List<TrueObject> truths, long threshold) {
            boolean[] taken = new boolean[truths.size()];
            Judgement[] judgements = new Judgement[detections.size()];
            Arrays.fill(judgements, Judgement.WRONG);
            for (int d = 0; d < judgements.length; d++) {
                int chosen = best(detections.get(d).box(), truths, threshold);
                if (chosen >= 0 && !taken[chosen]) {
                    taken[chosen] = true;
                    judgements[d] = Judgement.RIGHT;
                }
            }
            return judgements;
        }

        private int best(Box detection, List<TrueObject> truths, long threshold) {
            int best = -1;
            long most = threshold - 1;
            for (int t = 0; t < truths.size() && !truths.get(t).isIgnored(); t++) {
                long overlap = Overlap.of(detection, truths.get(t).box());
                if (overlap > most) {
                    most = overlap;
                    best = t;
                }
            }
            return best;
        }
    };
}
