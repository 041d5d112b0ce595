package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.util.Optional;

/**
 * Assembles an image part by part, in no more memory than the finished image takes. Several threads may set parts that do not overlap at
 * once; pixels that were never set are black, and opaque unless alphas are set.
 */
public final class ImageBuilder {
    private final int width;
    private final int height;
    private final int channels;
    private Samples samples;
    private Optional<Samples> alpha = Optional.empty();

    /**
     * @param channels 1 (gray) or 3 (red, green, blue)
     * @throws IllegalArgumentException if the size is not positive, the channels are neither 1 nor 3, or there are more than
     *     2^31 samples
     */
    public ImageBuilder(int width, int height, int channels, SampleDepth depth) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("expected at least one pixel of 1 or 3 channels, found " + width + " x "
                    + height + " pixels of " + channels);
        }
        if ((long) width * height > Integer.MAX_VALUE / channels) {
            throw new IllegalArgumentException("expected at most 2^31 samples, found " + width + " x " + height
                    + " pixels of " + channels + " channels");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = Samples.of(depth, width * height * channels);
    }

    /**
     * Sets the pixels of a region; values are clipped to [0, 1] and rounded to the nearest level of the depth.
     *
     * @param planarValues [channels, region height, region width]
     * @throws IllegalArgumentException if the region reaches beyond the image, the number of values does not fit it, or a value
     *     is NaN; the region is then undefined
     * @throws IllegalStateException if the image was already built
     */
    public void put(Region region, float[] planarValues) {
        Image.requireInside(region, width, height);
        long plane = (long) region.width() * region.height();
        if (planarValues.length != plane * channels) {
            throw new IllegalArgumentException("expected " + plane * channels + " values for " + channels
                    + " channels of " + region + ", found " + planarValues.length);
        }
        Samples target = unbuilt();
        Rows.each(region.height(), planarValues.length, row -> {
            int start = ((region.y() + row) * width + region.x()) * channels;
            for (int channel = 0; channel < channels; channel++) {
                target.put(start + channel, channels, region.width(), planarValues, (int)
                        (channel * plane + row * region.width()));
            }
        });
    }

    /**
     * Sets one channel of the pixels of a region, as {@link #put} sets all.
     *
     * @param channel from 0
     * @param values [region height, region width]
     * @throws IllegalArgumentException if there is no such channel, the region reaches beyond the image, the number of values does not
     *     fit, or a value is NaN
     * @throws IllegalStateException if the image was already built
     */
    public void putChannel(int channel, Region region, float[] values) {
        Image.requireInside(region, width, height);
        if (channel < 0 || channel >= channels || values.length != (long) region.width() * region.height()) {
            throw new IllegalArgumentException("expected " + (long) region.width() * region.height()
                    + " values of one of " + channels + " channels, found " + values.length + " of channel " + channel);
        }
        Samples target = unbuilt();
        Rows.each(region.height(), values.length, row -> {
            int start = ((region.y() + row) * width + region.x()) * channels + channel;
            target.put(start, channels, region.width(), values, row * region.width());
        });
    }

    /**
     * Sets the alphas of a region; they are clipped to [0, 1] and rounded to the nearest level of the depth.
     *
     * @param alphas [region height, region width]
     * @throws IllegalArgumentException if the region reaches beyond the image, the number of values does not fit it, or a value
     *     is NaN; the region is then undefined
     * @throws IllegalStateException if the image was already built
     */
    public void putAlpha(Region region, float[] alphas) {
        Image.requireInside(region, width, height);
        long pixels = (long) region.width() * region.height();
        if (alphas.length != pixels) {
            throw new IllegalArgumentException(
                    "expected " + pixels + " alphas for " + region + ", found " + alphas.length);
        }
        Samples target = alphaPlane();
        for (int row = 0; row < region.height(); row++) {
            int start = (region.y() + row) * width + region.x();
            target.put(start, 1, region.width(), alphas, row * region.width());
        }
    }

    private synchronized Samples alphaPlane() {
        SampleDepth depth = unbuilt().depth();
        if (alpha.isEmpty()) {
            Samples opaque = Samples.of(depth, width * height);
            opaque.fill();
            alpha = Optional.of(opaque);
        }
        return alpha.get();
    }

    /**
     * The finished image; the builder cannot be used afterwards.
     *
     * @throws IllegalStateException if the image was already built
     */
    public Image build(ImageMetadata metadata) {
        return build(metadata, FileNotes.NONE);
    }

    /** The same with the metadata and {@linkplain Image#notes notes} of an image that it was made from. */
    public Image buildFrom(Image source) {
        return build(source.metadata(), source.fileNotes());
    }

    /** The same with {@linkplain Image#notes notes} of an image that it was made from. */
    Image build(ImageMetadata metadata, FileNotes notes) {
        Image image = new Image(new Pixels(width, height, channels, unbuilt(), alpha), metadata, notes);
        samples = null;
        return image;
    }

    private Samples unbuilt() {
        if (samples == null) {
            throw new IllegalStateException("the image was already built");
        }
        return samples;
    }
}
