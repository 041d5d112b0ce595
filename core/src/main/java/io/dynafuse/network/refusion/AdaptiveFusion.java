package io.dynafuse.network.refusion;

import io.dynafuse.nn.Attention;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.SeparableConvolution;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * ReFusion's adaptive fusion module (Bai et al. 2024, Section 3.4 and Fig. 3): attention among channels in which each source's values are weighed by the
 * other's queries, then gates, made of both sources, that let the features of each source through.
 *
 * @param crossed whether there is attention between the sources; not so in ablation VII
 * @param gated whether there are gates; not so in ablation VIII, and neither in ablation VI
 */
record AdaptiveFusion(boolean crossed, boolean gated) {
    /** Of one source's features. */
    static final int CHANNELS = 16;

    /** Of both, and of the result. */
    static final int BOTH = 2 * CHANNELS;

    private static final int HEADS = 8;
    private static final int HIDDEN = 64;
    private static final int RADIUS = 2 * SeparableConvolution.RADIUS;
    private static final SeparableConvolution ATTENTION = new SeparableConvolution(CHANNELS, 3 * CHANNELS);
    private static final SeparableConvolution GATES = new SeparableConvolution(BOTH, 2 * HIDDEN);
    private static final SeparableConvolution GATED = new SeparableConvolution(CHANNELS, HIDDEN);
    private static final Convolution PROJECTION =
            Convolution.of(CHANNELS, CHANNELS, 1).withoutBias();
    private static final Convolution RESULT = Convolution.of(HIDDEN, BOTH, 1).withoutBias();

    ParameterDeclarations declare(String name) {
        ParameterDeclarations none = ParameterDeclarations.of();
        return ParameterDeclarations.join(crossed ? attention() : none, gated ? gates() : none)
                .in(name);
    }

    private static ParameterDeclarations attention() {
        return ParameterDeclarations.join(
                ParameterDeclarations.of("temperature1", Initializer.ones(), HEADS, 1, 1),
                ParameterDeclarations.of("temperature2", Initializer.ones(), HEADS, 1, 1),
                ATTENTION.declare("qkv1", "qkv1_dwconv"),
                ATTENTION.declare("qkv2", "qkv2_dwconv"),
                PROJECTION.declare("project_mid1"),
                PROJECTION.declare("project_mid2"));
    }

    private static ParameterDeclarations gates() {
        return ParameterDeclarations.join(
                GATES.declare("project_E", "project_E_d"),
                GATED.declare("project_E1", "project_E1_d"),
                GATED.declare("project_E2", "project_E2_d"),
                RESULT.declare("project_out1"),
                RESULT.declare("project_out2"));
    }

    /**
     * Fuses.
     *
     * @param features {@code [N,32,H,W]}, channels-last, those of the first source before those of the second; overwritten if cut into several strips
     * @return {@code [N,32,H,W]}
     */
    Tensor apply(Tensor features, Parameters module, Strips strips) {
        return Scope.compute(() -> {
            Tensor attended = crossed ? attend(features, module, strips) : features;
            return gated ? strips.add(attended, RADIUS, part -> gate(part, module)) : attended;
        });
    }

    private static Tensor attend(Tensor features, Parameters module, Strips strips) {
        Tensor products = strips.sum(
                features,
                SeparableConvolution.RADIUS,
                part -> Tensor.concatenate(
                        List.of(attention(part, module, 1, 0, 2), attention(part, module, 2, 0, 2)), 1),
                AdaptiveFusion::products);
        long batch = features.size(0);
        List<Tensor> matrices = List.of(
                matrix(products.slice(0, 0, batch), module, 1), matrix(products.slice(0, batch, batch), module, 2));
        return strips.add(
                features,
                SeparableConvolution.RADIUS,
                part -> Tensor.concatenate(
                        List.of(
                                Attention.mixChannels(attention(part, module, 1, 2, 1), matrices.get(0)),
                                Attention.mixChannels(attention(part, module, 2, 2, 1), matrices.get(1))),
                        1));
    }

    /**
     * Those of the second source's queries with the first one's keys, then of the first one's with the second one's.
     *
     * @param both queries and keys of the first source, then of the second
     */
    private static Tensor products(Tensor both) {
        return Tensor.concatenate(
                List.of(
                        Attention.channelProducts(of(3, both), of(2, both)),
                        Attention.channelProducts(of(1, both), of(4, both))),
                0);
    }

    /** Queries, keys and values of a source: {@code count} of these three, from {@code first} on. */
    private static Tensor attention(Tensor features, Parameters module, int source, int first, int count) {
        return ATTENTION.apply(
                of(source, features),
                module.in("qkv" + source),
                module.in("qkv" + source + "_dwconv"),
                first * CHANNELS,
                count * CHANNELS);
    }

    private static Tensor of(int part, Tensor features) {
        return features.slice(1, (part - 1L) * CHANNELS, CHANNELS);
    }

    private static Tensor matrix(Tensor products, Parameters module, int source) {
        return module.get("project_mid" + source + ".weight")
                .reshape(CHANNELS, CHANNELS)
                .matmul(Attention.channelWeights(products, module.get("temperature" + source)));
    }

    private static Tensor gate(Tensor features, Parameters module) {
        return gated(features, module, 1).plus(gated(features, module, 2));
    }

    private static Tensor gated(Tensor features, Parameters module, int source) {
        return Scope.compute(() -> {
            String name = "project_E" + source;
            Tensor gate = GATES.apply(
                    features, module.in("project_E"), module.in("project_E_d"), (source - 1) * HIDDEN, HIDDEN);
            Tensor value = GATED.apply(of(source, features), module.in(name), module.in(name + "_d"));
            return RESULT.apply(RestormerBlock.gate(gate, value), module.in("project_out" + source));
        });
    }
}
