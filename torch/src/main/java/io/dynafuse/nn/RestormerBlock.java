package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * A transformer block of Restormer (Zamir et al. 2022, arXiv:2111.09881): attention among channels, then a gated feed-forward network, each on
 * normalised features and added to what it was given; no biases but those of the normalisations. Parameters are named as in its authors' code.
 *
 * @param channels of input and output
 * @param heads of the attention, which divide the channels
 * @param expansion how many times as many channels the feed-forward network has inside
 */
public record RestormerBlock(int channels, int heads, int expansion) {
    /** @throws IllegalArgumentException if a number is not positive or the heads do not divide the channels */
    public RestormerBlock {
        if (Math.min(Math.min(channels, heads), expansion) < 1 || channels % heads != 0) {
            throw new IllegalArgumentException("expected channels that " + heads
                    + " heads divide and an expansion of 1 or more, found " + channels + " and " + expansion);
        }
    }

    /** Its parameters below {@code name}, beginning as PyTorch's do. */
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        normalisation().declare("norm1.body"),
                        ParameterDeclarations.of("attn.temperature", Initializer.ones(), heads, 1, 1),
                        attention().declare("attn.qkv", "attn.qkv_dwconv"),
                        pointwise(channels).declare("attn.project_out"),
                        normalisation().declare("norm2.body"),
                        gates().declare("ffn.project_in", "ffn.dwconv"),
                        pointwise(hidden()).declare("ffn.project_out"))
                .in(name);
    }

    /**
     * Applies the block.
     *
     * @param input {@code [N,channels,H,W]}; a channels-last one, or a slice of channels of one, is overwritten if cut into several strips
     * @param block its parameters
     * @return {@code [N,channels,H,W]}, channels-last
     */
    public Tensor apply(Tensor input, Parameters block, Strips strips) {
        return Scope.compute(() -> {
            Tensor adjacent = input.hasAdjacentChannels() ? input : input.channelsLast();
            return feedForward(attend(adjacent, block, strips), block, strips);
        });
    }

    private Tensor attend(Tensor input, Parameters block, Strips strips) {
        Parameters attention = block.in("attn");
        Tensor products = strips.sum(
                input,
                SeparableConvolution.RADIUS,
                part -> attention(normalised(part, block, "norm1"), attention, 0, 2),
                both -> Attention.channelProducts(both.slice(1, 0, channels), both.slice(1, channels, channels)));
        // Two matrices in one: the weights, and the projection of what they give.
        Tensor matrix = matrix(attention.get("project_out.weight"))
                .matmul(Attention.channelWeights(products, attention.get("temperature")));
        return strips.update(
                input,
                SeparableConvolution.RADIUS,
                part -> part.plus(
                        Attention.mixChannels(attention(normalised(part, block, "norm1"), attention, 2, 1), matrix)));
    }

    /** Queries, keys and values: {@code count} of these three, from {@code first} on. */
    private Tensor attention(Tensor input, Parameters attention, int first, int count) {
        return attention()
                .apply(input, attention.in("qkv"), attention.in("qkv_dwconv"), first * channels, count * channels);
    }

    private Tensor feedForward(Tensor input, Parameters block, Strips strips) {
        return strips.update(input, SeparableConvolution.RADIUS, part -> {
            Tensor normalised = normalised(part, block, "norm2");
            Tensor gated = gate(gates(normalised, block, 0), gates(normalised, block, 1));
            return part.plus(pointwise(hidden()).apply(gated, block.in("ffn.project_out")));
        });
    }

    /** The first or the second half of what the gates are made of. */
    private Tensor gates(Tensor input, Parameters block, int half) {
        return gates().apply(input, block.in("ffn.project_in"), block.in("ffn.dwconv"), half * hidden(), hidden());
    }

    /** gelu(gate) · value; overwrites the gate unless it is recorded. */
    public static Tensor gate(Tensor gate, Tensor value) {
        return gate.requiresGrad()
                ? Activation.GELU.apply(gate).times(value)
                : Activation.GELU.overwrite(gate).timesInPlace(value);
    }

    private Tensor normalised(Tensor input, Parameters block, String name) {
        return normalisation().applyToChannels(input, block.in(name + ".body"));
    }

    private static Tensor matrix(Tensor pointwise) {
        return pointwise.reshape(pointwise.size(0), pointwise.size(1));
    }

    private LayerNormalisation normalisation() {
        return LayerNormalisation.of(channels);
    }

    private SeparableConvolution attention() {
        return new SeparableConvolution(channels, 3 * channels);
    }

    private SeparableConvolution gates() {
        return new SeparableConvolution(channels, 2 * hidden());
    }

    private Convolution pointwise(int inputs) {
        return Convolution.of(inputs, channels, 1).withoutBias();
    }

    private int hidden() {
        return expansion * channels;
    }
}
