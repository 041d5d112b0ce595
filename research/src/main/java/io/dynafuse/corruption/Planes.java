package io.dynafuse.corruption;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.Region;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Images changed plane by plane. What comes out has the depth, the channels, the alpha and the metadata of what went in. */
public final class Planes {
    private Planes() {}

    /**
     * An image with every plane changed. The three equal channels of a gray image are changed as one, so that it stays gray
     * whatever random numbers are drawn.
     *
     * @param change from and to the {@code [height, width]} values of a plane, those returned clipped to [0, 1]; the planes come
     *     in the order red, green, blue
     */
    public static Image map(Image image, UnaryOperator<float[]> change) {
        float[] values = image.values();
        float[] changed = new float[values.length];
        int plane = image.width() * image.height();
        int distinct = image.isGray() ? 1 : image.channels();
        for (int channel = 0; channel < image.channels(); channel++) {
            float[] source = channel < distinct
                    ? change.apply(Arrays.copyOfRange(values, channel * plane, (channel + 1) * plane))
                    : Arrays.copyOf(changed, plane);
            System.arraycopy(source, 0, changed, channel * plane, plane);
        }
        return like(image, changed);
    }

    /** An image of other values in [0, 1] with the size, channels, depth and metadata of {@code image}. */
    static Image like(Image image, float[] planarValues) {
        ImageBuilder builder = new ImageBuilder(image.width(), image.height(), image.channels(), image.depth());
        Region whole = new Region(0, 0, image.width(), image.height());
        builder.put(whole, planarValues);
        if (!image.isOpaque()) {
            builder.putAlpha(whole, image.alpha(whole));
        }
        return builder.build(image.metadata());
    }
}
