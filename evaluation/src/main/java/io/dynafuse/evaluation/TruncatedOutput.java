package io.dynafuse.evaluation;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;

/**
 * The 8 bits that the authors of TTD measured: the output of the network in all its channels, also where the sources are gray,
 * multiplied by 255 in single precision and cut, where images are rounded elsewhere. Not published, but found by what makes the printed
 * baselines of Tables 3, 6 and 7 come out: rounding moves EN and SD away from them.
 *
 * <p>An image measured so needs the profile {@code ttd}, which knows the other half of that evaluation.
 */
final class TruncatedOutput {
    private static final float LEVELS = 255f;

    private TruncatedOutput() {}

    /**
     * The image in 8 bits.
     *
     * @param fused what a network gave, in {@link SampleDepth#FLOAT_32}, so that nothing was rounded before
     * @throws IllegalArgumentException if the image is of another depth
     */
    static Image of(Image fused) {
        if (fused.depth() != SampleDepth.FLOAT_32) {
            throw new IllegalArgumentException(
                    "expected float samples, which nobody has rounded, found " + fused.depth());
        }
        float[] values = fused.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) (values[i] * LEVELS) / LEVELS;
        }
        ImageBuilder builder = new ImageBuilder(fused.width(), fused.height(), fused.channels(), SampleDepth.BITS_8);
        Region whole = new Region(0, 0, fused.width(), fused.height());
        builder.put(whole, values);
        if (!fused.isOpaque()) {
            builder.putAlpha(whole, fused.alpha(whole));
        }
        return builder.build(ImageMetadata.NONE);
    }
}
