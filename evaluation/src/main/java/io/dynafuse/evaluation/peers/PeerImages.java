package io.dynafuse.evaluation.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images that methods made.
 *
 * @param made here, by method, then by the label of the scene
 * @param published by others, in the same way
 * @param failures a line each
 */
public record PeerImages(
        Map<String, Map<String, Path>> made, Map<String, Map<String, Path>> published, List<String> failures) {
    public PeerImages {
        made = copy(made);
        published = copy(published);
        failures = List.copyOf(failures);
    }

    /** None. */
    public static PeerImages none() {
        return new PeerImages(Map.of(), Map.of(), List.of());
    }

    /** These and others. */
    public PeerImages and(PeerImages others) {
        List<String> lines = new ArrayList<>(failures);
        lines.addAll(others.failures);
        return new PeerImages(merged(made, others.made), merged(published, others.published), lines);
    }

    private static Map<String, Map<String, Path>> merged(
            Map<String, Map<String, Path>> first, Map<String, Map<String, Path>> second) {
        Map<String, Map<String, Path>> merged = new LinkedHashMap<>();
        List.of(first, second)
                .forEach(images ->
                        images.forEach((method, files) -> merged.computeIfAbsent(method, key -> new LinkedHashMap<>())
                                .putAll(files)));
        return merged;
    }

    private static Map<String, Map<String, Path>> copy(Map<String, Map<String, Path>> images) {
        Map<String, Map<String, Path>> copy = new LinkedHashMap<>();
        // In the order of the methods, which is that of the rows.
        images.forEach((method, files) -> copy.put(method, Collections.unmodifiableMap(new LinkedHashMap<>(files))));
        return Collections.unmodifiableMap(copy);
    }
}
