package io.dynafuse.network.cddfuse;

import io.dynafuse.nn.Attention;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.LayerNormalisation;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Map;

/**
 * CDDFuse's branch of base features (Zhao et al. 2023, Section 3.2): attention among channels whose queries, keys and values look at all channels of
 * the pixels around, then a gated feed-forward network; no biases but those of the normalisations.
 *
 * @param channels of input and output
 * @param heads of the attention
 */
record AttentionBranch(int channels, int heads) implements BaseBranch {
    private static final int RADIUS = 1;
    private static final int SIDE = 2 * RADIUS + 1;
    private static final int IN_A_GROUP = 2;

    @Override
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        normalisation().declare("norm1.body"),
                        ParameterDeclarations.of("attn.scale", Initializer.ones(), heads, 1, 1),
                        pointwise(3 * channels).declare("attn.qkv1"),
                        around(3 * channels, 3 * channels).declare("attn.qkv2"),
                        pointwise(channels).declare("attn.proj"),
                        normalisation().declare("norm2.body"),
                        pointwise(2 * channels).declare("mlp.project_in"),
                        grouped(2 * channels).declare("mlp.dwconv"),
                        pointwise(channels).declare("mlp.project_out"))
                .in(name);
    }

    @Override
    public Tensor apply(Tensor input, Parameters branch, Strips strips) {
        return Scope.compute(() -> feedForward(attend(input, branch, strips), branch, strips));
    }

    private Tensor attend(Tensor input, Parameters branch, Strips strips) {
        Parameters attention = branch.in("attn");
        Parameters normalisation = branch.in("norm1.body");
        Parameters both = Parameters.of(Map.of("weight", merged(attention)));
        Tensor products = strips.sum(
                input,
                RADIUS,
                part -> attention(part, normalisation, both, 0, 2),
                queriesAndKeys -> Attention.channelProducts(
                        queriesAndKeys.slice(1, 0, channels), queriesAndKeys.slice(1, channels, channels)));
        Tensor matrix =
                matrix(attention.get("proj.weight")).matmul(Attention.channelWeights(products, attention.get("scale")));
        return strips.add(
                input, RADIUS, part -> Attention.mixChannels(attention(part, normalisation, both, 2, 1), matrix));
    }

    /** Queries, keys and values: {@code count} of these three, from {@code first} on. */
    private Tensor attention(Tensor input, Parameters normalisation, Parameters merged, int first, int count) {
        return around(channels, count * channels)
                .apply(
                        normalisation().applyToChannels(input, normalisation),
                        Convolution.outputs(merged, (long) first * channels, (long) count * channels));
    }

    /**
     * Two convolutions as one, of a third of the work: the first sees single pixels, and as it has no bias, the zeros around what it gives are those
     * around what it is given.
     */
    private Tensor merged(Parameters attention) {
        int all = 3 * channels;
        return Scope.compute(() -> attention
                .get("qkv2.weight")
                .permute(0, 2, 3, 1)
                .reshape(all * SIDE * SIDE, all)
                .matmul(matrix(attention.get("qkv1.weight")))
                .reshape(all, SIDE, SIDE, channels)
                .permute(0, 3, 1, 2));
    }

    private Tensor feedForward(Tensor input, Parameters branch, Strips strips) {
        Parameters network = branch.in("mlp");
        Parameters pointwise = normalisation().fold(branch.in("norm2.body"), network.in("project_in"));
        Parameters grouped = network.in("dwconv");
        return strips.add(input, RADIUS, part -> {
            Tensor normalised = normalisation().standardiseChannels(part);
            Tensor gated = RestormerBlock.gate(
                    half(normalised, pointwise, grouped, 0), half(normalised, pointwise, grouped, channels));
            return pointwise(channels).apply(gated, network.in("project_out"));
        });
    }

    private Tensor half(Tensor normalised, Parameters pointwise, Parameters grouped, int first) {
        Tensor pixels = pointwise(channels).apply(normalised, Convolution.outputs(pointwise, first, channels));
        return grouped(channels).apply(pixels, Convolution.outputs(grouped, first, channels));
    }

    private static Tensor matrix(Tensor pointwise) {
        return pointwise.reshape(pointwise.size(0), pointwise.size(1));
    }

    private LayerNormalisation normalisation() {
        return LayerNormalisation.of(channels);
    }

    private Convolution pointwise(int outputs) {
        return Convolution.of(channels, outputs, 1).withoutBias();
    }

    private static Convolution around(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, SIDE)
                .padding(Padding.ZERO, RADIUS)
                .withoutBias();
    }

    private static Convolution grouped(int channels) {
        return around(channels, channels).groups(channels / IN_A_GROUP);
    }
}
