package io.dynafuse.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers and lists in sentences. */
public final class Words {
    private static final int MOST_NAMES = 5;
    private static final int MOST_LINES = 5;

    private Words() {}

    /** A number of things, such as {@code 1 scene} and {@code 2 scenes}. */
    public static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** The first names of a list that may be long, such as {@code a, b, c and 4 more}. */
    public static String some(List<String> names) {
        int left = names.size() - MOST_NAMES;
        return left <= 0
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + left + " more";
    }

    /**
     * Lines that name a file and say something of it, of those that say the same only the first, with the number of other files: {@code
     * a.tif: holds a mask (and 3 more)}. Other lines stand once.
     */
    public static List<String> oncePerText(List<String> lines) {
        Map<String, Set<String>> byText = new LinkedHashMap<>();
        for (String line : lines) {
            int text = Math.max(line.indexOf(": "), 0);
            byText.computeIfAbsent(line.substring(text), same -> new LinkedHashSet<>())
                    .add(line);
        }
        return byText.values().stream()
                .map(same -> same.iterator().next() + (same.size() == 1 ? "" : " (and " + (same.size() - 1) + " more)"))
                .toList();
    }

    /** The first of many lines of one kind, and how many there are besides. */
    public static List<String> shortened(List<String> lines) {
        return shortened(lines, MOST_LINES);
    }

    /** The first {@code most} of many lines, and how many there are besides. */
    public static List<String> shortened(List<String> lines, int most) {
        if (lines.size() <= most) {
            return List.copyOf(lines);
        }
        List<String> first = new ArrayList<>(lines.subList(0, most));
        first.add("and " + (lines.size() - most) + " more");
        return first;
    }
}
