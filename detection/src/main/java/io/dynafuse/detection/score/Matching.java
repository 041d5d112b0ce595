package io.dynafuse.detection.score;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.Comparator;
import java.util.List;

/** Which detections find which objects of one class in one image. */
interface Matching {
    /** Those that need be found first, each part in the order of the boxes: the order in which a file has them has no say. */
    Comparator<TrueObject> ORDER =
            Comparator.comparing(TrueObject::isIgnored).thenComparing(TrueObject::box, Box.ORDER);

    /** What is said of a detection that finds nothing. */
    int NOTHING = -1;

    /**
     * Which object each detection has found.
     *
     * @param detections the most confident first
     * @param truths in {@link #ORDER}
     * @param threshold least overlap, in billionths
     * @return positions in {@code truths}, or {@link #NOTHING}
     */
    int[] match(List<Detection> detections, List<TrueObject> truths, long threshold);

    /**
     * As COCO's evaluation does: each detection, from the most confident on, takes the object that it overlaps most among those that are not
     * taken yet, and of equal overlaps the last. Only where there is none, what need not be found is looked at; that is never used up, and the
     * overlap with it is the share of the detection.
     */
    Matching COCO = new Matching() {
        @Override
        public int[] match(List<Detection> detections, List<TrueObject> truths, long threshold) {
            boolean[] taken = new boolean[truths.size()];
            int[] found = new int[detections.size()];
            for (int d = 0; d < found.length; d++) {
                found[d] = best(detections.get(d).box(), truths, taken, threshold);
                if (found[d] >= 0) {
                    taken[found[d]] = !truths.get(found[d]).isIgnored();
                }
            }
            return found;
        }

        private int best(Box detection, List<TrueObject> truths, boolean[] taken, long threshold) {
            int best = NOTHING;
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
        public int[] match(List<Detection> detections, List<TrueObject> truths, long threshold) {
            boolean[] taken = new boolean[truths.size()];
            int[] found = new int[detections.size()];
            for (int d = 0; d < found.length; d++) {
                int chosen = best(detections.get(d).box(), truths, threshold);
                found[d] = chosen >= 0 && !taken[chosen] ? chosen : NOTHING;
                if (chosen >= 0) {
                    taken[chosen] = true;
                }
            }
            return found;
        }

        private int best(Box detection, List<TrueObject> truths, long threshold) {
            int best = NOTHING;
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
