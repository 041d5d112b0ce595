package io.dynafuse.network.cddfuse;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.LayerNormalisation;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Map;

/**
 * PFCFuse's branch of base features (Hu et al. 2024): what pixels differ by from the mean around them, then a feed-forward network, each times a factor for
 * every channel; no biases but those of the normalisations. It is a block of PoolFormer (Yu et al. 2022, arXiv:2111.11418), but for pixels beyond the border,
 * which count as zeros in its means.
 *
 * @param channels of input and output
 */
record PoolingBranch(int channels) implements BaseBranch {
    private static final int RADIUS = 1;
    private static final int EXPANSION = 4;

    /** As PoolFormer begins, so that a block changes little. */
    private static final Initializer SMALL = Initializer.constant(1e-5f);

    @Override
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        ParameterDeclarations.of("layer_scale_1", SMALL, channels),
                        ParameterDeclarations.of("layer_scale_2", SMALL, channels),
                        normalisation().declare("norm1.body"),
                        normalisation().declare("norm2.body"),
                        widening().declare("poolmlp.fc1"),
                        narrowing().declare("poolmlp.fc2"))
                .in(name);
    }

    @Override
    public Tensor apply(Tensor input, Parameters branch, Strips strips) {
        return Scope.compute(() -> feedForward(pool(input, branch, strips), branch, strips));
    }

    /** The factor is taken into the normalisation, as all that follows is linear. */
    private Tensor pool(Tensor input, Parameters branch, Strips strips) {
        Tensor factor = branch.get("layer_scale_1");
        Parameters layer = branch.in("norm1.body");
        Parameters scaled = Parameters.of(Map.of(
                "weight",
                layer.get("weight").times(factor),
                "bias",
                layer.get("bias").times(factor)));
        return strips.add(input, RADIUS, part -> {
            Tensor normalised = normalisation().applyToChannels(part, scaled);
            return Padding.ZERO.meanAround(normalised, RADIUS).minus(normalised);
        });
    }

    private Tensor feedForward(Tensor input, Parameters branch, Strips strips) {
        Parameters network = branch.in("poolmlp");
        Parameters wide = normalisation().fold(branch.in("norm2.body"), network.in("fc1"));
        Tensor factor = branch.get("layer_scale_2").reshape(channels, 1, 1, 1);
        Parameters narrow =
                Parameters.of(Map.of("weight", network.get("fc2.weight").times(factor)));
        return strips.add(input, 0, part -> {
            Tensor normalised = normalisation().standardiseChannels(part);
            return narrowing().apply(Activation.GELU.overwrite(widening().apply(normalised, wide)), narrow);
        });
    }

    private LayerNormalisation normalisation() {
        return LayerNormalisation.of(channels);
    }

    private Convolution widening() {
        return Convolution.of(channels, EXPANSION * channels, 1).withoutBias();
    }

    private Convolution narrowing() {
        return Convolution.of(EXPANSION * channels, channels, 1).withoutBias();
    }
}
