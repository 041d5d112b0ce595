package io.dynafuse.network.tcmoa;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which routers send tokens to adapters.
 *
 * @param shares of routers by their numbers, together 1
 * @param noise drawn while routers learn
 */
record Routing(Map<Integer, Double> shares, Optional<Random> noise) {
    Routing {
        shares = new TreeMap<>(shares);
    }

    /**
     * Opens gates.
     *
     * @param reduced {@code [T,width/4]}
     * @param mixture parameters of the routers
     */
    Gates gates(Tensor reduced, Parameters mixture) {
        try (Scope scope = Scope.open()) {
            Optional<Gates> all = Optional.empty();
            for (Map.Entry<Integer, Double> router : shares.entrySet()) {
                all = Optional.of(Gates.mixed(gates(reduced, mixture, router.getKey()), router.getValue(), all));
            }
            return all.orElseThrow().released(scope);
        }
    }

    private Gates gates(Tensor reduced, Parameters mixture, int router) {
        Tensor logits = reduced.matmul(of(router, mixture.get("w_gate")));
        return noise.map(random -> Gates.noisy(
                        logits, reduced.matmul(of(router, mixture.get(AdapterMixture.NOISE))), drawn(random, logits)))
                .orElseGet(() -> Gates.of(logits));
    }

    private static Tensor of(int router, Tensor all) {
        return all.slice(0, router, 1).reshape(all.size(1), all.size(2));
    }

    private static Tensor drawn(Random random, Tensor like) {
        float[] values = new float[Math.toIntExact(like.size(0) * like.size(1))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, like.shape()).to(like.device(), like.precision());
    }
}
