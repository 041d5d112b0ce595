package io.dynafuse.metrics;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;

/**
 * The features of one scene, each computed once. They are held softly: where memory runs short they go, and are computed again
 * when asked for. For one thread at a time.
 */
public final class Features {
    private final Map<Feature<?>, SoftReference<Object>> kept = new HashMap<>();

    /** The feature, computed unless it is still there. */
    public <T> T get(Feature<T> feature) {
        SoftReference<Object> reference = kept.get(feature);
        Object value = reference == null ? null : reference.get();
        if (value == null) {
            value = feature.compute(this);
            kept.put(feature, new SoftReference<>(value));
        }
        @SuppressWarnings("unchecked") // a feature is only ever kept with what it computed itself
        T typed = (T) value;
        return typed;
    }
}
