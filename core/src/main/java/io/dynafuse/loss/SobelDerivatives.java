package io.dynafuse.loss;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * The Sobel derivatives of images in differences of neighbouring pixels.
 *
 * @param horizontal {@code [N,C,H,W]}
 * @param vertical {@code [N,C,H,W]}
 */
public record SobelDerivatives(Tensor horizontal, Tensor vertical) {
    /** The derivatives of Sobel's operator with its usual factors, of whole numbers, over those of neighbouring pixels. */
    static final double WHOLE_NUMBERS = 8;

    // A ramp that rises by 1 a pixel has the derivative 1.
    private static final double[] DIFFERENCE = {-.5, 0, .5};
    private static final double[] MEAN = {.25, .5, .25};

    /** With the border of the image repeated; in 32 bits, as derivatives are small differences. */
    static SobelDerivatives of(Tensor image) {
        return inside(image.to(Precision.FP32).replicatePad(1));
    }

    /** Of all pixels that have neighbours on every side. */
    private static SobelDerivatives inside(Tensor padded) {
        return new SobelDerivatives(
                SlidingSum.along(3, SlidingSum.along(2, padded, MEAN), DIFFERENCE),
                SlidingSum.along(2, SlidingSum.along(3, padded, MEAN), DIFFERENCE));
    }

    static Tensor loss(Tensor image, Tensor target) {
        // Derivatives are linear: that of the difference is the difference of the derivatives.
        SobelDerivatives difference = of(image.minus(target));
        Tensor horizontal = difference.horizontal().absolute();
        Tensor vertical = difference.vertical().absolute();
        return horizontal.meanOfAll().plus(vertical.meanOfAll()).times(0.5);
    }

    /** |∂x| + |∂y| at every pixel; the length's square root would have no finite derivative where both are 0. */
    public static Tensor magnitude(Tensor image) {
        return Scope.compute(() -> of(image).magnitude());
    }

    /**
     * |∂x| + |∂y| as the programs of fusion networks' authors often have it: black beyond the border, and in Sobel's whole numbers, 8 times
     * the difference of neighbouring pixels.
     */
    static Tensor magnitudeInBlack(Tensor image) {
        return Scope.compute(
                () -> inside(image.to(Precision.FP32).zeroPad(1)).magnitude().times(WHOLE_NUMBERS));
    }

    private Tensor magnitude() {
        return horizontal.absolute().plus(vertical.absolute());
    }

    /** The square of the length at every pixel, {@code [N,C,H,W]}. */
    Tensor squaredLength() {
        return Scope.compute(() -> horizontal.square().plus(vertical.square()));
    }
}
