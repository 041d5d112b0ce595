package io.dynafuse.metrics.fidelity;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.LocalCovariance;
import io.dynafuse.metrics.signal.Window;
import java.util.List;

/** The four scales on which visual information is measured, the finest first. */
final class Scales {
    /** The smallest side of an image on whose coarsest scale the window still fits. */
    static final int SMALLEST_SIDE = 41;

    static final List<Window> WINDOWS = List.of(window(17), window(9), window(5), window(3));

    private Scales() {}

    private static Window window(int side) {
        return Window.gaussian(side, side / 5.0);
    }

    /** Variances and covariance of a source and the fused image on one scale, the finest being 0. */
    static Channel channel(Plane source, Plane fused, int scale, Features features) {
        Plane first = features.get(new Coarser(source, scale));
        Plane second = features.get(new Coarser(fused, scale));
        Window window = WINDOWS.get(scale);
        return new Channel(
                features.get(new LocalCovariance(first, first, window)),
                features.get(new LocalCovariance(second, second, window)),
                features.get(new LocalCovariance(first, second, window)));
    }

    /**
     * A plane on one of the scales: smoothed by the window of that scale, with every second sample kept.
     *
     * @param plane the plane
     * @param scale the scale, the finest being 0
     */
    record Coarser(Plane plane, int scale) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            if (scale == 0) {
                return plane;
            }
            Plane finer = features.get(new Coarser(plane, scale - 1));
            return Filters.validEverySecond(finer, WINDOWS.get(scale).weights());
        }
    }
}
