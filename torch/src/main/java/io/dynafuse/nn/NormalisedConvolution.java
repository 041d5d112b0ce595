package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * A convolution and the batch normalisation by running statistics after it, computed as one convolution.
 *
 * @param convolution with or without a bias
 */
public record NormalisedConvolution(Convolution convolution) {
    /** The parameters of both layers below their names. */
    public ParameterDeclarations declare(String convolutionName, String normalisationName) {
        return ParameterDeclarations.join(
                convolution.declare(convolutionName), normalisation().declare(normalisationName));
    }

    /**
     * Convolves and normalises.
     *
     * @param input {@code [N,inputs,H,W]}
     * @param ofConvolution {@code weight} and, perhaps, {@code bias}
     * @param ofNormalisation as {@link BatchNormalisation} declares them
     * @return {@code [N,outputs,H,W]}, as {@link Convolution#apply} says
     */
    public Tensor apply(Tensor input, Parameters ofConvolution, Parameters ofNormalisation) {
        return Scope.compute(() -> convolution.apply(input, normalisation().fold(ofConvolution, ofNormalisation)));
    }

    private BatchNormalisation normalisation() {
        return BatchNormalisation.of(convolution.outputs());
    }
}
