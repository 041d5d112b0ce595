package io.dynafuse.evaluation.study;

import io.dynafuse.evaluation.ImageFolder;
import io.dynafuse.evaluation.corruption.Blur;
import io.dynafuse.evaluation.truth.ExposureScenes;
import io.dynafuse.evaluation.truth.FocusScenes;
import io.dynafuse.evaluation.truth.TruthScene;
import io.dynafuse.evaluation.truth.TruthScenes;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    private static Map<String, TruthScenes> kinds() {
        Map<String, TruthScenes> kinds = new LinkedHashMap<>();
        kinds.put("focus, Gaussian blur of 2 pixels", focus(Blur.gaussian(2)));
        kinds.put("focus, disc of 4 pixels", focus(Blur.disc(4)));
        kinds.put("focus, Gaussian blur of 4 pixels", focus(Blur.gaussian(4)));
        kinds.put("exposure, -2 and +2", new ExposureScenes(List.of(-2.0, 2.0)));
        return kinds;
    }

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
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        List<Variant> variants = (subject.variants().isEmpty() ? VARIANTS : subject.variants())
                .stream()
                        .map(words -> Variant.parse(
                                words, subject.fuser().defaultDominability().withoutContrast()))
                        .toList();
        List<Path> photographs =
                ImageFolder.read(subject.data().toString()).files().toList();
        photographs = photographs.subList(0, Math.min(subject.scenes(), photographs.size()));
        Map<String, Scores> scores = new LinkedHashMap<>();
        kinds().keySet().forEach(kind -> scores.put(kind, new Scores(variants)));
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < photographs.size(); i++) {
            Path file = photographs.get(i);
            try {
                add(subject, variants, file, scores);
            } catch (IOException | RuntimeException e) {
                failures.add(OneLine.of(file.getFileName() + ": " + e.getMessage()));
            }
            subject.progress().advanced(i + 1, photographs.size());
        }
        return new Findings(
                known(scores).map(kind -> kind.getValue().table(kind.getKey())).toList(),
                known(scores).map(kind -> kind.getValue().remark(kind.getKey())).toList(),
                Map.of(),
                failures);
    }

    /** The kinds of which there is a scene. */
    private static Stream<Map.Entry<String, Scores>> known(Map<String, Scores> scores) {
        return scores.entrySet().stream().filter(kind -> kind.getValue().scenes() > 0);
    }

    private static void add(StudySubject subject, List<Variant> variants, Path file, Map<String, Scores> scores)
            throws IOException, InterruptedException {
        Image photograph = ImageFiles.read(file, subject.limits());
        String name = file.getFileName().toString();
        for (Map.Entry<String, TruthScenes> kind : kinds().entrySet()) {
            TruthScene scene = kind.getValue().scene(name, photograph, subject.seed());
            List<double[]> ofVariants = new ArrayList<>();
            for (Variant variant : variants) {
                Image fused = subject.fuser().fuse(scene.sources(), variant).image();
                ofVariants.add(MEASURES.of(fused, scene.sources(), Optional.of(scene.truth())));
            }
            scores.get(kind.getKey()).add(ofVariants);
        }
    }

    /** The scores of every variant on scenes of one kind. */
    private static final class Scores {
        private final List<Variant> variants;
        private final List<List<Sample>> samples;

        Scores(List<Variant> variants) {
            this.variants = variants;
            this.samples = variants.stream()
                    .map(variant ->
                            MEASURES.heads().stream().map(head -> new Sample()).toList())
                    .toList();
        }

        void add(List<double[]> ofVariants) {
            for (int v = 0; v < variants.size(); v++) {
                for (int i = 0; i < samples.get(v).size(); i++) {
                    samples.get(v).get(i).add(ofVariants.get(v)[i]);
                }
            }
        }

        int scenes() {
            return samples.get(0).get(PSNR).size();
        }

        private Sample gain(int variant) {
            return samples.get(variant).get(PSNR).minus(samples.get(0).get(PSNR));
        }

        StudyTable table(String kind) {
            List<String> heads = new ArrayList<>(List.of("variant"));
            heads.addAll(MEASURES.heads());
            heads.addAll(1 + 1, List.of("against the first", "± standard error", "better on"));
            List<List<StudyCell>> rows =
                    IntStream.range(0, variants.size()).mapToObj(this::row).toList();
            return new StudyTable(
                    kind + ": means over "
                            + StudyCell.count(scenes(), "photograph")
                            + ", PSNR in dB, profile canonical: colour is measured as gray",
                    heads,
                    1,
                    rows);
        }

        private List<StudyCell> row(int variant) {
            Sample gain = gain(variant);
            List<StudyCell> row = new ArrayList<>(List.of(
                    StudyCell.of(variants.get(variant).label()),
                    StudyCell.of(samples.get(variant).get(PSNR).mean(), 2),
                    StudyCell.of(gain.mean(), 2),
                    StudyCell.of(gain.standardError(), 2),
                    StudyCell.of(gain.positive(), 0)));
            samples.get(variant).stream().skip(1).forEach(sample -> row.add(StudyCell.of(sample.mean(), 4)));
            return List.copyOf(row);
        }

        String remark(String kind) {
            int best = IntStream.range(0, variants.size())
                    .boxed()
                    .max((a, b) -> Double.compare(
                            samples.get(a).get(PSNR).mean(),
                            samples.get(b).get(PSNR).mean()))
                    .orElseThrow();
            return kind + ": " + variants.get(best).label() + " comes closest, "
                    + StudyCell.of(gain(best).mean(), 2).text() + " dB from "
                    + variants.get(0).label() + ".";
        }
    }
}
