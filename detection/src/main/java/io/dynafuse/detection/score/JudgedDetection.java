package io.dynafuse.detection.score;

/**
 * The confidence of a detection and what it is at each threshold.
 *
 * @param judgements at 0.50, 0.55, …, 0.95
 */
record JudgedDetection(double confidence, Judgement[] judgements) {
    Judgement judgement(int threshold) {
        return judgements[threshold];
    }
}
