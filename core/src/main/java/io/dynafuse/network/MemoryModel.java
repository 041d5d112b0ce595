package io.dynafuse.network;

/**
 * How the memory that a network needs grows.
 *
 * @param parameters the number of its parameters
 * @param featureChannels the channels of one source's features, at the size of the image
 * @param workingChannels the greatest number of channels held at once besides the features of all sources
 * @param streamedChannels the channels of one source's features that are held only where derivatives by them are wanted, and else made strip by strip
 */
public record MemoryModel(long parameters, int featureChannels, int workingChannels, int streamedChannels) {
    /** Of a network that holds all features. */
    public MemoryModel(long parameters, int featureChannels, int workingChannels) {
        this(parameters, featureChannels, workingChannels, 0);
    }
}
