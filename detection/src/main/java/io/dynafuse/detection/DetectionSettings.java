package io.dynafuse.detection;

import java.util.Locale;

/**
 * Which of the boxes that a network gives are detections.
 *
 * @param confidence that a detection has at least, in [0,1]
 * @param overlap two boxes of a class that overlap by more than this (intersection over union, in [0,1]) are one object: the more confident one
 *     stays
 * @param most how many detections an image has, the most confident ones
 */
public record DetectionSettings(double confidence, double overlap, int most) {
    /** As the validations of Ultralytics and COCO have them: nearly everything, as the precision-recall curve needs its end. */
    public static final DetectionSettings SCORING = new DetectionSettings(0.001, 0.7, 300);

    /** The confidence from which on detections are usually shown. */
    public static final double SHOWN = 0.25;

    /** @throws IllegalArgumentException if a share is not in [0,1], or no detection may stay */
    public DetectionSettings {
        if (!(confidence >= 0 && confidence <= 1) || !(overlap >= 0 && overlap <= 1)) {
            throw new IllegalArgumentException(
                    "expected a confidence and an overlap from 0 to 1, found " + confidence + " and " + overlap);
        }
        if (most < 1) {
            throw new IllegalArgumentException("expected 1 detection or more, found " + most);
        }
    }

    /** The same with another least confidence. */
    public DetectionSettings withConfidence(double least) {
        return new DetectionSettings(least, overlap, most);
    }

    /** In words for people. */
    public String words() {
        return String.format(Locale.ROOT, "confidence of %s or more, at most %d an image", confidence, most);
    }
}
