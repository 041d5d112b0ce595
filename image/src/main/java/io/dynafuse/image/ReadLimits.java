package io.dynafuse.image;

import java.math.BigDecimal;

/**
 * The limits on the size of an image to read. They are checked against the header of a file, before memory for its samples is allocated.
 *
 * @param maximumPixels the most pixels, width times height
 * @param maximumSide the most pixels in a row or column
 */
public record ReadLimits(long maximumPixels, int maximumSide) {
    /** 100 megapixels, 16,384 on a side. */
    public static final ReadLimits DEFAULT = new ReadLimits(100_000_000, 16_384);

    /** For images that were checked before, or are not held in memory. */
    static final ReadLimits NONE = new ReadLimits(Long.MAX_VALUE, Integer.MAX_VALUE);

    // Some virtual machines cannot make an array of the very largest int.
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    // Four channels of eight bytes.
    private static final int PIXEL_BYTES = 32;
    private static final long OTHER_BYTES = 64L << 20;

    /** @throws IllegalArgumentException if a limit is not positive */
    public ReadLimits {
        if (maximumPixels < 1 || maximumSide < 1) {
            throw new IllegalArgumentException(
                    "expected positive limits, found " + maximumPixels + " pixels, " + maximumSide + " on a side");
        }
    }

    void check(long width, long height, int channels) throws Refusal {
        if (width < 1 || height < 1) {
            throw new Refusal("says it is " + width + " x " + height + " pixels; an image has at least one");
        }
        if (Math.max(width, height) > maximumSide) {
            throw new Refusal("is " + width + " x " + height + " pixels, more than the limit of " + maximumSide
                    + " on a side; --max-side raises it");
        }
        if (height > maximumPixels / width) {
            throw new Refusal("is " + width + " x " + height + " pixels, more than the limit of " + megapixels()
                    + " megapixels; --max-megapixels raises it");
        }
        if (height > LONGEST_ARRAY / width / channels) {
            throw new Refusal("is " + width + " x " + height + " pixels of " + channels
                    + " channels; no more than 2^31 samples can be held");
        }
    }

    /** More than any file of such an image: its samples in 64 bits and without compression, beside as much of other things as is usual. */
    long maximumBytes() {
        return maximumPixels > (Long.MAX_VALUE - OTHER_BYTES) / PIXEL_BYTES
                ? Long.MAX_VALUE
                : maximumPixels * PIXEL_BYTES + OTHER_BYTES;
    }

    String megapixels() {
        return BigDecimal.valueOf(maximumPixels, 6).stripTrailingZeros().toPlainString();
    }
}
