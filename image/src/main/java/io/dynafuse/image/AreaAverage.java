package io.dynafuse.image;

/** Makes images smaller: every pixel becomes the mean of the area it covers, to which parts of pixels contribute by their share. */
public final class AreaAverage {
    private AreaAverage() {}

    /**
     * The image with neither side longer than {@code longest}, its proportions kept as well as whole pixels allow; itself if it is small
     * enough.
     *
     * @param longest in pixels, 1 or more
     * @return opaque, with transparent parts laid over black; with 16 bits and without metadata if it was made smaller
     */
    public static Image fit(Image transparent, int longest) {
        Image image = transparent.overBlack();
        int side = Math.max(image.width(), image.height());
        return side <= longest
                ? image
                : Resampling.to(
                        image,
                        scaled(image.width(), longest, side),
                        scaled(image.height(), longest, side),
                        SampleDepth.BITS_16);
    }

    private static int scaled(int length, int longest, int side) {
        return Math.max(1, (int) Math.round((double) length * longest / side));
    }
}
