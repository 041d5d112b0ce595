package io.dynafuse.metrics;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;

/**
 * The features of one scene, each computed once. All of them are held by one soft reference: when memory is short they are released, with
 * the planes that others were computed from, and are computed again on demand. For one thread at a time.
 */
public final class Features {
    private SoftReference<Map<Feature<?>, Object>> kept = new SoftReference<>(new HashMap<>());

    /** The feature, computed unless it is still held. */
    public <T> T get(Feature<T> feature) {
        // The map must not be referenced while a feature is computed, or its memory could not be released.
        Object value = kept().get(feature);
        if (value == null) {
            value = feature.compute(this);
            kept().put(feature, value);
        }
        @SuppressWarnings("unchecked") // a feature is only ever kept with what it computed itself
        T typed = (T) value;
        return typed;
    }

    private Map<Feature<?>, Object> kept() {
        Map<Feature<?>, Object> map = kept.get();
        if (map == null) {
            map = new HashMap<>();
            kept = new SoftReference<>(map);
        }
        return map;
    }
}
