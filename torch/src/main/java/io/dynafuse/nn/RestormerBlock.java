package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.stream.IntStream;

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

    /** The parameters of {@code count} blocks, one after the other, called by their numbers. */
    public ParameterDeclarations declare(int count) {
        return ParameterDeclarations.join(IntStream.range(0, count)
                .mapToObj(number -> declare(Integer.toString(number)))
                .toArray(ParameterDeclarations[]::new));
    }

    /** Applies {@code count} blocks one after the other, as {@link #apply(Tensor, Parameters, Strips)} does. */
    public Tensor apply(Tensor input, int count, Parameters blocks, Strips strips) {
        return Scope.compute(() -> {
            Tensor result = input;
            for (int number = 0; number < count; number++) {
                result = apply(result, blocks.in(Integer.toString(number)), strips);
            }
            return result;
        });
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
        Parameters pointwise = normalisation().fold(block.in("norm1.body"), attention.in("qkv"));
        Parameters depthwise = attention.in("qkv_dwconv");
        Tensor products = strips.sum(
                input,
                SeparableConvolution.RADIUS,
                part -> attention(part, pointwise, depthwise, 0, 2),
                both -> Attention.channelProducts(both.slice(1, 0, channels), both.slice(1, channels, channels)));
        // Two matrices in one: the weights, and the projection of what they give.
        Tensor matrix = matrix(attention.get("project_out.weight"))
                .matmul(Attention.channelWeights(products, attention.get("temperature")));
        return strips.add(
                input,
                SeparableConvolution.RADIUS,
                part -> Attention.mixChannels(attention(part, pointwise, depthwise, 2, 1), matrix));
    }

    /** Queries, keys and values: {@code count} of these three, from {@code first} on. */
    private Tensor attention(Tensor input, Parameters pointwise, Parameters depthwise, int first, int count) {
        return attention()
                .apply(
                        normalisation().standardiseChannels(input),
                        pointwise,
                        depthwise,
                        first * channels,
                        count * channels);
    }

    private Tensor feedForward(Tensor input, Parameters block, Strips strips) {
        Parameters pointwise = normalisation().fold(block.in("norm2.body"), block.in("ffn.project_in"));
        Parameters depthwise = block.in("ffn.dwconv");
        return strips.add(input, SeparableConvolution.RADIUS, part -> {
            Tensor normalised = normalisation().standardiseChannels(part);
            Tensor gated = gate(
                    gates().apply(normalised, pointwise, depthwise, 0, hidden()),
                    gates().apply(normalised, pointwise, depthwise, hidden(), hidden()));
            return pointwise(hidden()).apply(gated, block.in("ffn.project_out"));
        });
    }

    /** gelu(gate) · value; overwrites the gate unless it is recorded. */
    public static Tensor gate(Tensor gate, Tensor value) {
        return gate.requiresGrad()
                ? Activation.GELU.apply(gate).times(value)
                : Activation.GELU.overwrite(gate).timesInPlace(value);
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
