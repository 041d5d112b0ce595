package io.dynafuse.evaluation.detection;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.detection.Detection;
import io.dynafuse.image.Image;
import java.util.List;

/** Says what is found in a view of a scene; a {@link io.dynafuse.detection.Detector} looks at the image, a file of detections at the names. */
@FunctionalInterface
public interface ViewDetector {
    List<Detection> detect(DatasetScene scene, String view, Image image);
}
