package io.dynafuse.metrics;

/**
 * Something computed from planes that more than one metric needs, such as a histogram or a gradient. Implementations are records of their
 * inputs: equal features are computed once.
 *
 * @param <T> the result, which callers must not change
 */
public interface Feature<T> {
    /** Computes it; other features may be taken from {@code features}. */
    T compute(Features features);
}
