package io.dynafuse.corruption;

import io.dynafuse.image.Image;
import io.dynafuse.random.Seeds;
import java.util.List;
import java.util.Locale;

/**
 * Ways in which a source can be bad, each in five severities (TTD, Fig. 6 and 7). The strengths of all but {@link #MASK} are those of
 * ImageNet-C (D. Hendrycks, T. Dietterich: Benchmarking Neural Network Robustness to Common Corruptions and Perturbations. ICLR
 * 2019), where images have 224 pixels a side; that of blur counts pixels and is the weaker the larger an image is.
 *
 * <p>Values are clipped to [0, 1] afterwards. The three equal channels of a gray image are corrupted as one.
 */
public enum Corruption {
    /** Every channel's distance from its mean times 0.4, 0.3, 0.2, 0.1, 0.05. */
    CONTRAST("contrast x %s", (image, factor, seed) -> Pointwise.contrast(image, factor), 0.4, 0.3, 0.2, 0.1, 0.05),

    /**
     * 0.1, 0.2, 0.3, 0.4, 0.5 added to the V of HSV, up to 1, where 1 is white; hue and saturation stay. To gray images it is
     * simply added.
     */
    BRIGHTNESS(
            "brightness + %s", (image, offset, seed) -> Pointwise.brightness(image, offset), 0.1, 0.2, 0.3, 0.4, 0.5),

    /**
     * Gaussian noise, independent in every pixel and channel, of standard deviation 20.4, 30.6, 45.9, 66.3, 96.9 levels of 8 bits
     * (0.08, 0.12, 0.18, 0.26, 0.38 of the range). The same noise, larger, at a higher severity of one seed.
     */
    NOISE("noise of %s levels", Pointwise::noise, 20.4, 30.6, 45.9, 66.3, 96.9),

    /** {@linkplain Blur#gaussian Gaussian blur} of standard deviation 1, 2, 3, 4, 6 pixels. */
    BLUR("blur of %s pixels", (image, deviation, seed) -> blur(image, deviation), 1, 2, 3, 4, 6),

    /**
     * JPEG of quality 25, 18, 15, 10, 7 on the scale of the Independent JPEG Group, at 8 bits whatever the image's depth, with chroma
     * of half the resolution.
     */
    JPEG("JPEG quality %s", (image, quality, seed) -> JpegCompression.apply(image, (int) quality), 25, 18, 15, 10, 7),

    /**
     * Black on 10, 20, 30, 40, 50 % of the area, in blocks whose side is a sixteenth of the shorter side of the image: {@link
     * MaskedBlocks#of} says which. Shares and size are a choice made here: TTD prints none.
     */
    MASK("%s of the area masked", Corruption::mask, 0.1, 0.2, 0.3, 0.4, 0.5);

    /** The highest severity; the lowest is 1. */
    public static final int HIGHEST_SEVERITY = 5;

    private final String words;
    private final Change change;
    private final List<Double> strengths;

    private interface Change {
        Image of(Image image, double strength, long seed);
    }

    Corruption(String words, Change change, double first, double second, double third, double fourth, double fifth) {
        this.words = words;
        this.change = change;
        this.strengths = List.of(first, second, third, fourth, fifth);
    }

    /**
     * A corrupted copy, of the same size, channels, depth and metadata.
     *
     * @param severity 1 to {@link #HIGHEST_SEVERITY}
     * @param seed of {@link #NOISE} and {@link #MASK}; for each image of a study, the one {@linkplain Seeds#derive derived} with the
     *     name of its scene
     * @throws IllegalArgumentException if there is no such severity, or for {@link #JPEG} if a side is longer than 65500 pixels
     */
    public Image apply(Image image, int severity, long seed) {
        return change.of(image, strength(severity), seed);
    }

    /**
     * The number that says how strong a severity is, in the unit given with each corruption.
     *
     * @throws IllegalArgumentException if there is no such severity
     */
    public double strength(int severity) {
        if (severity < 1 || severity > HIGHEST_SEVERITY) {
            throw new IllegalArgumentException(
                    "expected a severity from 1 to " + HIGHEST_SEVERITY + ", found " + severity);
        }
        return strengths.get(severity - 1);
    }

    /**
     * What a severity does, such as {@code contrast x 0.4}.
     *
     * @throws IllegalArgumentException if there is no such severity
     */
    public String words(int severity) {
        double strength = strength(severity);
        String number = strength == Math.rint(strength) ? String.valueOf((int) strength) : String.valueOf(strength);
        return String.format(Locale.ROOT, words, number);
    }

    private static Image blur(Image image, double deviation) {
        Blur blur = Blur.gaussian(deviation);
        return Planes.map(image, plane -> blur.apply(plane, image.width(), image.height()));
    }

    private static Image mask(Image image, double share, long seed) {
        return MaskedBlocks.covering(image.width(), image.height(), share, seed).applyTo(image);
    }
}
