package io.dynafuse.study;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.evaluation.report.StudyCell;
import io.dynafuse.evaluation.report.StudyTable;
import io.dynafuse.fusion.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a corruption study found, in tables and sentences.
 *
 * @param places for each corruption, from severity 0, what became of each variant
 * @param role what the corrupted source is called
 * @param scenes how many were looked at, one or more
 */
record CorruptionFindings(
        List<Variant> variants,
        Map<Corruption, List<Map<Variant, CorruptionRun.Place>>> places,
        String role,
        int scenes) {
    List<StudyTable> tables() {
        List<StudyTable> tables = new ArrayList<>();
        tables.add(dominabilityTable());
        if (places.containsKey(Corruption.MASK)) {
            tables.add(maskTable());
        }
        tables.add(scoreTable());
        if (places.containsKey(Corruption.CONTRAST) || places.containsKey(Corruption.MASK)) {
            tables.add(figureTable());
        }
        return tables;
    }

    /** What TTD's Fig. 6 and 7 show in pictures, held against the numbers. */
    private StudyTable figureTable() {
        List<List<StudyCell>> rows = new ArrayList<>();
        for (Variant variant : variants) {
            if (places.containsKey(Corruption.CONTRAST)) {
                rows.add(claim("Fig. 7", "less contrast: the source's weight falls", variant, severity -> {
                    List<Map<Variant, CorruptionRun.Place>> contrast = places.get(Corruption.CONTRAST);
                    return contrast.get(severity)
                                    .get(variant)
                                    .corrupted
                                    .minus(contrast.get(severity - 1).get(variant).corrupted)
                                    .mean()
                            < 0;
                }));
            }
            if (places.containsKey(Corruption.MASK)) {
                rows.add(claim("Fig. 6", "masked: its weight is lower inside than around", variant, severity -> {
                    CorruptionRun.Place place =
                            places.get(Corruption.MASK).get(severity).get(variant);
                    return place.inside.minus(place.outside).mean() < 0;
                }));
            }
        }
        return new StudyTable(
                "What TTD shows in pictures, Fig. 7 of visible and Fig. 6 of infrared images, and at how many of "
                        + Corruption.HIGHEST_SEVERITY + " severities it is so of the source corrupted here ("
                        + role + ")",
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
                "Mean weight of the corrupted source (" + role + ") over " + StudyCell.count(scenes, "scene")
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
                CorruptionRun.Place place =
                        places.get(Corruption.MASK).get(severity).get(variant);
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
        heads.addAll(CorruptionRun.MEASURES.heads());
        List<List<StudyCell>> rows = new ArrayList<>();
        forEachSeverity((names, ofVariants) -> ofVariants.forEach((variant, place) -> {
            List<StudyCell> row = new ArrayList<>(names);
            row.add(StudyCell.of(variant.label()));
            place.scores.forEach(sample -> row.add(StudyCell.of(sample.mean(), 4)));
            rows.add(row);
        }));
        return new StudyTable("The fused image against the clean sources, profile canonical", heads, 3, rows);
    }

    private void forEachSeverity(BiConsumer<List<StudyCell>, Map<Variant, CorruptionRun.Place>> work) {
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
        for (Corruption corruption : places.keySet()) {
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

    static String word(Corruption corruption) {
        return corruption.name().toLowerCase(Locale.ROOT);
    }
}
