package io.dynafuse.network;

/**
 * What a caller must know of a network to run it.
 *
 * @param colour what goes in and comes out
 * @param normalisation of inputs and outputs
 * @param staticRule how features fuse without weights
 * @param encoderRadius how far from a pixel, in pixels, the encoder looks
 * @param decoderRadius how far from a pixel the decoder looks
 * @param trainedSources the number of sources the network was trained on
 * @param featureChannels the channels of one source's features
 * @param workingChannels the most channels alive at once besides all sources' features, which decides the size of tiles
 */
public record NetworkFacts(
        ColourMode colour,
        InputNormalisation normalisation,
        StaticRule staticRule,
        int encoderRadius,
        int decoderRadius,
        int trainedSources,
        int featureChannels,
        int workingChannels) {}
