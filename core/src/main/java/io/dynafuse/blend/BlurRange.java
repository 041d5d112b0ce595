package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What defocus can make of a source. Defocus takes means of light over discs of unknown size; whatever the size, the mean is near one of those
 * over Gaussian windows, from narrow to wide ones. So another source that shows the same, out of focus, lies between the least and the
 * greatest of these means at each pixel. What lies far outside shows something else.
 *
 * @param channels one or three
 * @param shown 1 where the source has data, 0 where it has none nearby
 */
record BlurRange(List<Channel> channels, Plane shown) {
    // In pixels. The narrowest takes away noise and what an alignment is off by.
    private static final double NARROWEST = 2.5;
    private static final double[] WIDER = {4, 7, 12, 20};
    // Discs are no Gaussian windows: where these differ more among each other, they differ more from discs.
    private static final float SLACK = 0.1f;
    private static final float MISSING = 0.02f;

    /**
     * A channel.
     *
     * @param value means over the narrowest window
     * @param least of the means over all windows
     * @param most of the means over all windows
     */
    record Channel(Plane value, Plane least, Plane most) {
        static Channel of(Plane values) {
            // Lenses take means of light, of which a square of the values is near enough.
            Plane light = Smoothing.gaussian(values.map(v -> v * v), NARROWEST);
            Plane value = values(light);
            Plane least = value.copy();
            Plane most = value.copy();
            for (double deviation : WIDER) {
                Plane mean = values(Smoothing.wideGaussian(light, deviation));
                least.update(mean, Math::min);
                most.update(mean, Math::max);
            }
            return new Channel(value, least, most);
        }

        private static Plane values(Plane light) {
            return light.map(l -> (float) Math.sqrt(Math.max(0, l)));
        }

        private float outside(float other, int pixel) {
            return Math.max(least.values()[pixel] - other, other - most.values()[pixel]);
        }

        private float width(int pixel) {
            return most.values()[pixel] - least.values()[pixel];
        }

        /** By how much two differ though either may be the blurred one. */
        float difference(Channel other, int pixel) {
            float outside =
                    Math.min(outside(other.value.values()[pixel], pixel), other.outside(value.values()[pixel], pixel));
            return outside - SLACK * (width(pixel) + other.width(pixel));
        }
    }

    /**
     * Looks at a source.
     *
     * @param factor by which it is made smaller
     * @param alpha of the source, at any size; empty if it is opaque
     */
    static BlurRange of(Image image, int factor, Optional<Plane> alpha) {
        List<Channel> channels = IntStream.range(0, image.channels())
                .mapToObj(c -> Channel.of(Scaling.reduced(Luma.channel(image, c), factor)))
                .toList();
        Plane size = channels.get(0).value();
        return new BlurRange(
                channels,
                alpha.map(plane -> shown(Scaling.enlarged(plane, size.width(), size.height())))
                        .orElseGet(() -> Plane.filled(size.width(), size.height(), 1)));
    }

    private static Plane shown(Plane alpha) {
        return Smoothing.gaussian(alpha.map(a -> a < 1 ? 1 : 0), NARROWEST).map(missing -> missing < MISSING ? 1 : 0);
    }

    /** By how much two sources differ that show the same, but for defocus: not above 0 where they may, or where one shows nothing. */
    Plane difference(BlurRange other) {
        Plane result = Plane.zeros(shown.width(), shown.height());
        int count = Math.max(channels.size(), other.channels.size());
        for (int c = 0; c < count; c++) {
            Channel own = channels.get(Math.min(c, channels.size() - 1));
            Channel others = other.channels.get(Math.min(c, other.channels.size() - 1));
            Plane.forRows(shown.width(), shown.height(), (from, to) -> {
                for (int i = from * shown.width(); i < to * shown.width(); i++) {
                    if (shown.values()[i] * other.shown.values()[i] > 0) {
                        result.values()[i] = Math.max(result.values()[i], own.difference(others, i));
                    }
                }
            });
        }
        return result;
    }
}
