package io.dynafuse.network;

/**
 * How the memory that a network needs grows.
 *
 * @param parameters the number of its parameters
 * @param featureChannels the channels of one source's features, at the size of the image
 * @param workingChannels the greatest number of channels held at once besides the features of all sources
 * @param streamedChannels the channels of one source's features that are held only where derivatives by them are wanted, and else made strip by strip
 * @param pieceBytes what a network that works on large images piece by piece needs for the largest piece, of whatever image
 */
public record MemoryModel(
        long parameters, int featureChannels, int workingChannels, int streamedChannels, long pieceBytes) {
    /** Of a network that works on images as they are. */
    public MemoryModel(long parameters, int featureChannels, int workingChannels, int streamedChannels) {
        this(parameters, featureChannels, workingChannels, streamedChannels, 0);
    }

    /** Of a network that holds all features. */
    public MemoryModel(long parameters, int featureChannels, int workingChannels) {
        this(parameters, featureChannels, workingChannels, 0);
    }
}
