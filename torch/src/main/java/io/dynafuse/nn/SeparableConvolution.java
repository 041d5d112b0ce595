package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * A map of every pixel's channels, then a 3×3 convolution of every channel by itself, with zeros around the image and without biases: what Restormer
 * (Zamir et al. 2022, arXiv:2111.09881) makes queries, keys, values and gates with. It looks {@value #RADIUS} pixel far.
 *
 * @param inputs channels in
 * @param outputs channels out
 */
public record SeparableConvolution(int inputs, int outputs) {
    /** How far it looks, in pixels. */
    public static final int RADIUS = 1;

    /** Its parameters below {@code pointwise} and {@code depthwise}, beginning as PyTorch's do. */
    public ParameterDeclarations declare(String pointwise, String depthwise) {
        return ParameterDeclarations.join(
                pointwise(outputs).declare(pointwise), depthwise(outputs).declare(depthwise));
    }

    /** Convolves {@code [N,inputs,H,W]} to {@code [N,outputs,H,W]}. */
    public Tensor apply(Tensor input, Parameters pointwise, Parameters depthwise) {
        return apply(input, pointwise, depthwise, 0, outputs);
    }

    /** Only some of the outputs, {@code [N,count,H,W]}. */
    public Tensor apply(Tensor input, Parameters pointwise, Parameters depthwise, int first, int count) {
        return Scope.compute(() -> depthwise(count)
                .apply(
                        pointwise(count).apply(input, Convolution.outputs(pointwise, first, count)),
                        Convolution.outputs(depthwise, first, count)));
    }

    private Convolution pointwise(int count) {
        return Convolution.of(inputs, count, 1).withoutBias();
    }

    private static Convolution depthwise(int count) {
        return Convolution.depthwise(count, 2 * RADIUS + 1)
                .padding(Padding.ZERO, RADIUS)
                .withoutBias();
    }
}
