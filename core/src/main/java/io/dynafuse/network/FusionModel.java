package io.dynafuse.network;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/**
 * A network with its parameters. All tensors are {@code [N,C,H,W]} in the network's own numbers (see {@link Inputs#normalisation}),
 * on its device and in its precision. Methods run inside an open {@link Scope}, do not change their arguments, and may be called from
 * one thread at a time.
 */
public interface FusionModel extends AutoCloseable {
    /** Which network this is. */
    Network network();

    /** The device that holds the parameters. */
    Device device();

    /** The precision that the network computes in. */
    Precision precision();

    /** The place where fusion weights can act; empty for a network that has none. */
    Optional<? extends Weighting<?>> weighting();

    /** The facts that a caller must know to run it. */
    default NetworkFacts facts() {
        return network().facts();
    }

    /**
     * The network's own static fusion: that of its {@linkplain #weighting weighting} unless it has none.
     *
     * @param sources as many as {@link Inputs} says, in its order of roles
     * @return {@code [N,C,H,W]}; derivatives by the parameters can be found if these require gradients
     */
    default Tensor fuse(SourceTensors sources) {
        Weighting<?> weighting = weighting()
                .orElseThrow(() -> new IllegalStateException(network().id() + " does not say how it fuses"));
        return fuseBy(weighting, sources);
    }

    private static <F> Tensor fuseBy(Weighting<F> weighting, SourceTensors sources) {
        return Scope.compute(() -> {
            F encoded = weighting.encode(sources);
            return weighting.decode(encoded, weighting.fuseLast(encoded));
        });
    }

    /** Frees the parameters that it owns. */
    @Override
    void close();
}
