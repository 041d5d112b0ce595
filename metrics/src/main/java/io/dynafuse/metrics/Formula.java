package io.dynafuse.metrics;

/** Computes a score from planes. */
@FunctionalInterface
public interface Formula {
    /** The score of the scene; undefined, with a reason, where the formula has no value. */
    Score of(GrayScene scene);
}
