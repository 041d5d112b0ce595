package io.dynafuse.study;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.Words;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.study.VariantTerms.PixelSums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Weights on images under TTD's theory, and each part of their making: the covariance of weights and losses over all pixels of all scenes
 * (Eq. 4), beside what the metrics say. The loss of a source is its mean absolute distance from the static fusion, in [0,1].
 */
final class ImageSpaceStudy implements Study {
    private static final StudyMeasures OF_SOURCES = StudyMeasures.named("Qabf", "VIF", "NMI", "Qcb", "Qcv");
    private static final StudyMeasures OF_EXPOSURES =
            StudyMeasures.named("MEF-SSIM", "Qabf", "VIF", "NMI", "Qcb", "Qcv");
    private static final StudyMeasures OF_TRUTH = StudyMeasures.named("PSNR_GT", "SSIM_GT");

    @Override
    public String id() {
        return "image-space";
    }

    @Override
    public String question() {
        return "what is each part of weights on images good for, and do they correlate with losses as TTD's theory asks (Eq. 4)?";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of();
    }

    @Override
    public void requireSense(StudySubject subject) {
        variants(subject);
    }

    private static List<Variant> variants(StudySubject subject) {
        List<String> all = Stream.concat(
                        Stream.of("static", "features", "image"),
                        subject.fuser().parts().stream().map(part -> "image, " + part.offWord()))
                .toList();
        return subject.variants(all, subject.withoutContrast());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        StudyScenes scenes = StudyScenes.of(subject);
        boolean truths =
                scenes.scenes().stream().allMatch(scene -> scene.truth().isPresent());
        boolean exposures = subject.fuser().parts().contains(ImageSpace.Part.EXPOSEDNESS);
        List<StudyMeasures> measures = new ArrayList<>(List.of(exposures ? OF_EXPOSURES : OF_SOURCES));
        if (truths) {
            measures.add(0, OF_TRUTH);
        }
        List<Row> rows = variants(subject).stream()
                .map(variant -> new Row(variant, measures))
                .toList();
        scenes.forEach((scene, sources) -> add(subject, scene, sources, rows));
        return new Findings(List.of(table(rows, measures)), List.of(), Map.of(), scenes.failures());
    }

    private static void add(StudySubject subject, DatasetScene scene, List<Image> sources, List<Row> rows)
            throws IOException, InterruptedException {
        Optional<Image> truth = Optional.empty();
        if (scene.truth().isPresent()) {
            truth = Optional.of(ImageFiles.read(scene.truth().get(), subject.reading()));
        }
        List<float[]> losses =
                losses(subject.fuser().fuse(sources, Variant.STATIC).image(), sources);
        for (Row row : rows) {
            row.add(subject.fuser().fuse(sources, row.variant), sources, truth, losses);
        }
    }

    /** ℓ of each source, over its pixels. */
    private static List<float[]> losses(Image fused, List<Image> sources) {
        List<float[]> losses = new ArrayList<>();
        for (Image source : sources) {
            float[] loss = new float[source.width() * source.height()];
            for (int channel = 0; channel < 3; channel++) {
                float[] first = fused.channel(channel);
                float[] second = source.channel(channel);
                for (int i = 0; i < loss.length; i++) {
                    loss[i] += Math.abs(first[i] - second[i]) / 3;
                }
            }
            losses.add(loss);
        }
        return losses;
    }

    private static Table table(List<Row> rows, List<StudyMeasures> measures) {
        Table.Builder table = Table.of(
                "Weights on images over " + Words.counted(rows.get(0).scenes, "scene")
                        + ": the covariance of weights and losses, summed over the sources, and the means of metrics",
                1,
                "variant",
                "Cov(ω, ℓ)",
                measures.stream().flatMap(each -> each.heads().stream()).toList());
        for (Row row : rows) {
            table.row(
                    row.variant.label(),
                    Cell.of(VariantTerms.covariance(row.sums), 5),
                    row.samples.stream().flatMap(each -> each.means().stream()).toList());
        }
        return table.build();
    }

    /** What is known of a variant. */
    private static final class Row {
        private final Variant variant;
        private final List<StudyMeasures> measures;
        private final List<StudyMeasures.Samples> samples;
        private List<PixelSums> sums = List.of();
        private int scenes;

        Row(Variant variant, List<StudyMeasures> measures) {
            this.variant = variant;
            this.measures = measures;
            this.samples = measures.stream().map(StudyMeasures::samples).toList();
        }

        void add(FusedImage fused, List<Image> sources, Optional<Image> truth, List<float[]> losses) {
            for (int i = 0; i < measures.size(); i++) {
                samples.get(i).add(measures.get(i).of(fused.image(), sources, truth));
            }
            List<PixelSums> ofScene = IntStream.range(0, fused.weightMaps().size())
                    .mapToObj(m -> PixelSums.of(fused.weightMaps().get(m).values(), losses.get(m)))
                    .toList();
            List<PixelSums> before = sums;
            sums = before.size() == ofScene.size()
                    ? IntStream.range(0, before.size())
                            .mapToObj(m -> before.get(m).plus(ofScene.get(m)))
                            .toList()
                    : ofScene;
            scenes++;
        }
    }
}
