package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.TransformerBlock;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The blocks of an encoder or a decoder, and where TC-MoA layers lie among them.
 *
 * @param width features of a token
 * @param depth blocks
 * @param heads of each block's attention
 */
record Stack(int width, int depth, int heads) {
    /** How many times narrower than tokens what routers and adapters see is. */
    static final int REDUCTION = 4;

    private static final int EXPANSION = 4;
    // The second of a group of four, as its authors place it.
    private static final int SHIFT = 2;

    TransformerBlock block() {
        return new TransformerBlock(width, heads, EXPANSION);
    }

    /**
     * The numbers of the blocks, from 0, that a TC-MoA layer follows.
     *
     * @param interval τ, from one layer to the next
     */
    List<Integer> placesOfLayers(int interval) {
        return IntStream.range(0, depth)
                .filter(block -> (block + SHIFT) % interval == interval - 1)
                .boxed()
                .toList();
    }

    /** Features of what routers and adapters see. */
    int reduced() {
        return width / REDUCTION;
    }
}
