package io.dynafuse.network.cddfuse;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        return ParameterDeclarations.join(wide(1).declare("0"), depthwise(1).declare("3"), narrow().declare("5"))
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
        boolean recorded = mixed.requiresGrad();
        Tensor shift = bottlenecks(first, layer, PHI).get(0);
        Tensor shifted = recorded ? second.plus(shift) : second.plusInPlace(shift);
        List<Tensor> factorAndShift = bottlenecks(shifted, layer, RHO, ETA);
        Tensor factor = factorAndShift.get(0).exponential();
        if (recorded) {
            Tensor scaled = first.times(factor).plus(factorAndShift.get(1));
            return Tensor.concatenate(List.of(scaled, shifted), 1);
        }
        first.timesInPlace(factor).plusInPlace(factorAndShift.get(1));
        return mixed;
    }

    /** What bottlenecks give of the same input, their layers side by side. */
    private List<Tensor> bottlenecks(Tensor input, Parameters layer, String... names) {
        List<Parameters> all = Stream.of(names)
                .map(name -> layer.in(name).in("bottleneckBlock"))
                .toList();
        int count = all.size();
        Tensor wide = Activation.RELU6.overwrite(wide(count).apply(input, joined(all, "0")));
        Tensor seen = Activation.RELU6.overwrite(depthwise(count).apply(wide, joined(all, "3")));
        return IntStream.range(0, count)
                .mapToObj(i -> narrow().apply(
                                seen.slice(1, (long) i * channels, channels),
                                all.get(i).in("5")))
                .toList();
    }

    private static Parameters joined(List<Parameters> bottlenecks, String convolution) {
        return Parameters.of(Map.of(
                "weight",
                Tensor.concatenate(
                        bottlenecks.stream()
                                .map(each -> each.in(convolution).get("weight"))
                                .toList(),
                        0)));
    }

    private Convolution mixing() {
        return Convolution.of(channels, channels, 1);
    }

    private Convolution wide(int bottlenecks) {
        return Convolution.of(half(), bottlenecks * channels, 1).withoutBias();
    }

    private Convolution depthwise(int bottlenecks) {
        return Convolution.depthwise(bottlenecks * channels, 2 * RADIUS_OF_ONE + 1)
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
