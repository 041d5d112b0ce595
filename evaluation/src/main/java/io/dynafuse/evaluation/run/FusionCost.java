package io.dynafuse.evaluation.run;

/**
 * What one fusion takes where nothing else is at work.
 *
 * @param milliseconds the median over some scenes, of which each was fused once before
 * @param megabytes the most that the process held during these fusions, above what it held before
 */
public record FusionCost(double milliseconds, double megabytes) {}
