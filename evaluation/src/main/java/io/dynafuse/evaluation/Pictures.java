package io.dynafuse.evaluation;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Plane;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From images to what metrics measure. */
public final class Pictures {
    private Pictures() {}

    /**
     * The image on the scale 0..255; {@link SampleScale} says how it gets there. An image stored with three channels has three
     * planes even if it holds no colour, as that makes a difference to some profiles. Pixels without data count as they are stored.
     */
    public static Picture of(Image image) {
        if (image.channels() == 1) {
            return new Picture(List.of(plane(image, image.values(), 0)));
        }
        float[] values = image.values();
        if (image.isGray() && image.isOpaque()) {
            Plane plane = plane(image, values, 0);
            return new Picture(List.of(plane, plane, plane));
        }
        return new Picture(IntStream.range(0, 3)
                .mapToObj(channel -> plane(image, values, channel))
                .toList());
    }

    /** A part of a picture; planes that are one stay one. */
    static Picture cut(Picture picture, Region region) {
        Map<Plane, Plane> parts = new IdentityHashMap<>();
        picture.planes().forEach(plane -> parts.computeIfAbsent(plane, whole -> cut(whole, region)));
        return new Picture(picture.planes().stream().map(parts::get).toList());
    }

    private static Plane cut(Plane plane, Region region) {
        double[] samples = new double[region.width() * region.height()];
        for (int row = 0; row < region.height(); row++) {
            int start = (region.y() + row) * plane.width() + region.x();
            System.arraycopy(plane.samples(), start, samples, row * region.width(), region.width());
        }
        return Plane.over(region.width(), region.height(), samples);
    }

    private static Plane plane(Image image, float[] values, int channel) {
        SampleScale scale = SampleScale.of(image.depth());
        double[] samples = new double[image.width() * image.height()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = scale.apply(values[channel * samples.length + i]);
        }
        return Plane.over(image.width(), image.height(), samples);
    }
}
