package io.dynafuse.study;

import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What noise on the network's parameters does to static and dynamic fusion (TTD, Table 8). One draw of noise can do much or little, so
 * several are averaged.
 */
final class ParameterNoiseStudy implements Study {
    private static final List<String> VARIANTS = List.of("static", "fused", "maximum", "component");
    private static final int LEVELS = 5;
    private static final int DRAWS = 3;
    private static final StudyMeasures MEASURES = StudyMeasures.named("EN", "SD", "AG", "SF", "SSIM", "SCD", "Qabf");

    @Override
    public String id() {
        return "parameter-noise";
    }

    @Override
    public String question() {
        return "does dynamic fusion help a network whose parameters are noisy (Table 8)?";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of(Study.Option.SEED);
    }

    @Override
    public void requireSense(StudySubject subject) {
        variants(subject);
    }

    private static List<Variant> variants(StudySubject subject) {
        // As the network's task has them, contrast included: what is asked is what noise does to them.
        return subject.variants(VARIANTS, subject.fuser().defaultDominability());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        List<Variant> variants = variants(subject);
        Map<Integer, Map<Variant, Scores>> levels = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        for (int tenths = 0; tenths <= LEVELS; tenths++) {
            Map<Variant, Scores> scores = new LinkedHashMap<>();
            variants.forEach(variant -> scores.put(variant, new Scores()));
            levels.put(tenths, scores);
            for (long seed : seeds(subject, tenths)) {
                failures.addAll(add(subject, ParameterNoise.of(tenths / 10.0, seed), scores));
            }
            subject.progress().advanced(tenths + 1, LEVELS + 1);
        }
        return new Findings(
                List.of(table(levels)),
                remarks(levels),
                Map.of(),
                failures.stream().distinct().toList());
    }

    private static long[] seeds(StudySubject subject, int tenths) {
        // Without noise all draws are one.
        return LongStream.range(0, tenths == 0 ? 1 : DRAWS)
                .map(draw -> subject.seed() + draw)
                .toArray();
    }

    private static List<String> add(StudySubject subject, ParameterNoise noise, Map<Variant, Scores> scores)
            throws IOException, InterruptedException {
        try (Fuser fuser =
                Fuser.with(subject.noisyNetworks().load(noise)).keepWeightMaps().open()) {
            StudyScenes scenes = StudyScenes.of(subject.quietly());
            scenes.forEach((scene, images) -> {
                for (Map.Entry<Variant, Scores> variant : scores.entrySet()) {
                    variant.getValue().add(fuser.fuse(images, variant.getKey()), scene, images);
                }
            });
            return scenes.failures();
        }
    }

    /** What becomes of one variant at one level. */
    private static final class Scores {
        private final StudyMeasures.Samples measures = MEASURES.samples();
        private final Sample weight = new Sample();

        void add(FusedImage fused, DatasetScene scene, List<Image> sources) {
            measures.add(MEASURES.of(fused.image(), sources, Optional.empty()));
            weight.add(
                    fused.weightMaps().isEmpty()
                            ? 1.0 / scene.sources().size()
                            : mean(fused.weightMaps().get(0).values()));
        }

        private static double mean(float[] values) {
            return VariantTerms.sum(values) / values.length;
        }
    }

    private static Table table(Map<Integer, Map<Variant, Scores>> levels) {
        Table.Builder table = Table.of(
                "Gaussian noise of level times each parameter tensor's standard deviation: means over the images and "
                        + DRAWS + " draws, profile canonical",
                2,
                List.of("level", "variant", "first source's mean weight"),
                MEASURES.heads());
        levels.forEach((tenths, variants) -> variants.forEach((variant, scores) ->
                table.row(tenths / 10.0, variant.label(), Cell.of(scores.weight.mean(), 4), scores.measures.means())));
        return table.build();
    }

    private static List<String> remarks(Map<Integer, Map<Variant, Scores>> levels) {
        return levels.get(0).keySet().stream()
                .filter(variant -> variant.dominability().isPresent())
                .map(variant -> variant.label() + " against the first variant, measures that are better at each level: "
                        + String.join(
                                ", ",
                                levels.entrySet().stream()
                                        .map(level -> level.getKey() / 10.0 + ": " + better(level.getValue(), variant)
                                                + " of " + MEASURES.heads().size())
                                        .toList())
                        + ".")
                .toList();
    }

    private static long better(Map<Variant, Scores> scores, Variant variant) {
        Scores first = scores.values().iterator().next();
        StudyMeasures.Samples own = scores.get(variant).measures;
        // All of these measures are the better the higher.
        return IntStream.range(0, MEASURES.measures().size())
                .filter(i -> own.get(i).mean() > first.measures.get(i).mean())
                .count();
    }
}
