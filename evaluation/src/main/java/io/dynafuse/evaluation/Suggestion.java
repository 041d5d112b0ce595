package io.dynafuse.evaluation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** The nearest of the names in either case; nothing if none shares as much as half of its letters. */
    static Optional<String> of(String mistyped, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(mistyped, name)))
                .filter(name -> 2 * distance(mistyped, name) <= name.length());
    }

    private static int distance(String mistyped, String name) {
        String typed = mistyped.toLowerCase(Locale.ROOT);
        String known = name.toLowerCase(Locale.ROOT);
        // Leaving off the end of a name is one mistake, not as many as there are letters.
        return !typed.isEmpty() && known.startsWith(typed)
                ? 1
                : LevenshteinDistance.getDefaultInstance().apply(typed, known);
    }
}
