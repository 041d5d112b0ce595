package io.dynafuse.metrics;

/** Computes a score from planes. */
@FunctionalInterface
public interface Formula {
    /** The score of the scene; undefined, with a reason, if the formula has no value. */
    Score of(GrayScene scene);
}
