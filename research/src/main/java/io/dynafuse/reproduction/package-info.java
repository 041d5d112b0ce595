/**
 * The published tables of three papers, and the experiments that reproduce them: they fuse a dataset as the paper did, measure it as
 * the paper did, and compare every number with the printed one. May use every package but {@code cli}; the command only
 * parses its options and prints what is found here.
 *
 * <p>Start with {@link io.dynafuse.reproduction.Experiments}, which lists what can be run; an {@link
 * io.dynafuse.reproduction.Experiment} run on a dataset gives a {@link io.dynafuse.reproduction.Reproduction}, which
 * {@link io.dynafuse.reproduction.ReproductionReport} writes. The printed numbers are in {@link
 * io.dynafuse.reproduction.PublishedTables}.
 */
package io.dynafuse.reproduction;
