package io.dynafuse.evaluation.study;

import io.dynafuse.evaluation.corruption.Corruption;
import io.dynafuse.evaluation.corruption.MaskedBlocks;
import io.dynafuse.evaluation.corruption.Seeds;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.evaluation.dataset.SourceFile;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.Viridis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a source that gets worse loses its say (TTD, Fig. 6 and 7): one source of every scene is corrupted, in every severity, and the
 * mean of its weights is compared with that of the clean image. Fused images are measured against the clean sources.
 */
final class CorruptionStudy implements Study {
    private static final List<String> VARIANTS = List.of("component", "fused", "maximum", "self-fused");
    private static final StudyMeasures MEASURES = StudyMeasures.named("SSIM", "Qabf", "VIF", "SD", "AG");

    @Override
    public String id() {
        return "corruption";
    }

    @Override
    public String question() {
        return "does a source that is made worse lose its dominability (Fig. 6, 7), inside masks too?";
    }

    @Override
    public Set<StudyOption> options() {
        return Set.of(StudyOption.SOURCE, StudyOption.CORRUPTION, StudyOption.SEED);
    }

    @Override
    public void requireSense(StudySubject subject) throws IOException {
        requireDynamic(variants(subject));
        if (subject.source().isPresent()) {
            requireRole(subject.source().get(), StudyScenes.of(subject).scenes());
        }
    }

    private static List<Variant> variants(StudySubject subject) {
        // As the network's task has them, contrast included: what is asked is how they take a bad source.
        return subject.variants(VARIANTS, subject.fuser().defaultDominability());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        StudyScenes scenes = StudyScenes.of(subject);
        Run run = new Run(subject, variants(subject));
        scenes.forEach(run::add);
        return run.scenes == 0
                ? Findings.nothing(scenes.failures())
                : new Findings(run.tables(), run.remarks(), run.pictures(), scenes.failures());
    }

    private static void requireRole(String role, List<DatasetScene> scenes) {
        List<String> roles = scenes.stream()
                .flatMap(scene -> scene.sources().stream().map(SourceFile::role))
                .distinct()
                .toList();
        if (!roles.contains(role)) {
            throw new IllegalArgumentException("--source " + role + ": expected one of " + String.join(", ", roles));
        }
    }

    private static void requireDynamic(List<Variant> variants) {
        if (variants.stream().anyMatch(variant -> variant.dominability().isEmpty())) {
            throw new IllegalArgumentException(
                    "--variant static: has no weights to look at; expected dynamic variants");
        }
    }

    /** What is found out about one variant at one severity of one corruption. */
    private static final class Place {
        private final Sample corrupted = new Sample();
        private final Sample inside = new Sample();
        private final Sample outside = new Sample();
        private final List<Sample> scores =
                MEASURES.heads().stream().map(head -> new Sample()).toList();
    }

    /**
     * What one fusion adds to a place.
     *
     * @param inside the mean weight of the corrupted source inside its masks, NaN without masks
     * @param outside the same outside of them
     */
    private record Observation(Place place, double corrupted, double inside, double outside, double[] scores) {
        static Observation of(Place place, FusedImage fused, int source, Optional<boolean[]> masked, double[] scores) {
            float[] weights = fused.weightMaps().get(source).values();
            return new Observation(
                    place,
                    mean(weights, Optional.empty(), true),
                    masked.isPresent() ? mean(weights, masked, true) : Double.NaN,
                    masked.isPresent() ? mean(weights, masked, false) : Double.NaN,
                    scores);
        }

        private static double mean(float[] values, Optional<boolean[]> mask, boolean side) {
            return IntStream.range(0, values.length)
                    .filter(i -> mask.isEmpty() || mask.get()[i] == side)
                    .mapToDouble(i -> values[i])
                    .average()
                    .orElse(Double.NaN);
        }

        void keep() {
            place.corrupted.add(corrupted);
            place.inside.add(inside);
            place.outside.add(outside);
            IntStream.range(0, scores.length).forEach(i -> place.scores.get(i).add(scores[i]));
        }
    }

    private static final class Run {
        private final StudySubject subject;
        private final List<Variant> variants;
        private final List<Corruption> corruptions;
        private final Map<Corruption, List<Map<Variant, Place>>> places = new EnumMap<>(Corruption.class);
        private final Map<String, Image> pictures = new LinkedHashMap<>();
        private final List<String> roles = new ArrayList<>();
        private int scenes;

        Run(StudySubject subject, List<Variant> variants) {
            this.subject = subject;
            this.variants = variants;
            this.corruptions = subject.corruptions().isEmpty() ? List.of(Corruption.values()) : subject.corruptions();
            for (Corruption corruption : corruptions) {
                List<Map<Variant, Place>> severities = new ArrayList<>();
                for (int severity = 0; severity <= Corruption.HIGHEST_SEVERITY; severity++) {
                    Map<Variant, Place> ofVariants = new LinkedHashMap<>();
                    variants.forEach(variant -> ofVariants.put(variant, new Place()));
                    severities.add(ofVariants);
                }
                places.put(corruption, severities);
            }
        }

        void add(DatasetScene scene, List<Image> clean) throws InterruptedException {
            int source = source(scene);
            List<Observation> observations = new ArrayList<>();
            Map<String, Image> grids = new LinkedHashMap<>();
            long seed = Seeds.derive(subject.seed(), scene.name());
            for (Corruption corruption : corruptions) {
                PictureGrid grid = new PictureGrid();
                for (int severity = 0; severity <= Corruption.HIGHEST_SEVERITY; severity++) {
                    List<Image> images = new ArrayList<>(clean);
                    if (severity > 0) {
                        images.set(source, corruption.apply(clean.get(source), severity, seed));
                    }
                    List<Image> row = new ArrayList<>(List.of(images.get(source)));
                    for (Variant variant : variants) {
                        FusedImage fused = subject.fuser().fuse(images, variant);
                        observations.add(Observation.of(
                                places.get(corruption).get(severity).get(variant),
                                fused,
                                source,
                                masked(corruption, severity, clean.get(source), seed),
                                MEASURES.of(fused.image(), clean, Optional.empty())));
                        row.add(Viridis.colour(fused.weightMaps().get(source)));
                        row.add(fused.image());
                    }
                    grid.add(row);
                }
                if (scenes == 0) {
                    grids.put(word(corruption) + "-" + scene.name(), grid.picture());
                }
            }
            // A scene that fails half-way counts nowhere, so that all means are over the same scenes.
            observations.forEach(Observation::keep);
            pictures.putAll(grids);
            roles.add(scene.sources().get(source).role());
            scenes++;
        }

        private int source(DatasetScene scene) {
            return subject.source()
                    .map(role -> IntStream.range(0, scene.sources().size())
                            .filter(m -> scene.sources().get(m).role().equals(role))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("has no source " + role)))
                    .orElse(0);
        }

        private static Optional<boolean[]> masked(Corruption corruption, int severity, Image image, long seed) {
            return corruption == Corruption.MASK && severity > 0
                    ? Optional.of(MaskedBlocks.of(image.width(), image.height(), severity, seed)
                            .pixels())
                    : Optional.empty();
        }

        private String role() {
            List<String> names = roles.stream().distinct().toList();
            return names.size() == 1 ? names.get(0) : "first";
        }

        List<StudyTable> tables() {
            List<StudyTable> tables = new ArrayList<>();
            tables.add(dominabilityTable());
            if (corruptions.contains(Corruption.MASK)) {
                tables.add(maskTable());
            }
            tables.add(scoreTable());
            if (corruptions.contains(Corruption.CONTRAST) || corruptions.contains(Corruption.MASK)) {
                tables.add(figureTable());
            }
            return tables;
        }

        /** What TTD's Fig. 6 and 7 show in pictures, held against the numbers. */
        private StudyTable figureTable() {
            List<List<StudyCell>> rows = new ArrayList<>();
            for (Variant variant : variants) {
                if (corruptions.contains(Corruption.CONTRAST)) {
                    rows.add(claim("Fig. 7", "less contrast: the source's weight falls", variant, severity -> {
                        List<Map<Variant, Place>> contrast = places.get(Corruption.CONTRAST);
                        return contrast.get(severity)
                                        .get(variant)
                                        .corrupted
                                        .minus(contrast.get(severity - 1).get(variant).corrupted)
                                        .mean()
                                < 0;
                    }));
                }
                if (corruptions.contains(Corruption.MASK)) {
                    rows.add(claim("Fig. 6", "masked: its weight is lower inside than around", variant, severity -> {
                        Place place = places.get(Corruption.MASK).get(severity).get(variant);
                        return place.inside.minus(place.outside).mean() < 0;
                    }));
                }
            }
            return new StudyTable(
                    "What TTD shows in pictures, Fig. 7 of visible and Fig. 6 of infrared images, and at how many of "
                            + Corruption.HIGHEST_SEVERITY + " severities it is so of the source corrupted here ("
                            + role() + ")",
                    List.of("figure", "claim", "variant", "severities", "as published"),
                    3,
                    rows);
        }

        private static List<StudyCell> claim(String figure, String claim, Variant variant, IntPredicate holds) {
            long severities = IntStream.rangeClosed(1, Corruption.HIGHEST_SEVERITY)
                    .filter(holds)
                    .count();
            String verdict = severities == Corruption.HIGHEST_SEVERITY ? "yes" : severities == 0 ? "no" : "in part";
            return List.of(
                    StudyCell.of(figure),
                    StudyCell.of(claim),
                    StudyCell.of(variant.label()),
                    StudyCell.of(severities, 0),
                    StudyCell.of(verdict));
        }

        private StudyTable dominabilityTable() {
            List<String> heads = new ArrayList<>(List.of("corruption", "severity"));
            variants.forEach(variant -> heads.add(variant.label()));
            List<List<StudyCell>> rows = new ArrayList<>();
            forEachSeverity((names, ofVariants) -> {
                List<StudyCell> row = new ArrayList<>(names);
                ofVariants.values().forEach(place -> row.add(StudyCell.of(place.corrupted.mean(), 4)));
                rows.add(row);
            });
            return new StudyTable(
                    "Mean weight of the corrupted source (" + role() + ") over " + StudyCell.count(scenes, "scene")
                            + "; where weights sum to 1, the clean sources gain what it loses",
                    heads,
                    2,
                    rows);
        }

        private StudyTable maskTable() {
            List<String> heads = new ArrayList<>(List.of("masked", "variant", "inside", "outside", "difference"));
            List<List<StudyCell>> rows = new ArrayList<>();
            for (int severity = 1; severity <= Corruption.HIGHEST_SEVERITY; severity++) {
                for (Variant variant : variants) {
                    Place place = places.get(Corruption.MASK).get(severity).get(variant);
                    rows.add(List.of(
                            StudyCell.of(Corruption.MASK.words(severity)),
                            StudyCell.of(variant.label()),
                            StudyCell.of(place.inside.mean(), 4),
                            StudyCell.of(place.outside.mean(), 4),
                            StudyCell.of(place.inside.minus(place.outside).mean(), 4)));
                }
            }
            return new StudyTable("Mean weight of the masked source inside and outside its masks", heads, 2, rows);
        }

        private StudyTable scoreTable() {
            List<String> heads = new ArrayList<>(List.of("corruption", "severity", "variant"));
            heads.addAll(MEASURES.heads());
            List<List<StudyCell>> rows = new ArrayList<>();
            forEachSeverity((names, ofVariants) -> ofVariants.forEach((variant, place) -> {
                List<StudyCell> row = new ArrayList<>(names);
                row.add(StudyCell.of(variant.label()));
                place.scores.forEach(sample -> row.add(StudyCell.of(sample.mean(), 4)));
                rows.add(row);
            }));
            return new StudyTable("The fused image against the clean sources, profile canonical", heads, 3, rows);
        }

        private void forEachSeverity(BiConsumer<List<StudyCell>, Map<Variant, Place>> work) {
            places.forEach((corruption, severities) -> {
                for (int severity = 0; severity < severities.size(); severity++) {
                    List<StudyCell> names = List.of(
                            StudyCell.of(word(corruption)),
                            StudyCell.of(severity == 0 ? "0, clean" : severity + ", " + corruption.words(severity)));
                    work.accept(names, severities.get(severity));
                }
            });
        }

        List<String> remarks() {
            List<String> remarks = new ArrayList<>();
            for (Corruption corruption : corruptions) {
                remarks.add(word(corruption) + ": "
                        + variants.stream()
                                .map(variant -> variant.label() + " " + course(corruption, variant))
                                .collect(Collectors.joining("; "))
                        + ".");
            }
            return remarks;
        }

        /** How the mean weight of the corrupted source goes with severity. */
        private String course(Corruption corruption, Variant variant) {
            double[] means = places.get(corruption).stream()
                    .mapToDouble(severity -> severity.get(variant).corrupted.mean())
                    .toArray();
            int falls = 0;
            int rises = 0;
            for (int i = 1; i < means.length; i++) {
                falls += means[i] < means[i - 1] ? 1 : 0;
                rises += means[i] > means[i - 1] ? 1 : 0;
            }
            String from = String.format(Locale.ROOT, " (%.4f to %.4f)", means[0], means[means.length - 1]);
            if (falls + rises == 0) {
                return "stays the same" + from;
            }
            return falls == means.length - 1
                    ? "falls at every severity" + from
                    : rises == means.length - 1
                            ? "rises at every severity" + from
                            : "falls at " + falls + " of " + (means.length - 1) + " severities only" + from;
        }

        Map<String, Image> pictures() {
            return pictures;
        }

        private static String word(Corruption corruption) {
            return corruption.name().toLowerCase(Locale.ROOT);
        }
    }
}
