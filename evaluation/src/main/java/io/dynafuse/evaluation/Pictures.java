package io.dynafuse.evaluation;

import io.dynafuse.image.Image;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Plane;
import java.util.List;
import java.util.stream.IntStream;

/** From images to what metrics measure. */
public final class Pictures {
    private Pictures() {}

    /**
     * The image on the scale 0..255; {@link SampleScale} says how it gets there. An image stored with three channels has three
     * planes even if it holds no colour, as that makes a difference to some profiles.
     */
    public static Picture of(Image image) {
        if (image.channels() == 1) {
            return new Picture(List.of(plane(image, image.values(), 0)));
        }
        float[] values = image.values();
        if (image.isGray()) {
            Plane plane = plane(image, values, 0);
            return new Picture(List.of(plane, plane, plane));
        }
        return new Picture(IntStream.range(0, 3)
                .mapToObj(channel -> plane(image, values, channel))
                .toList());
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
