package io.dynafuse.evaluation;

import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Optional;

/** What became of the evaluation of one scene. */
public sealed interface Outcome {
    Scene scene();

    /**
     * The scene was measured.
     *
     * @param scales how the samples of its images came onto the scale 0..255, each way once
     * @param samples the same in words, naming the files where they differ
     * @param scores one a measure, in their order
     * @param notes what a reader of the scores must know of the images, the same words for all scenes it is true of
     */
    record Measured(
            Scene scene,
            int width,
            int height,
            List<SampleScale> scales,
            String samples,
            List<Score> scores,
            List<String> notes)
            implements Outcome {
        public Measured {
            scales = List.copyOf(scales);
            scores = List.copyOf(scores);
            notes = List.copyOf(notes);
        }

        /** The scene was measured, and there is nothing more to know. */
        public Measured(
                Scene scene, int width, int height, List<SampleScale> scales, String samples, List<Score> scores) {
            this(scene, width, height, scales, samples, scores, List.of());
        }

        /** Whether a score is undefined only because memory ran out, so that another try may find it. */
        public boolean isLostToMemory() {
            return scores.contains(Score.undefined(SceneEvaluation.OUT_OF_MEMORY));
        }
    }

    /**
     * The scene could not be measured.
     *
     * @param reason one line that names the file and what is wrong with it
     * @param cause what was thrown, if anything was
     */
    record Failed(Scene scene, String reason, Optional<Throwable> cause) implements Outcome {
        /** A failure that nothing was thrown for. */
        public Failed(Scene scene, String reason) {
            this(scene, reason, Optional.empty());
        }
    }
}
