package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * Layer normalisation (Ba et al. 2016, arXiv:1607.06450): minus the mean of the features, divided by √(variance + ε) with the biased variance,
 * times {@code weight} plus {@code bias}, both {@code [features]}.
 *
 * @param features how many are normalised together
 * @param epsilon ε, PyTorch's 1e-5 unless said otherwise
 */
public record LayerNormalisation(int features, double epsilon) {
    /** PyTorch's ε. */
    public static LayerNormalisation of(int features) {
        return new LayerNormalisation(features, 1e-5);
    }

    /** Its parameters below {@code name}, beginning as what only normalises. */
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        ParameterDeclarations.of("weight", Initializer.ones(), features),
                        ParameterDeclarations.of("bias", Initializer.zeros(), features))
                .in(name);
    }

    /** Normalises the last dimension, as of tokens {@code [N,L,features]}. */
    public Tensor apply(Tensor input, Parameters layer) {
        return input.normaliseLast(layer.get("weight"), layer.get("bias"), epsilon);
    }

    /** Normalises the channels of every pixel of a {@code [N,features,H,W]} tensor; the result is channels-last. */
    public Tensor applyToChannels(Tensor input, Parameters layer) {
        return Scope.compute(() -> apply(input.permute(0, 2, 3, 1), layer).permute(0, 3, 1, 2));
    }
}
