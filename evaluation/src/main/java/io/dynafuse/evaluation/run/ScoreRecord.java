package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.SampleScale;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.metrics.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a score file says.
 *
 * @param run the digest of the run's identity
 * @param variant its meaning
 * @param inputs the sources and the ground truth
 * @param pictures the fused image and the weights of the sources
 * @param scales how samples came onto the scale of the metrics
 * @param notes what the network said of the fusion, and what is to be known of the scores
 */
record ScoreRecord(
        String run,
        String variant,
        String scene,
        List<FileDigest> inputs,
        List<FileDigest> pictures,
        int width,
        int height,
        List<SampleScale> scales,
        String samples,
        List<Entry> scores,
        List<String> notes) {
    private static final String PART = "scores";

    ScoreRecord {
        inputs = List.copyOf(inputs);
        pictures = List.copyOf(pictures);
        scales = List.copyOf(scales);
        scores = List.copyOf(scores);
        notes = List.copyOf(notes);
    }

    /**
     * A score by one measure.
     *
     * @param value a number to its last digit, or an infinity; empty if there is none
     * @param undefined why there is none; empty if there is one
     */
    record Entry(String measure, String value, String undefined) {
        static Entry of(Measure measure, Score score) {
            return score instanceof Score.Undefined none
                    ? new Entry(measure.label(), "", none.reason())
                    : new Entry(
                            measure.label(), Double.toString(score.toOptional().orElseThrow()), "");
        }

        Score score() {
            return value.isEmpty() ? Score.undefined(undefined) : Score.of(Double.parseDouble(value));
        }
    }

    static List<Entry> entries(List<Measure> measures, List<Score> scores) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            entries.add(Entry.of(measures.get(i), scores.get(i)));
        }
        return entries;
    }

    /** Nothing unless the file is whole and as it was written. */
    static Optional<ScoreRecord> read(Path file) {
        return SealedJson.read(file, PART, ScoreRecord.class);
    }

    void write(Path file) throws UnwritableFileException {
        SealedJson.write(file, PART, this);
    }

    /**
     * The outcome as it was.
     *
     * @param shown the scene by the names that results have for its files
     * @param measures in the order wanted
     */
    Outcome.Measured outcome(Scene shown, List<Measure> measures) {
        List<Score> ordered = measures.stream()
                .map(measure -> scores.stream()
                        .filter(entry -> entry.measure().equals(measure.label()))
                        .findFirst()
                        .map(Entry::score)
                        .orElseThrow())
                .toList();
        return new Outcome.Measured(shown, width, height, scales, samples, ordered);
    }
}
