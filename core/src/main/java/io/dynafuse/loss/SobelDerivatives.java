package io.dynafuse.loss;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/**
 * The Sobel derivatives of images, their border repeated, in differences of neighbouring pixels.
 *
 * @param horizontal {@code [N·C,1,H,W]}
 * @param vertical {@code [N·C,1,H,W]}
 */
record SobelDerivatives(Tensor horizontal, Tensor vertical) {
    // A ramp that rises by 1 a pixel has the derivative 1.
    private static final float[] HORIZONTAL = {-.125f, 0, .125f, -.25f, 0, .25f, -.125f, 0, .125f};

    /** In 32 bits, as derivatives are small differences. */
    static SobelDerivatives of(Tensor image) {
        Tensor planes = ChannelPlanes.of(image.to(Precision.FP32)).replicatePad(1);
        Tensor kernel = Tensor.of(HORIZONTAL, 1, 1, 3, 3).to(image.device(), Precision.FP32);
        return new SobelDerivatives(
                planes.convolve(kernel, Optional.empty(), 0),
                planes.convolve(kernel.transpose(2, 3), Optional.empty(), 0));
    }

    static Tensor loss(Tensor image, Tensor target) {
        // Derivatives are linear: that of the difference is the difference of the derivatives.
        SobelDerivatives difference = of(image.minus(target));
        Tensor horizontal = difference.horizontal().absolute();
        Tensor vertical = difference.vertical().absolute();
        return horizontal.meanOfAll().plus(vertical.meanOfAll()).times(0.5);
    }

    /** |∂x| + |∂y| at every pixel; the length's square root would have no finite derivative where both are 0. */
    static Tensor magnitude(Tensor image) {
        SobelDerivatives derivatives = of(image);
        return derivatives.horizontal().absolute().plus(derivatives.vertical().absolute());
    }
}
