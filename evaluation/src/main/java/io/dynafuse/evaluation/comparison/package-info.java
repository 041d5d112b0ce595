/**
 * Weights beside other weights: the means of what they made of the same scenes, each as a share of the baseline's, and their pictures side
 * by side. May use datasets, and the tables and pictures of
 * studies. Start with {@link io.dynafuse.evaluation.comparison.CheckpointComparison}.
 */
package io.dynafuse.evaluation.comparison;
