package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A 2-D convolution of {@code [N,inputs,H,W]} tensors. Its parameters are {@code weight} {@code [outputs,inputs/groups,side,side]} and {@code bias}
 * {@code [outputs]}. The result has its channels last as a rule, and is planar where channels are convolved each by itself and the input is planar.
 *
 * @param inputs channels in
 * @param outputs channels out
 * @param side of the kernel, in pixels
 * @param stride pixels between those that the kernel is placed on
 * @param dilation pixels between those that neighbours in the kernel see
 * @param groups into how many parts the channels are cut, each output seeing only the inputs of its part
 * @param padding what stands beyond the border
 * @param margin how many pixels of that on every side
 * @param biased whether a bias is declared; {@link #apply} adds one wherever it is given, as folding makes one
 */
public record Convolution(
        int inputs,
        int outputs,
        int side,
        int stride,
        int dilation,
        int groups,
        Padding padding,
        int margin,
        boolean biased) {
    private static final long WIDE = 256 * 512;

    /** @throws IllegalArgumentException if a number is not positive, the margin is negative or the groups do not divide the channels */
    public Convolution {
        if (Math.min(Math.min(inputs, outputs), Math.min(side, Math.min(stride, dilation))) < 1 || margin < 0) {
            throw new IllegalArgumentException(
                    "expected positive sizes, found " + inputs + " to " + outputs + " channels, side " + side
                            + ", stride " + stride + ", dilation " + dilation + ", margin " + margin);
        }
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    "expected groups that divide " + inputs + " and " + outputs + " channels, found " + groups);
        }
    }

    /** A convolution with bias, stride 1, one group and nothing beyond the border. */
    public static Convolution of(int inputs, int outputs, int side) {
        return new Convolution(inputs, outputs, side, 1, 1, 1, Padding.ZERO, 0, true);
    }

    /** A convolution of every channel by itself, with bias, stride 1 and nothing beyond the border. */
    public static Convolution depthwise(int channels, int side) {
        return of(channels, channels, side).groups(channels);
    }

    /** This convolution placed on every {@code pixels}-th pixel. */
    public Convolution stride(int pixels) {
        return new Convolution(inputs, outputs, side, pixels, dilation, groups, padding, margin, biased);
    }

    /** This convolution with a kernel whose neighbours see every {@code pixels}-th pixel. */
    public Convolution dilation(int pixels) {
        return new Convolution(inputs, outputs, side, stride, pixels, groups, padding, margin, biased);
    }

    /** This convolution with its channels cut into parts. */
    public Convolution groups(int count) {
        return new Convolution(inputs, outputs, side, stride, dilation, count, padding, margin, biased);
    }

    /** This convolution with {@code pixels} more on every side of its input. */
    public Convolution padding(Padding kind, int pixels) {
        return new Convolution(inputs, outputs, side, stride, dilation, groups, kind, pixels, biased);
    }

    /** This convolution without a bias of its own. */
    public Convolution withoutBias() {
        return new Convolution(inputs, outputs, side, stride, dilation, groups, padding, margin, false);
    }

    /** Its parameters below {@code name}, beginning as PyTorch's do. */
    public ParameterDeclarations declare(String name) {
        return declare(name, Initializer.uniformFanIn());
    }

    /** Its parameters below {@code name}, the weight beginning as given. */
    public ParameterDeclarations declare(String name, Initializer weight) {
        return ParameterDeclarations.ofLayer(weight, biased, outputs, inputs / groups, side, side)
                .in(name);
    }

    /** Some of the outputs of a convolution or linear map: its parameters, cut. */
    public static Parameters outputs(Parameters layer, long first, long count) {
        Map<String, Tensor> parts = new LinkedHashMap<>();
        layer.names().forEach(name -> parts.put(name, layer.get(name).slice(0, first, count)));
        return Parameters.of(parts);
    }

    /**
     * Convolves.
     *
     * @param input {@code [N,inputs,H,W]}
     * @param layer {@code weight} and, perhaps, {@code bias}
     * @return {@code [N,outputs,⌊(H+2·margin−reach)/stride⌋+1,⌊(W+2·margin−reach)/stride⌋+1]} with a reach of {@code dilation·(side−1)+1}
     */
    public Tensor apply(Tensor input, Parameters layer) {
        return apply(input, layer, false);
    }

    /** {@link #apply}, then {@link Activation#RELU}, as one operation where that is possible; what is no number (NaN) may become 0. */
    public Tensor applyRelu(Tensor input, Parameters layer) {
        return apply(input, layer, true);
    }

    private Tensor apply(Tensor input, Parameters layer, boolean relu) {
        boolean byProduct = input.requiresGrad() || !input.isChannelsLast() || isWide();
        if (isOfSinglePixels() && input.hasAdjacentChannels() && byProduct) {
            Tensor product = ofEveryPixel(input, layer);
            return relu ? Activation.RELU.overwrite(product) : product;
        }
        return Scope.compute(() -> {
            Tensor extended = extended(input);
            Tensor weight = layer.get("weight");
            // The layouts in which the engine's results and derivatives are right on every processor (see
            // Tensor.convolve).
            if (groups > 1 && groups == inputs && outputs > inputs) {
                extended = extended.planar();
            } else if (input.requiresGrad() && inputs == 1) {
                extended = withZeros(extended);
                weight = withZeros(weight);
            } else if (inputs > 1 && (input.requiresGrad() || groups == 1)) {
                extended = extended.channelsLast();
                weight = weight.channelsLast();
            }
            Optional<Tensor> bias = layer.find("bias");
            int zeros = padding == Padding.ZERO ? margin : 0;
            return relu
                    ? extended.convolveRelu(weight, bias, stride, zeros, dilation, groups)
                    : extended.convolve(weight, bias, stride, zeros, dilation, groups);
        });
    }

    /** So wide that the engine can end the process (see Tensor.convolve). */
    private boolean isWide() {
        return (long) inputs * outputs >= WIDE;
    }

    private boolean isOfSinglePixels() {
        return side == 1 && stride == 1 && groups == 1 && margin == 0;
    }

    /** One matrix product: slices of channels need not be copied, and derivatives are faster. */
    private Tensor ofEveryPixel(Tensor input, Parameters layer) {
        return Scope.compute(() -> input.permute(0, 2, 3, 1)
                .linear(layer.get("weight").reshape(outputs, inputs), layer.find("bias"))
                .permute(0, 3, 1, 2));
    }

    /** A second channel that changes nothing. */
    private static Tensor withZeros(Tensor channel) {
        return Tensor.concatenate(List.of(channel, channel.times(0)), 1).channelsLast();
    }

    /** Zeros are left to the engine. */
    private Tensor extended(Tensor input) {
        return margin == 0 || padding == Padding.ZERO ? input : padding.extend(input, margin);
    }
}
