package io.dynafuse.files;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
public final class Suggestion {
    private static final int FAR = Integer.MAX_VALUE;
    private static final int MOST = 5;

    private Suggestion() {}

    /**
     * The nearest of the names in either case, all of them if a few are equally near; none if none shares as much as half of its
     * letters, or too many do.
     *
     * @param spellings by name, what else may be typed for it; the name itself included
     */
    public static List<String> of(String mistyped, Map<String, List<String>> spellings) {
        int nearest = spellings.values().stream()
                .mapToInt(known -> distance(mistyped, known))
                .min()
                .orElse(FAR);
        List<String> near = nearest == FAR
                ? List.of()
                : spellings.entrySet().stream()
                        .filter(name -> distance(mistyped, name.getValue()) == nearest)
                        .map(Map.Entry::getKey)
                        .toList();
        return near.size() > MOST ? List.of() : near;
    }

    /** Asks for the nearest names, in words that go on after what is wrong; nothing if none is near. */
    public static Optional<String> question(String mistyped, Map<String, List<String>> spellings) {
        List<String> near = of(mistyped, spellings);
        int last = near.size() - 1;
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of("; did you mean "
                        + (last == 0 ? "" : String.join(", ", near.subList(0, last)) + " or ")
                        + near.get(last) + "?");
    }

    private static int distance(String mistyped, Collection<String> spellings) {
        return spellings.stream()
                .mapToInt(known -> distance(mistyped, known))
                .min()
                .orElse(FAR);
    }

    private static int distance(String mistyped, String name) {
        String typed = mistyped.toLowerCase(Locale.ROOT);
        String known = name.toLowerCase(Locale.ROOT);
        // Leaving off the end of a name is less than one mistake, not as many as there are letters.
        if (!typed.isEmpty() && known.startsWith(typed)) {
            return typed.equals(known) ? 0 : 1;
        }
        // What is far longer cannot be near, and would take long to compare.
        if (2 * (typed.length() - known.length()) > known.length()) {
            return FAR;
        }
        LevenshteinDistance letters = LevenshteinDistance.getDefaultInstance();
        // Two letters exchanged are one mistake too.
        int mistakes = IntStream.range(0, typed.length() - 1)
                .map(i -> 1 + letters.apply(exchanged(typed, i), known))
                .reduce(letters.apply(typed, known), Math::min);
        return 2 * mistakes <= known.length() ? 1 + mistakes : FAR;
    }

    private static String exchanged(String text, int index) {
        return text.substring(0, index) + text.charAt(index + 1) + text.charAt(index) + text.substring(index + 2);
    }
}
