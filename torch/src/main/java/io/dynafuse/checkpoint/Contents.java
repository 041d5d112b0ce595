package io.dynafuse.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The contents that a reader found in a file.
 *
 * @param tensors by name, in file order
 * @param dropped the prefixes that were dropped from their names
 * @param metadata free text about the whole file
 */
record Contents(Map<String, LocatedTensor> tensors, Set<String> dropped, Map<String, String> metadata) {
    Contents {
        tensors = Collections.unmodifiableMap(tensors);
        dropped = Collections.unmodifiableSet(dropped);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /** Only the tensors whose names have this prefix, without it. */
    Contents below(String prefix) {
        Map<String, LocatedTensor> below = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), tensor);
            }
        });
        return new Contents(below, dropped, metadata);
    }
}
