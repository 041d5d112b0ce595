package io.dynafuse.network.tcmoa;

import io.dynafuse.network.PromptSettings;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.LayerNormalisation;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mixture of adapters of a TC-MoA layer (Zhu et al. 2024, Section 3.2): a router that belongs to the task sends each pair of tokens to two adapters,
 * and what they give becomes two prompts, by which the tokens of the sources are scaled and added. As in its authors' program, and not in Eq. 4, what
 * adapters give is added as powers of e, and the sigmoid comes after the mean.
 *
 * @param width features of a token
 * @param experts adapters
 */
record AdapterMixture(int width, int experts) {
    /** The deviations of the noise with which routers learn. */
    static final String NOISE = "w_noise";

    private static final double NEUTRAL = 0.5;
    private static final double EPSILON = 1e-5;
    // Of a layer's adapters: as many times narrower inside.
    private static final int BOTTLENECK = 8;
    // Gates up to this are closed.
    private static final double CLOSED = 1e-4;
    // In place of a sum of 0, which has no logarithm.
    private static final double LEAST_SUM = Math.ulp(1.0);
    private static final double SPREAD = 0.02;

    /**
     * What a layer makes of the tokens of both sources.
     *
     * @param sum of the scaled tokens, {@code [N,H,W,width]}
     * @param first prompt of the first source, {@code [N,H,W,1]}
     * @param second of the second
     * @param gates how the router distributed the tokens
     */
    record Mixed(Tensor sum, Tensor first, Tensor second, Gates gates) {
        Mixed released(Scope scope) {
            return new Mixed(scope.release(sum), scope.release(first), scope.release(second), gates.released(scope));
        }
    }

    ParameterDeclarations declare(String name) {
        int reduced = width / Stack.REDUCTION;
        return ParameterDeclarations.join(
                        Linear.of(2 * width, reduced).withoutBias().declareXavier("dimReduction"),
                        ParameterDeclarations.of("MoA.w_gate", Initializer.zeros(), TcMoaShape.TASKS, reduced, experts),
                        ParameterDeclarations.of(
                                "MoA." + NOISE, Initializer.zeros(), TcMoaShape.TASKS, reduced, experts),
                        ParameterDeclarations.join(IntStream.range(0, experts)
                                .mapToObj(expert -> adapter(reduced).in("MoA.experts." + expert))
                                .toArray(ParameterDeclarations[]::new)),
                        pair().declare("norm1"),
                        single().declare("norm2"),
                        ParameterDeclarations.join(IntStream.range(0, 2 * TcMoaShape.TASKS)
                                        .mapToObj(source -> ParameterDeclarations.of(
                                                embedding(source), Initializer.normal(SPREAD), width))
                                        .toArray(ParameterDeclarations[]::new))
                                .optional())
                .in(name);
    }

    /** Of the first source of a task at its twofold number, of the second one behind. */
    private static String embedding(int source) {
        return "modal_shifts." + source;
    }

    private static ParameterDeclarations adapter(int reduced) {
        return ParameterDeclarations.join(
                inner(reduced).declareXavier("fc1"), outer(reduced).declareXavier("fc2"));
    }

    private static Linear inner(int reduced) {
        return Linear.of(reduced, Math.max(1, reduced / BOTTLENECK));
    }

    private static Linear outer(int reduced) {
        return Linear.of(Math.max(1, reduced / BOTTLENECK), reduced);
    }

    private LayerNormalisation pair() {
        return new LayerNormalisation(2 * width, EPSILON);
    }

    private LayerNormalisation single() {
        return new LayerNormalisation(width / Stack.REDUCTION, EPSILON);
    }

    /**
     * Mixes the tokens of two sources.
     *
     * @param first {@code [N,H,W,width]}, as is {@code second}
     * @param layer the parameters
     * @param weights ω {@code [N,H,W,2]} of the sources, which steer the prompts
     */
    Mixed mix(
            Tensor first,
            Tensor second,
            Parameters layer,
            Routing routing,
            PromptSettings control,
            Optional<Tensor> weights) {
        try (Scope scope = Scope.open()) {
            Tensor reduced = reduced(first, second, layer);
            Gates gates = routing.gates(reduced, layer.in("MoA"));
            Tensor combined = combined(reduced, gates.values(), layer.in("MoA.experts"));
            long half = combined.size(1) / 2;
            Tensor one = prompt(combined.slice(1, 0, half), control, control.shift(), first);
            Tensor other = prompt(combined.slice(1, half, half), control, -control.shift(), second);
            Tensor sum = scaled(first, one, weights, 0)
                    .plus(scaled(second, other, weights, 1))
                    .plus(embeddings(layer, routing));
            return new Mixed(sum, one, other, gates).released(scope);
        }
    }

    /** Φ of Eq. 2, {@code [N·H·W,width/4]}. */
    Tensor reduced(Tensor first, Tensor second, Parameters layer) {
        return Scope.compute(() -> {
            Tensor both = Tensor.concatenate(List.of(first, second), 3).reshape(-1, 2L * width);
            Tensor narrow = Linear.of(2 * width, width / Stack.REDUCTION)
                    .apply(pair().apply(both, layer.in("norm1")), layer.in("dimReduction"));
            return single().apply(narrow, layer.in("norm2"));
        });
    }

    /** log Σ gate·exp(adapter), {@code [T,width/4]}. */
    Tensor combined(Tensor reduced, Tensor gates, Parameters adapters) {
        return Scope.compute(() -> {
            Tensor open = gates.times(gates.plus(-CLOSED).isPositive());
            Optional<Tensor> sum = Optional.empty();
            for (int expert = 0; expert < experts; expert++) {
                Tensor share = adapted(reduced, adapters.in(Integer.toString(expert)))
                        .exponential()
                        .times(open.slice(1, expert, 1));
                sum = Optional.of(sum.map(share::plus).orElse(share));
            }
            return sum.orElseThrow().maximum(LEAST_SUM).logarithm();
        });
    }

    private Tensor adapted(Tensor reduced, Parameters adapter) {
        int narrow = width / Stack.REDUCTION;
        return Scope.compute(() -> outer(narrow)
                .apply(inner(narrow).apply(reduced, adapter.in("fc1")).relu(), adapter.in("fc2")));
    }

    /** @param shift β, positive for the source that it favours (Eq. 8) */
    private static Tensor prompt(Tensor combined, PromptSettings control, double shift, Tensor like) {
        return Scope.compute(() -> combined.mean(1)
                .sigmoid()
                .plus(-NEUTRAL)
                .times(control.scale())
                .plus(NEUTRAL + shift)
                .reshape(like.size(0), like.size(1), like.size(2), 1));
    }

    private static Tensor scaled(Tensor tokens, Tensor prompt, Optional<Tensor> weights, int source) {
        return Scope.compute(() -> tokens.times(
                weights.map(all -> prompt.times(all.slice(3, source, 1)).times(all.size(3)))
                        .orElse(prompt)));
    }

    /** Those of both sources together, {@code [width]}; of several routers, in their shares. */
    private static Tensor embeddings(Parameters layer, Routing routing) {
        return Scope.compute(() -> routing.shares().entrySet().stream()
                .map(router -> layer.get(embedding(2 * router.getKey()))
                        .plus(layer.get(embedding(2 * router.getKey() + 1)))
                        .times(router.getValue()))
                .reduce(Tensor::plus)
                .orElseThrow());
    }
}
