package io.dynafuse.study;

import io.dynafuse.corruption.Blur;
import io.dynafuse.data.DatasetWriter;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.ImageFolder;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.truth.ExposureScenes;
import io.dynafuse.truth.FocusScenes;
import io.dynafuse.truth.TruthScenes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How close variants come to a known truth: photographs blurred in complementary regions and photographs exposed too little and too
 * much, to be fused again. Metrics without a truth stand beside it, as one that counts edges can reward noise.
 */
final class GroundTruthStudy implements Study {
    private static final List<String> VARIANTS = List.of(
            "static",
            "fused",
            "component",
            "maximum",
            "self-fused",
            "fused, contrast",
            "component, contrast",
            "component, k=4",
            "component, l2, k=50",
            "fused, k=4, linear",
            "fused, k=16, linear",
            "component, temperature=0.5",
            "component, smoothing=4",
            "fused, smoothing=4",
            "fused, iterations=2",
            "component, gradient=l1, channel=auto");
    private static final StudyMeasures MEASURES =
            StudyMeasures.named("PSNR_GT", "SSIM_GT", "EN", "SD", "AG", "SF", "Qabf", "VIF");
    private static final int PSNR = 0;

    private static final List<Kind> KINDS = List.of(
            new Kind("focus-gaussian-2", "focus, Gaussian blur of 2 pixels", focus(Blur.gaussian(2))),
            new Kind("focus-disc-4", "focus, disc of 4 pixels", focus(Blur.disc(4))),
            new Kind("focus-gaussian-4", "focus, Gaussian blur of 4 pixels", focus(Blur.gaussian(4))),
            new Kind("exposure", "exposure, -2 and +2", new ExposureScenes(List.of(-2.0, 2.0))));

    /**
     * A way to make scenes of photographs.
     *
     * @param folder what a folder of such scenes is called
     * @param title as tables have it
     */
    private record Kind(String folder, String title, TruthScenes scenes) {}

    private static FocusScenes focus(Blur blur) {
        FocusScenes standard = FocusScenes.standard();
        return new FocusScenes(standard.count(), blur, standard.borderDeviation(), standard.regionScale());
    }

    @Override
    public String id() {
        return "ground-truth";
    }

    @Override
    public String question() {
        return "which variant comes closest to the truth where it is known? (--data: a folder of sharp photographs)";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of(Study.Option.SEED, Study.Option.SCENES);
    }

    @Override
    public void requireSense(StudySubject subject) {
        variants(subject);
    }

    private static List<Variant> variants(StudySubject subject) {
        return subject.variants(VARIANTS, subject.withoutContrast());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        List<Variant> variants = variants(subject);
        List<Scores> scores =
                KINDS.stream().map(kind -> new Scores(kind, variants)).toList();
        ImageFolder folder = ImageFolder.read(subject.data().toString());
        List<Path> files = folder.files().limit(subject.scenes()).toList();
        List<FailedScene> failed = SceneLoop.over(
                        files, file -> file.getFileName().toString())
                .progress(subject.progress())
                .run(file -> add(subject, folder, file, scores));
        List<Scores> known = scores.stream().filter(kind -> kind.scenes() > 0).toList();
        return new Findings(
                known.stream().map(Scores::table).toList(),
                known.stream().map(Scores::remark).toList(),
                Map.of(),
                failed.stream().map(FailedScene::line).toList());
    }

    private static void add(StudySubject subject, ImageFolder folder, Path file, List<Scores> scores)
            throws IOException, InterruptedException {
        Image photograph = ImageFiles.read(file, subject.reading());
        for (Scores kind : scores) {
            TruthScenes.Scene scene =
                    kind.kind.scenes().scene(file.getFileName().toString(), photograph, subject.seed());
            if (subject.scenesFolder().isPresent()) {
                keep(
                        kind.kind,
                        subject.scenesFolder().get(),
                        new TruthScenes.Scene(name(folder, file), scene.sources(), photograph));
            }
            List<double[]> ofVariants = new ArrayList<>();
            for (Variant variant : kind.variants) {
                Image fused = subject.fuser().fuse(scene.sources(), variant).image();
                ofVariants.add(MEASURES.of(fused, scene.sources(), Optional.of(scene.truth())));
            }
            kind.add(ofVariants);
        }
    }

    private static void keep(Kind kind, Path folder, TruthScenes.Scene scene) throws IOException {
        new DatasetWriter(folder.resolve(kind.folder()), kind.scenes().sourceNames())
                .write(scene.name(), scene.sources(), Optional.of(scene.truth()));
    }

    /** A photograph's name without extension, or with it where others differ in that alone. */
    private static String name(ImageFolder folder, Path file) {
        return folder.images().entrySet().stream()
                .filter(image -> image.getValue().equals(file))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(file.getFileName().toString());
    }

    /** The scores of every variant on scenes of one kind. */
    private static final class Scores {
        private final Kind kind;
        private final List<Variant> variants;
        private final List<StudyMeasures.Samples> samples;

        Scores(Kind kind, List<Variant> variants) {
            this.kind = kind;
            this.variants = variants;
            this.samples = variants.stream().map(variant -> MEASURES.samples()).toList();
        }

        void add(List<double[]> ofVariants) {
            for (int v = 0; v < variants.size(); v++) {
                samples.get(v).add(ofVariants.get(v));
            }
        }

        int scenes() {
            return psnr(0).size();
        }

        private Sample psnr(int variant) {
            return samples.get(variant).get(PSNR);
        }

        private Sample gain(int variant) {
            return psnr(variant).minus(psnr(0));
        }

        Table table() {
            List<String> heads = MEASURES.heads();
            Table.Builder table = Table.of(
                    kind.title() + ": means over " + Words.counted(scenes(), "photograph")
                            + ", PSNR in dB, profile canonical: colour is measured as gray",
                    1,
                    "variant",
                    heads.get(PSNR),
                    List.of("against the first", "± standard error", "better on"),
                    heads.subList(PSNR + 1, heads.size()));
            for (int v = 0; v < variants.size(); v++) {
                List<Cell> means = samples.get(v).means();
                table.row(
                        variants.get(v).label(),
                        Cell.of(psnr(v).mean(), 2),
                        Cell.of(gain(v).mean(), 2),
                        Cell.of(gain(v).standardError(), 2),
                        Cell.of(gain(v).positive(), 0),
                        means.subList(PSNR + 1, means.size()));
            }
            return table.build();
        }

        String remark() {
            int best = IntStream.range(0, variants.size())
                    .boxed()
                    .max(Comparator.comparingDouble(
                            (Integer variant) -> psnr(variant).mean()))
                    .orElseThrow();
            return kind.title() + ": " + variants.get(best).label() + " comes closest, "
                    + Cell.of(gain(best).mean(), 2).text() + " dB from "
                    + variants.get(0).label() + ".";
        }
    }
}
