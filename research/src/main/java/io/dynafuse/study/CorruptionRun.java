package io.dynafuse.study;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.corruption.MaskedBlocks;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.Viridis;
import io.dynafuse.random.Seeds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A corruption study while it goes from scene to scene: what became of every variant at every severity, and the pictures. */
final class CorruptionRun {
    static final StudyMeasures MEASURES = StudyMeasures.named("SSIM", "Qabf", "VIF", "SD", "AG");

    /** What is found out about one variant at one severity of one corruption. */
    static final class Place {
        final Sample corrupted = new Sample();
        final Sample inside = new Sample();
        final Sample outside = new Sample();
        final StudyMeasures.Samples scores = MEASURES.samples();
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
            place.scores.add(scores);
        }
    }

    private final StudySubject subject;
    private final List<Variant> variants;
    private final List<Corruption> corruptions;
    private final Map<Corruption, List<Map<Variant, Place>>> places = new EnumMap<>(Corruption.class);
    private final Map<String, Image> pictures = new LinkedHashMap<>();
    private final List<String> roles = new ArrayList<>();
    private int scenes;

    CorruptionRun(StudySubject subject, List<Variant> variants) {
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
                grids.put(CorruptionFindings.word(corruption) + "-" + scene.name(), grid.picture());
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

    /** What came of all scenes; nothing is claimed of none. */
    Findings findings(List<String> failures) {
        if (scenes == 0) {
            return Findings.nothing(failures);
        }
        CorruptionFindings findings = new CorruptionFindings(variants, places, role(), scenes);
        return new Findings(findings.tables(), findings.remarks(), pictures, failures);
    }

    private String role() {
        List<String> names = roles.stream().distinct().toList();
        return names.size() == 1 ? names.get(0) : "first";
    }
}
