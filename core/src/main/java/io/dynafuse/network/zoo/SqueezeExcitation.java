package io.dynafuse.network.zoo;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * A factor for every channel, from the means of all channels over the image (Hu et al. 2018, arXiv:1709.01507): a layer to {@code hidden} channels, ReLU,
 * a layer back. What bounds the factors, if anything does, is left to the network.
 *
 * @param channels of the input
 * @param hidden channels between the two layers
 */
record SqueezeExcitation(int channels, int hidden) {
    /** The parameters of both layers below {@code name}. */
    ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(squeeze().declare("0"), excitation().declare("2"))
                .in(name);
    }

    private Convolution squeeze() {
        return Convolution.of(channels, hidden, 1);
    }

    private Convolution excitation() {
        return Convolution.of(hidden, channels, 1);
    }

    /**
     * The factors.
     *
     * @param features {@code [N,channels,H,W]}
     * @return {@code [N,channels,1,1]}
     */
    Tensor apply(Tensor features, Parameters layer) {
        return Scope.compute(() -> excitation()
                .apply(Activation.RELU.overwrite(squeeze().apply(features.mean(2, 3), layer.in("0"))), layer.in("2")));
    }
}
