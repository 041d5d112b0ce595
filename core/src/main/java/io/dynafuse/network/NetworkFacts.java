package io.dynafuse.network;

import java.util.Optional;

/**
 * What a caller must know about a network to run it.
 *
 * @param inputs the inputs that it takes
 * @param weighting how its static fusion relates to a weighted one; empty if it has no place where fusion weights can act
 * @param field its receptive field
 * @param chroma the source of the result's chroma, if it fuses luma
 * @param range how its output becomes an image
 * @param memory how its need of memory grows
 */
public record NetworkFacts(
        Inputs inputs,
        Optional<StaticRule> weighting,
        ReceptiveField field,
        ChromaRule chroma,
        OutputRange range,
        MemoryModel memory) {
    /** Whether this number of sources exceeds the number that it was trained on and makes its result too bright, as it adds up their features. */
    public boolean isTooBright(int sources) {
        return weighting.equals(Optional.of(StaticRule.SUM)) && sources > inputs.trainedSources();
    }
}
