package io.dynafuse.evaluation.peers;

import io.dynafuse.image.Image;
import io.dynafuse.preparation.SourceImages;
import java.io.IOException;

/**
 * A way of fusing.
 *
 * @param name what its row is called
 */
public record FusionMethod(String name, Work work) {
    /** What it does with the sources of a scene; called by several threads at once. */
    @FunctionalInterface
    public interface Work {
        /**
         * Fuses the sources.
         *
         * @throws IOException if it cannot
         */
        Image fuse(SourceImages sources) throws IOException, InterruptedException;
    }
}
