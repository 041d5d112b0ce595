package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Formula;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Extent;
import io.dynafuse.metrics.signal.Stretched;
import java.util.stream.Stream;

/** The scene with every image stretched to 0..255 on its own, as code after Liu et al. prepares it. */
final class StretchedScene {
    private StretchedScene() {}

    /** The stretched scene; constant images stay as they are. */
    static GrayScene of(GrayScene scene) {
        return scene.each(Stretched::new);
    }

    /** A score on the stretched scene; undefined for constant images other than black ones, for which the division by the extent is. */
    static Formula on(Formula formula) {
        return scene -> {
            boolean stretchable = Stream.concat(Stream.of(scene.fused()), scene.sources().stream())
                    .allMatch(plane -> scene.get(new Extent(plane)).isStretchable());
            return stretchable
                    ? formula.of(of(scene))
                    : Score.undefined("a constant image cannot be stretched to levels from 0 to 255");
        };
    }
}
