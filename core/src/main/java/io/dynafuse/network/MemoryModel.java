package io.dynafuse.network;

/**
 * How the memory of a network grows.
 *
 * @param parameters how many numbers its parameters are
 * @param featureChannels the channels of one source's features, at the size of the image
 * @param workingChannels the most channels that are alive at once besides the features of all sources
 */
public record MemoryModel(long parameters, int featureChannels, int workingChannels) {}
