package io.dynafuse.evaluation.run;

import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import java.util.List;

/** Fuses the sources of a scene; {@code fuser::fuse} is one, of a fuser that keeps weight maps. Called by one thread at a time. */
@FunctionalInterface
public interface SceneFusion {
    /**
     * Fuses images of one size.
     *
     * @param sources 2 or more
     * @throws InterruptedException if the calling thread is interrupted
     * @throws RuntimeException if this scene cannot be fused so; the others may be
     */
    FusedImage fuse(List<Image> sources, Variant variant) throws InterruptedException;
}
