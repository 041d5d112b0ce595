package io.dynafuse.fusion;

import io.dynafuse.image.SampleDepth;
import java.util.Optional;

/**
 * How images are fused, whatever they are.
 *
 * @param depth of the result; the deepest of the sources if empty
 * @param weightMaps whether each source's weights are kept as an image
 * @param budget of memory
 * @param largestTile the side of the largest tile
 * @param inexactTiles whether a network that looks at the image as a whole may be run in tiles all the same
 * @param networkColours whether the colours of an RGB network are kept where all sources are gray
 * @param progress hears of each finished tile
 */
record FusionSettings(
        Optional<SampleDepth> depth,
        boolean weightMaps,
        MemoryBudget budget,
        int largestTile,
        boolean inexactTiles,
        boolean networkColours,
        FusionProgress progress) {}
