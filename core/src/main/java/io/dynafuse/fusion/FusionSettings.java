package io.dynafuse.fusion;

import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.OutputRange;
import java.util.Optional;

/**
 * The settings of a fusion that do not depend on the images.
 *
 * @param depth of the result; the deepest of the sources if empty
 * @param weightMaps whether each source's weights are kept as an image
 * @param promptMaps whether the prompts of the network are kept as images
 * @param depthMap whether a focus stack's depth map is made
 * @param budget of memory
 * @param largestTile the side of the largest tile
 * @param inexactTiles whether a network with a global receptive field may run in tiles nevertheless
 * @param range how the network's output becomes an image
 * @param networkColours whether the colours of an RGB network's output are kept if all sources are gray
 * @param keepChroma whether an RGB network fuses luma only, and chroma passes around it
 * @param progress is notified of each finished tile, or of finished rows
 */
record FusionSettings(
        Optional<SampleDepth> depth,
        boolean weightMaps,
        boolean promptMaps,
        boolean depthMap,
        MemoryBudget budget,
        int largestTile,
        boolean inexactTiles,
        OutputRange range,
        boolean networkColours,
        boolean keepChroma,
        FusionProgress progress) {
    /** The settings of a static fusion that serves as the judge of images. */
    FusionSettings ofJudge() {
        return new FusionSettings(
                Optional.of(SampleDepth.FLOAT_32),
                false,
                false,
                false,
                budget,
                largestTile,
                inexactTiles,
                range,
                false,
                keepChroma,
                (done, total) -> {});
    }
}
