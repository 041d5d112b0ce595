package io.dynafuse.image;

import io.dynafuse.files.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names, in a single note, what a file holds besides its picture and what is not carried along. */
final class UnusedParts {
    private static final int MOST = 6;

    private final Set<String> names = new LinkedHashSet<>();
    private boolean more;

    /** @param name such as "comment", as it follows the word "its" */
    void add(String name) {
        if (names.size() < MOST) {
            names.add(OneLine.brief(name));
        } else {
            more |= !names.contains(name);
        }
    }

    /** At most one note. */
    List<String> notes() {
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>(names);
        String last = more ? "more" : parts.remove(parts.size() - 1);
        return List.of("its " + (parts.isEmpty() ? last : String.join(", ", parts) + " and " + last)
                + " will not be carried along");
    }
}
