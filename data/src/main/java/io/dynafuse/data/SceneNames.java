package io.dynafuse.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes names of scenes that can be names of files on every system. */
final class SceneNames {
    static final String EXPECTED = "a name that can be a file's: at most 200 characters, none of / \\ : * ? \" < > |,"
            + " no dot or blank in front and none at the end";

    private static final int LONGEST = 200;
    private static final Pattern UNSAFE = Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}]|^[. ]|[. ]$");

    private SceneNames() {}

    static boolean isSafe(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !UNSAFE.matcher(name).find();
    }

    /** The name with an underscore for each character that not every system takes. */
    private static String safe(String name) {
        String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        String safe = UNSAFE.matcher(cut).replaceAll("_");
        return safe.isEmpty() ? "_" : safe;
    }

    /**
     * Scenes in natural order under names that differ by more than case, as some file systems know no other difference.
     *
     * @param notes takes a line for every name that had to change
     */
    static List<DatasetScene> named(List<FoundScene> found, List<String> notes) {
        Set<String> taken = new HashSet<>();
        List<DatasetScene> scenes = new ArrayList<>();
        found.stream()
                .sorted((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()))
                .forEach(scene -> {
                    String name = free(safe(scene.name()), taken);
                    if (!name.equals(scene.name())) {
                        notes.add(scene.name() + ": is called " + name
                                + ", as not every file system can hold both its name and the others");
                    }
                    scenes.add(new DatasetScene(name, scene.sources(), scene.truth()));
                });
        return scenes;
    }

    private static String free(String name, Set<String> taken) {
        String candidate = name;
        for (int number = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); number++) {
            candidate = name.substring(0, Math.min(name.length(), LONGEST - 8)) + "-" + number;
        }
        return candidate;
    }
}
