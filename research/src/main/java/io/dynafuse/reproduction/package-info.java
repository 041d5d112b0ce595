/**
 * The published tables of three papers, and the experiments that make them again: fuse a dataset as the paper did, measure it as
 * the paper did, and hold every number against the printed one. Knows fusion, datasets, corruptions, studies, metrics and files; the command only
 * parses its options and prints what is found here.
 *
 * <p>{@link io.dynafuse.reproduction.Experiments} lists what can be run; an {@link
 * io.dynafuse.reproduction.Experiment} run on a dataset gives a {@link io.dynafuse.reproduction.Reproduction}, which
 * {@link io.dynafuse.reproduction.ReproductionReport} writes. The printed numbers are in {@link
 * io.dynafuse.reproduction.PublishedTables}.
 */
package io.dynafuse.reproduction;
