package io.dynafuse.study;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.MetricProfile;
import java.util.List;
import java.util.Optional;

/** A few measures, to be taken of images in memory. */
record StudyMeasures(List<Measure> measures) {
    static StudyMeasures named(String... ids) {
        return new StudyMeasures(MeasureSelection.named(List.of(ids), MetricProfile.CANONICAL));
    }

    /** The heads of the columns: metrics with the direction in which they are better. */
    List<String> heads() {
        return measures.stream()
                .map(measure ->
                        measure.metric().id() + " " + measure.direction().arrow())
                .toList();
    }

    /** The scores, NaN where undefined. */
    double[] of(Image fused, List<Image> sources, Optional<Image> truth) {
        Evaluation evaluation = new Evaluation(new FusedScene(
                Pictures.of(fused), sources.stream().map(Pictures::of).toList(), truth.map(Pictures::of)));
        return measures.stream()
                .mapToDouble(measure -> evaluation
                        .score(measure.metric(), measure.profile())
                        .toOptional()
                        .orElse(Double.NaN))
                .toArray();
    }

    /** A sample of each measure, without an image yet. */
    Samples samples() {
        return new Samples(measures.stream().map(measure -> new Sample()).toList());
    }

    /** What was measured of some images, a sample a measure. */
    record Samples(List<Sample> ofMeasures) {
        /** @param scores of an image, as {@link StudyMeasures#of} gives them */
        void add(double[] scores) {
            for (int i = 0; i < scores.length; i++) {
                ofMeasures.get(i).add(scores[i]);
            }
        }

        Sample get(int measure) {
            return ofMeasures.get(measure);
        }

        /** The means as tables have them. */
        List<Cell> means() {
            return ofMeasures.stream().map(sample -> Cell.of(sample.mean(), 4)).toList();
        }
    }
}
