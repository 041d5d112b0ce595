package io.dynafuse.metrics;

/**
 * Something computed from planes that more than one metric needs, such as a histogram or a gradient. To be written as a record
 * of what it is computed from: equal features are computed once.
 *
 * @param <T> what is computed; not to be changed by those who get it
 */
public interface Feature<T> {
    /** Computes it; other features may be taken from {@code features}. */
    T compute(Features features);
}
