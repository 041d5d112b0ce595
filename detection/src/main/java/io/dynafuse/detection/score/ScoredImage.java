package io.dynafuse.detection.score;

import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.List;

/**
 * What is in an image, and what was found in it; boxes of both are in pixels of that image. Neither order matters.
 *
 * @param truths none if nothing is in it
 * @param detections of any confidence: those of little confidence are what a precision-recall curve ends with
 */
public record ScoredImage(List<TrueObject> truths, List<Detection> detections) {
    /** Copies the lists. */
    public ScoredImage {
        truths = List.copyOf(truths);
        detections = List.copyOf(detections);
    }
}
