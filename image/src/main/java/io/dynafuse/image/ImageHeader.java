package io.dynafuse.image;

/**
 * What the header of a file says about an image, before anything is decoded.
 *
 * @param width of the image as it is shown, upright
 * @param height of the image as it is shown, upright
 * @param channels 1 or 3
 */
public record ImageHeader(int width, int height, int channels, SampleDepth depth) {
    /** The bytes that the samples will take in memory, without alpha. */
    public long byteSize() {
        return (long) width * height * channels * depth.bytes();
    }

    /** The size in words, such as {@code 640x480}. */
    public String size() {
        return width + "x" + height;
    }

    ImageHeader upright(int orientation) {
        return Orientation.of(orientation).rowsAreColumns() ? new ImageHeader(height, width, channels, depth) : this;
    }
}
