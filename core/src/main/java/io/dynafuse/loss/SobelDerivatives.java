package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** The Sobel derivatives of images, their border repeated, in differences of neighbouring pixels. */
final class SobelDerivatives {
    // A ramp that rises by 1 a pixel has the derivative 1.
    private static final float[] HORIZONTAL = {-.125f, 0, .125f, -.25f, 0, .25f, -.125f, 0, .125f};

    private SobelDerivatives() {}

    static Tensor loss(Tensor image, Tensor target) {
        // Derivatives are linear: that of the difference is the difference of the derivatives.
        Tensor difference = ChannelPlanes.of(image.minus(target)).replicatePad(1);
        Tensor kernel = Tensor.of(HORIZONTAL, 1, 1, 3, 3).to(image.device(), image.precision());
        Tensor horizontal = difference.convolve(kernel, Optional.empty(), 0).absolute();
        Tensor vertical =
                difference.convolve(kernel.transpose(2, 3), Optional.empty(), 0).absolute();
        return horizontal.meanOfAll().plus(vertical.meanOfAll()).times(0.5);
    }
}
