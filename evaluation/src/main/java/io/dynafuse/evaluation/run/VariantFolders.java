package io.dynafuse.evaluation.run;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.fusion.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The folders of all variants that a run has ever had.
 *
 * @param known in the order in which they came
 */
record VariantFolders(List<Entry> known) {
    private static final int LONGEST = 80;

    VariantFolders {
        known = List.copyOf(known);
    }

    /**
     * A variant that has a folder.
     *
     * @param label what it was called when it came
     */
    record Entry(String label, String meaning, String folder) {}

    /** Why a variant cannot be one of this run: its label has another meaning there. */
    Optional<String> conflict(Variant variant) {
        return known.stream()
                .filter(entry -> entry.label().equalsIgnoreCase(variant.label()))
                .filter(entry -> !entry.meaning().equals(Placed.meaning(variant)))
                .map(entry -> "variant " + variant.label() + ": " + entry.meaning() + " there, "
                        + Placed.meaning(variant) + " here")
                .findFirst();
    }

    /** With folders for these variants too; those of a meaning that is known keep theirs, whatever they are called. */
    VariantFolders with(List<Variant> variants) {
        List<Entry> entries = new ArrayList<>(known);
        for (Variant variant : variants) {
            String meaning = Placed.meaning(variant);
            if (find(entries, meaning).isEmpty()) {
                entries.add(new Entry(variant.label(), meaning, free(variant.label(), entries)));
            }
        }
        return new VariantFolders(entries);
    }

    Placed place(Variant variant) {
        return new Placed(
                variant, find(known, Placed.meaning(variant)).orElseThrow().folder());
    }

    private static Optional<Entry> find(List<Entry> entries, String meaning) {
        return entries.stream().filter(entry -> entry.meaning().equals(meaning)).findFirst();
    }

    private static String free(String label, List<Entry> entries) {
        String name = SafeNames.of(label.toLowerCase(Locale.ROOT), LONGEST);
        return SafeNames.free(name, entries.stream().map(Entry::folder).toList());
    }

    /**
     * A variant and the name of its folders.
     *
     * @param folder the same for every run into one folder
     */
    record Placed(Variant variant, String folder) {
        String label() {
            return variant.label();
        }

        String meaning() {
            return meaning(variant);
        }

        /** All parts of the dominability, or {@code static}. */
        static String meaning(Variant variant) {
            return variant.dominability().map(Dominability::toString).orElse(Variant.STATIC.label());
        }
    }
}
