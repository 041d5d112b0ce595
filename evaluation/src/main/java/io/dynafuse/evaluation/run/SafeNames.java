package io.dynafuse.evaluation.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names of files that every system takes, from texts of any kind. */
public final class SafeNames {
    private SafeNames() {}

    /** The text with a hyphen for whatever is neither letter, digit nor one of {@code . = + _ -}. */
    static String of(String text, int longest) {
        String safe = text.replaceAll("[^\\p{L}\\p{N}.=+_-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        String cut = safe.length() <= longest ? safe : safe.substring(0, longest);
        return cut.isEmpty() ? "_" : cut;
    }

    /** The name, with a number if it is taken, whatever the case of its letters. */
    static String free(String name, Collection<String> taken) {
        String candidate = name;
        for (int number = 2; taken.stream().anyMatch(candidate::equalsIgnoreCase); number++) {
            candidate = name + "-" + number;
        }
        return candidate;
    }

    /**
     * A name for each text, no two alike, whatever the case of their letters.
     *
     * @param longest how many characters to keep of a text
     */
    public static List<String> of(List<String> texts, int longest) {
        List<String> names = new ArrayList<>();
        texts.forEach(text -> names.add(free(of(text, longest), names)));
        return names;
    }
}
