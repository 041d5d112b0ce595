package io.dynafuse.evaluation.detection;

import io.dynafuse.data.Dataset;
import io.dynafuse.detection.score.ScoreProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where objects are looked for, and how.
 *
 * @param dataset the scenes
 * @param place the folder that names of sources start from in the results
 * @param views the images of each scene
 * @param detector what finds objects in them
 * @param truths what is in the scenes; none if that is not known, and nothing can be scored
 * @param identity what results must have in common with those of an earlier run: names and texts, the most important first
 * @param profiles the conventions of the scores
 * @param shown the confidence from which on pictures show detections
 * @param pictures of how many scenes, the first ones, pictures are made
 * @param restart whether to do everything again, whatever an earlier run left
 */
public record DetectionRequest(
        Dataset dataset,
        Path place,
        SceneViews views,
        ViewDetector detector,
        Optional<SceneTruths> truths,
        List<Fact> identity,
        List<ScoreProfile> profiles,
        double shown,
        int pictures,
        boolean restart) {
    /** Copies the lists. */
    public DetectionRequest {
        identity = List.copyOf(identity);
        profiles = List.copyOf(profiles);
    }

    /** A name and a text. */
    public record Fact(String name, String text) {}
}
