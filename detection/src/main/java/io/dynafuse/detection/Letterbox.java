package io.dynafuse.detection;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * An image scaled to fit into a rectangle, in its middle, with gray around: as Ultralytics' networks are trained and run.
 *
 * @param width of the image
 * @param height of the image
 * @param boxWidth of the rectangle
 * @param boxHeight of the rectangle
 */
record Letterbox(int width, int height, int boxWidth, int boxHeight) {
    private static final float GRAY = 114 / 255f;

    private double scale() {
        return Math.min((double) boxWidth / width, (double) boxHeight / height);
    }

    private int innerWidth() {
        return (int) Math.max(1, Math.rint(width * scale()));
    }

    private int innerHeight() {
        return (int) Math.max(1, Math.rint(height * scale()));
    }

    /** Where an odd number of pixels is left, the greater half lies right of and below the image. */
    private int left() {
        return (boxWidth - innerWidth()) / 2;
    }

    private int top() {
        return (boxHeight - innerHeight()) / 2;
    }

    /** The image as {@code [1,3,boxHeight,boxWidth]} of red, green and blue in [0,1], resized bilinearly; inside an open scope. */
    Tensor tensor(Image image) {
        float[] rgb = image.overBlack().rgb(new Region(0, 0, width, height));
        float[] inner = Tensor.of(rgb, 1, 3, height, width)
                .resizeBilinear(innerHeight(), innerWidth())
                .toFloats();
        float[] padded = new float[3 * boxHeight * boxWidth];
        Arrays.fill(padded, GRAY);
        for (int row = 0; row < 3 * innerHeight(); row++) {
            int channel = row / innerHeight();
            int y = top() + row % innerHeight();
            System.arraycopy(
                    inner, row * innerWidth(), padded, (channel * boxHeight + y) * boxWidth + left(), innerWidth());
        }
        return Tensor.of(padded, 1, 3, boxHeight, boxWidth);
    }

    /** A box of the rectangle in pixels of the image, as far as it lies in it. */
    Optional<Box> toImage(Box box) {
        double across = (double) width / innerWidth();
        double down = (double) height / innerHeight();
        return new Box(
                        (box.left() - left()) * across,
                        (box.top() - top()) * down,
                        (box.right() - left()) * across,
                        (box.bottom() - top()) * down)
                .within(width, height);
    }
}
