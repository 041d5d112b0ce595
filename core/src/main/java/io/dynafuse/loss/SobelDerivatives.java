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
    private static final double[] NARROW = {.2, 1, .2};

    /** With the border of the image repeated; in 32 bits, as derivatives are small differences. */
    static SobelDerivatives of(Tensor image) {
        return inside(image.to(Precision.FP32).replicatePad(1), MEAN);
    }

    private static SobelDerivatives inBlack(Tensor image, double... across) {
        return inside(image.to(Precision.FP32).zeroPad(1), across);
    }

    /**
     * Of all pixels that have neighbours on every side.
     *
     * @param across the weights of the three lines that a derivative is taken along
     */
    private static SobelDerivatives inside(Tensor padded, double... across) {
        return new SobelDerivatives(
                SlidingSum.along(3, SlidingSum.along(2, padded, across), DIFFERENCE),
                SlidingSum.along(2, SlidingSum.along(3, padded, across), DIFFERENCE));
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
        return Scope.compute(() -> inBlack(image, MEAN).magnitude().times(WHOLE_NUMBERS));
    }

    /**
     * The one derivative of an image that TC-MoA (Zhu et al. 2024) compares, {@code [N,1,H,W]} with sign: towards the right plus upwards, the
     * neighbouring lines counting a fifth, the channels added, black beyond the border.
     */
    static Tensor diagonalInBlack(Tensor image) {
        return Scope.compute(() -> {
            Tensor sum = image.to(Precision.FP32).mean(1).times(image.size(1));
            SobelDerivatives derivatives = inBlack(sum, NARROW);
            return derivatives.horizontal().minus(derivatives.vertical()).times(2);
        });
    }

    private Tensor magnitude() {
        return horizontal.absolute().plus(vertical.absolute());
    }

    /** The square of the length at every pixel, {@code [N,C,H,W]}. */
    Tensor squaredLength() {
        return Scope.compute(() -> horizontal.square().plus(vertical.square()));
    }
}
