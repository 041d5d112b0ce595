package io.dynafuse.evaluation.report;

/**
 * One thing to know about an evaluation, for instance the dataset, the network, or the checksum of its weights.
 *
 * @param name what it is, in a word or two
 * @param value of any length
 */
public record Fact(String name, String value) {}
