package io.dynafuse.weights;

import java.util.Collections;
import java.util.Map;

/**
 * What a reader found in a file.
 *
 * @param tensors by name, in file order
 * @param metadata free text about the whole file
 */
record Contents(Map<String, LocatedTensor> tensors, Map<String, String> metadata) {
    Contents {
        tensors = Collections.unmodifiableMap(tensors);
        metadata = Collections.unmodifiableMap(metadata);
    }
}
