package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An image in memory: one channel (gray) or three (red, green, blue), its samples kept compactly in the depth they came in. It is opaque,
 * or has one more value a pixel: alpha, from 0 (no data: the samples there have no meaning) to 1. Samples are straight,
 * never multiplied by alpha. Immutable.
 */
public final class Image {
    private final int width;
    private final int height;
    private final int channels;
    private final Samples samples;
    private final Optional<Samples> alpha;
    private final ImageMetadata metadata;
    private final boolean gray;
    private final FileNotes notes;

    /** Takes over the samples and alphas, which nobody may change afterwards. */
    Image(Pixels pixels, ImageMetadata metadata, FileNotes notes) {
        this.width = pixels.width();
        this.height = pixels.height();
        this.channels = pixels.channels();
        this.samples = pixels.samples();
        // An image that is opaque everywhere has no alpha here, whatever its file said.
        this.alpha = pixels.alpha().filter(plane -> !plane.isFull());
        this.metadata = metadata;
        this.gray = channels == 1 || channelsAreEqual();
        this.notes = notes;
    }

    /**
     * An image of given values, clipped to [0, 1] and rounded to the nearest level of {@code depth}.
     *
     * @param channels 1 or 3
     * @param planarValues [channels, height, width]
     * @throws IllegalArgumentException if the number of values does not fit the size, or a value is NaN
     */
    public static Image of(int width, int height, int channels, float[] planarValues, SampleDepth depth) {
        ImageBuilder builder = new ImageBuilder(width, height, channels, depth);
        builder.put(new Region(0, 0, width, height), planarValues);
        return builder.build(ImageMetadata.NONE);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 (gray) or 3 (red, green, blue). */
    public int channels() {
        return channels;
    }

    public SampleDepth depth() {
        return samples.depth();
    }

    public ImageMetadata metadata() {
        return metadata;
    }

    /** The same image with other metadata. */
    public Image with(ImageMetadata other) {
        return new Image(new Pixels(width, height, channels, samples, alpha), other, notes);
    }

    /** What its file held that is not used here, one line for each thing, such as "holds an animation of 12 pictures; ...". */
    public List<String> notes() {
        return notes.all();
    }

    /** The {@linkplain #notes notes} about pictures, pages and bands, without those about metadata. */
    public List<String> contentNotes() {
        return notes.content();
    }

    FileNotes fileNotes() {
        return notes;
    }

    /** Whether the image holds no colour: it has one channel, or its three channels are equal at every pixel that has data. */
    public boolean isGray() {
        return gray;
    }

    /** Whether every pixel has data and none is transparent: there is no alpha, or it is 1 everywhere. */
    public boolean isOpaque() {
        return alpha.isEmpty();
    }

    /** Whether any pixel has data: a transparent image may have none at all. */
    public boolean hasData() {
        return alpha.isEmpty()
                || IntStream.range(0, alpha.get().length())
                        .anyMatch(pixel -> !alpha.get().isZero(pixel));
    }

    /** The share of pixels that are not opaque, from 0 to 1. */
    public double transparentShare() {
        if (alpha.isEmpty()) {
            return 0;
        }
        long transparent = 0;
        for (int y = 0; y < height; y++) {
            for (float value : alpha(new Region(0, y, width, 1))) {
                transparent += value < 1 ? 1 : 0;
            }
        }
        return transparent / ((double) width * height);
    }

    /**
     * This image without alpha: every pixel without data takes the samples of the nearest pixel with data, so that no edge appears where
     * data end.
     *
     * @throws IllegalStateException if no pixel {@linkplain #hasData has data}
     */
    public Image filled() {
        if (alpha.isEmpty()) {
            return this;
        }
        if (!hasData()) {
            throw new IllegalStateException("an image without data cannot be filled");
        }
        return new Image(new Pixels(width, height, channels, NearestData.fill(this, alpha.get())), metadata, notes);
    }

    /** The bytes that its samples and alphas take in memory. */
    public long byteSize() {
        return (samples.length() + alpha.map(plane -> (long) plane.length()).orElse(0L)) * depth().bytes();
    }

    /** The values of all pixels in [0, 1], as [channels, height, width]. */
    public float[] values() {
        return values(new Region(0, 0, width, height));
    }

    /**
     * The values of a part of the image in [0, 1], as [channels, region height, region width].
     *
     * @throws IllegalArgumentException if the region reaches beyond the image
     */
    public float[] values(Region region) {
        requireInside(region, width, height);
        int plane = Math.multiplyExact(region.width(), region.height());
        float[] values = new float[Math.multiplyExact(plane, channels)];
        Rows.each(region.height(), values.length, row -> {
            int start = ((region.y() + row) * width + region.x()) * channels;
            for (int channel = 0; channel < channels; channel++) {
                samples.get(start + channel, channels, region.width(), values, channel * plane + row * region.width());
            }
        });
        return values;
    }

    /**
     * Red, green and blue of a part of the image in [0, 1], as [3, region height, region width]; the same three times for one channel.
     *
     * @throws IllegalArgumentException if the region reaches beyond the image
     */
    public float[] rgb(Region region) {
        float[] values = values(region);
        if (channels == 3) {
            return values;
        }
        float[] rgb = new float[3 * values.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(values, 0, rgb, channel * values.length, values.length);
        }
        return rgb;
    }

    /**
     * The values of one channel in [0, 1], as [height, width].
     *
     * @param channel 0 for red, 1 for green, 2 for blue; any of them is the only one of an image of one channel
     * @throws IllegalArgumentException if there is no such channel
     */
    public float[] channel(int channel) {
        return channel(channel, new Region(0, 0, width, height));
    }

    /**
     * The same of a part of the image, as [region height, region width].
     *
     * @throws IllegalArgumentException if there is no such channel, or the region reaches beyond the image
     */
    public float[] channel(int channel, Region region) {
        if (channel < 0 || channel > 2) {
            throw new IllegalArgumentException("expected a channel from 0 to 2, found " + channel);
        }
        requireInside(region, width, height);
        float[] values = new float[Math.multiplyExact(region.width(), region.height())];
        int own = Math.min(channel, channels - 1);
        Rows.each(region.height(), values.length, row -> {
            int start = ((region.y() + row) * width + region.x()) * channels + own;
            samples.get(start, channels, region.width(), values, row * region.width());
        });
        return values;
    }

    /**
     * The alphas of a part of the image in [0, 1], as [region height, region width]: 0 where a pixel has no data, 1 where it is opaque.
     *
     * @throws IllegalArgumentException if the region reaches beyond the image
     */
    public float[] alpha(Region region) {
        requireInside(region, width, height);
        float[] values = new float[Math.multiplyExact(region.width(), region.height())];
        if (alpha.isEmpty()) {
            Arrays.fill(values, 1);
            return values;
        }
        for (int row = 0; row < region.height(); row++) {
            int start = (region.y() + row) * width + region.x();
            alpha.get().get(start, 1, region.width(), values, row * region.width());
        }
        return values;
    }

    /** This image laid over black: opaque, with every sample multiplied by its alpha. */
    public Image overBlack() {
        if (isOpaque()) {
            return this;
        }
        ImageBuilder builder = new ImageBuilder(width, height, channels, depth());
        for (int y = 0; y < height; y++) {
            Region row = new Region(0, y, width, 1);
            float[] values = values(row);
            float[] alphas = alpha(row);
            for (int i = 0; i < values.length; i++) {
                values[i] *= alphas[i % width];
            }
            builder.put(row, values);
        }
        return builder.build(metadata);
    }

    Samples samples() {
        return samples;
    }

    /** One value a pixel, in the depth of the samples; empty for an opaque image. */
    Optional<Samples> alphas() {
        return alpha;
    }

    static void requireInside(Region region, int width, int height) {
        if (!region.isInside(width, height)) {
            throw new IllegalArgumentException(
                    "expected a region inside the " + width + " x " + height + " pixels of the image, found " + region);
        }
    }

    private boolean channelsAreEqual() {
        for (int pixel = 0; pixel < samples.length() / 3; pixel++) {
            int i = 3 * pixel;
            if ((!samples.equal(i, i + 1) || !samples.equal(i, i + 2)) && hasData(pixel)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasData(int pixel) {
        return alpha.isEmpty() || !alpha.get().isZero(pixel);
    }
}
