package io.dynafuse.network;

import java.util.Optional;

/**
 * What a caller must know of a network to run it.
 *
 * @param inputs what it takes
 * @param weighting how its static fusion relates to a weighted one; empty if it has no place where weights can act
 * @param field how far from a pixel it looks
 * @param chroma where the colour of the result comes from, if it fuses luma
 * @param range what is done to its output before it is an image
 * @param memory how its memory grows
 */
public record NetworkFacts(
        Inputs inputs,
        Optional<StaticRule> weighting,
        ReceptiveField field,
        ChromaRule chroma,
        OutputRange range,
        MemoryModel memory) {
    /** Whether so many sources are more than it was trained on and make its result too bright, as it adds up their features. */
    public boolean isTooBright(int sources) {
        return weighting.equals(Optional.of(StaticRule.SUM)) && sources > inputs.trainedSources();
    }
}
