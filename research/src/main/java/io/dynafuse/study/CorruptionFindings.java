package io.dynafuse.study;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
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
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
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
    private Table figureTable() {
        Table.Builder table = Table.of(
                "What TTD shows in pictures, Fig. 7 of visible and Fig. 6 of infrared images, and at how many of "
                        + Corruption.HIGHEST_SEVERITY + " severities it is so of the source corrupted here ("
                        + role + ")",
                3,
                List.of("figure", "claim", "variant", "severities", "as published"));
        for (Variant variant : variants) {
            if (places.containsKey(Corruption.CONTRAST)) {
                claim(table, "Fig. 7", "less contrast: the source's weight falls", variant, severity -> {
                    List<Map<Variant, CorruptionRun.Place>> contrast = places.get(Corruption.CONTRAST);
                    return contrast.get(severity)
                                    .get(variant)
                                    .corrupted
                                    .minus(contrast.get(severity - 1).get(variant).corrupted)
                                    .mean()
                            < 0;
                });
            }
            if (places.containsKey(Corruption.MASK)) {
                claim(table, "Fig. 6", "masked: its weight is lower inside than around", variant, severity -> {
                    CorruptionRun.Place place =
                            places.get(Corruption.MASK).get(severity).get(variant);
                    return place.inside.minus(place.outside).mean() < 0;
                });
            }
        }
        return table.build();
    }

    private static void claim(Table.Builder table, String figure, String claim, Variant variant, IntPredicate holds) {
        long severities = IntStream.rangeClosed(1, Corruption.HIGHEST_SEVERITY)
                .filter(holds)
                .count();
        String verdict = severities == Corruption.HIGHEST_SEVERITY ? "yes" : severities == 0 ? "no" : "in part";
        table.row(figure, claim, variant.label(), Cell.of(severities, 0), verdict);
    }

    private Table dominabilityTable() {
        Table.Builder table = Table.of(
                "Mean weight of the corrupted source (" + role + ") over " + Words.counted(scenes, "scene")
                        + "; where weights sum to 1, the clean sources gain what it loses",
                2,
                "corruption",
                "severity",
                variants.stream().map(Variant::label).toList());
        forEachSeverity((names, ofVariants) -> table.row(
                names,
                ofVariants.values().stream()
                        .map(place -> Cell.of(place.corrupted.mean(), 4))
                        .toList()));
        return table.build();
    }

    private Table maskTable() {
        Table.Builder table = Table.of(
                "Mean weight of the masked source inside and outside its masks",
                2,
                List.of("masked", "variant", "inside", "outside", "difference"));
        for (int severity = 1; severity <= Corruption.HIGHEST_SEVERITY; severity++) {
            for (Variant variant : variants) {
                CorruptionRun.Place place =
                        places.get(Corruption.MASK).get(severity).get(variant);
                table.row(
                        Corruption.MASK.words(severity),
                        variant.label(),
                        Cell.of(place.inside.mean(), 4),
                        Cell.of(place.outside.mean(), 4),
                        Cell.of(place.inside.minus(place.outside).mean(), 4));
            }
        }
        return table.build();
    }

    private Table scoreTable() {
        Table.Builder table = Table.of(
                "The fused image against the clean sources, profile canonical",
                3,
                List.of("corruption", "severity", "variant"),
                CorruptionRun.MEASURES.heads());
        forEachSeverity((names, ofVariants) ->
                ofVariants.forEach((variant, place) -> table.row(names, variant.label(), place.scores.means())));
        return table.build();
    }

    private void forEachSeverity(BiConsumer<List<String>, Map<Variant, CorruptionRun.Place>> work) {
        places.forEach((corruption, severities) -> {
            for (int severity = 0; severity < severities.size(); severity++) {
                List<String> names = List.of(
                        word(corruption), severity == 0 ? "0, clean" : severity + ", " + corruption.words(severity));
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
        return new Trend(places.get(corruption).stream()
                        .mapToDouble(severity -> severity.get(variant).corrupted.mean())
                        .toArray())
                .words("severity", "severities");
    }

    static String word(Corruption corruption) {
        return corruption.name().toLowerCase(Locale.ROOT);
    }
}
