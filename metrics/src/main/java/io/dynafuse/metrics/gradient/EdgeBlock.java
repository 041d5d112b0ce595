package io.dynafuse.metrics.gradient;

/**
 * A copy of some edges that lie one after the other. Computing block by block keeps intermediate results in the first-level cache, and
 * loops whose arrays all begin at the same index are vectorised.
 */
final class EdgeBlock {
    /** Edges in a block; the last one may have fewer. */
    static final int SIZE = 512;

    final double[] strength = new double[SIZE];
    final double[] orientation = new double[SIZE];

    void read(Edges edges, int start, int count) {
        System.arraycopy(edges.strength(), start, strength, 0, count);
        System.arraycopy(edges.orientation(), start, orientation, 0, count);
    }
}
