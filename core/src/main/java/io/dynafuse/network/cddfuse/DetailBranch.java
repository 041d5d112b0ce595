package io.dynafuse.network.cddfuse;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CDDFuse's branch of detail features (Zhao et al. 2023, Section 3.2): invertible layers, in which one half of the channels shifts and scales the other.
 *
 * @param channels of input and output, an even number
 * @param layers one after the other
 */
record DetailBranch(int channels, int layers) {
    // What shifts the second half, what scales the first, and what shifts it.
    private static final String PHI = "theta_phi";
    private static final String RHO = "theta_rho";
    private static final String ETA = "theta_eta";
    private static final int RADIUS_OF_ONE = 1;

    /** How far it looks, in pixels. */
    int radius() {
        return 2 * RADIUS_OF_ONE * layers;
    }

    ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(IntStream.range(0, layers)
                        .mapToObj(layer -> declareLayer().in("net." + layer))
                        .toArray(ParameterDeclarations[]::new))
                .in(name);
    }

    private ParameterDeclarations declareLayer() {
        return ParameterDeclarations.join(
                declareBottleneck(PHI), declareBottleneck(RHO), declareBottleneck(ETA), mixing().declare("shffleconv"));
    }

    private ParameterDeclarations declareBottleneck(String name) {
        return ParameterDeclarations.join(wide().declare("0"), depthwise().declare("3"), narrow().declare("5"))
                .in(name + ".bottleneckBlock");
    }

    /**
     * Applies the branch.
     *
     * @param input {@code [N,channels,H,W]}, 2 or more pixels high and wide
     * @return {@code [N,channels,H,W]}, a new tensor
     */
    Tensor apply(Tensor input, Parameters branch) {
        return Scope.compute(() -> {
            Tensor result = input;
            for (int layer = 0; layer < layers; layer++) {
                Tensor before = result;
                Parameters own = branch.in("net." + layer);
                result = Scope.compute(() -> layer(before, own));
            }
            return result;
        });
    }

    private Tensor layer(Tensor input, Parameters layer) {
        Tensor mixed = mixing().apply(input, layer.in("shffleconv"));
        Tensor first = mixed.slice(1, 0, half());
        Tensor second = mixed.slice(1, half(), half());
        Tensor shift = bottleneck(first, layer.in(PHI));
        if (mixed.requiresGrad() || shift.requiresGrad()) {
            Tensor shifted = second.plus(shift);
            Tensor scale = bottleneck(shifted, layer.in(RHO)).exponential();
            Tensor scaled = first.times(scale).plus(bottleneck(shifted, layer.in(ETA)));
            return Tensor.concatenate(List.of(scaled, shifted), 1);
        }
        second.plusInPlace(shift);
        first.timesInPlace(bottleneck(second, layer.in(RHO)).exponential());
        first.plusInPlace(bottleneck(second, layer.in(ETA)));
        return mixed;
    }

    private Tensor bottleneck(Tensor input, Parameters bottleneck) {
        Parameters own = bottleneck.in("bottleneckBlock");
        return Scope.compute(() -> {
            Tensor wide = Activation.RELU6.overwrite(wide().apply(input, own.in("0")));
            Tensor seen = Activation.RELU6.overwrite(depthwise().apply(wide, own.in("3")));
            return narrow().apply(seen, own.in("5"));
        });
    }

    private Convolution mixing() {
        return Convolution.of(channels, channels, 1);
    }

    private Convolution wide() {
        return Convolution.of(half(), channels, 1).withoutBias();
    }

    private Convolution depthwise() {
        return Convolution.depthwise(channels, 2 * RADIUS_OF_ONE + 1)
                .padding(Padding.REFLECT, RADIUS_OF_ONE)
                .withoutBias();
    }

    private Convolution narrow() {
        return Convolution.of(channels, half(), 1).withoutBias();
    }

    private int half() {
        return channels / 2;
    }
}
