package io.dynafuse.evaluation;

import io.dynafuse.metrics.Score;
import java.util.List;

/** What became of the evaluation of one scene. */
public sealed interface Outcome {
    Scene scene();

    /**
     * The scene was measured.
     *
     * @param scales how the samples of its images came onto the scale 0..255, each way once
     * @param samples the same in words, naming the files where they differ
     * @param scores one a measure, in their order
     */
    record Measured(Scene scene, int width, int height, List<SampleScale> scales, String samples, List<Score> scores)
            implements Outcome {
        public Measured {
            scales = List.copyOf(scales);
            scores = List.copyOf(scores);
        }
    }

    /**
     * The scene could not be measured.
     *
     * @param reason one line that names the file and what is wrong with it
     */
    record Failed(Scene scene, String reason) implements Outcome {}
}
