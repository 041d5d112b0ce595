package io.dynafuse.network;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The place of a network where fusion weights act (TTD, Eq. 1): I_F = D( fuse(ω, E(x)) ). What the encoders E make of the sources is
 * the network's own business: one feature map for each source, several streams, skip connections, the sources themselves. Methods run
 * inside an open {@link Scope}. Only {@code fuseBeforeWeights} and {@code fuseLast} may change what was encoded.
 *
 * @param <F> what all encoders make of all sources
 */
public interface Weighting<F> {
    /** E: all sources, encoded. Tensors of the result belong to the open scope. */
    F encode(SourceTensors sources);

    /** The image {@code [N,C,H,W]} that source {@code source} alone makes, of which its loss is taken. */
    Tensor component(F encoded, int source);

    /** What was encoded, with source {@code source} in the place of every other one; transparency is left out. */
    F repeated(F encoded, int source);

    /**
     * The network's own fusion of what was encoded, without weights: what the decoder takes. Where sources are transparent, each counts
     * as far as it has data.
     */
    Tensor fuse(F encoded);

    /**
     * The fusion under weights: what the decoder takes. Equal weights give {@link #fuse(Object)} unless the network's {@link
     * StaticRule} says otherwise.
     *
     * @param weights ω {@code [N,M,H,W]} in [0,1] and 32 bits, source m in channel m
     */
    Tensor fuse(F encoded, Tensor weights);

    /** D: the image {@code [N,C,H,W]} of what was fused. */
    Tensor decode(F encoded, Tensor fused);

    /**
     * The features of each source by which the losses of sources are derived, M tensors {@code [N,F,H,W]}; several streams are
     * concatenated along the channels.
     */
    List<Tensor> features(F encoded);

    /** What was encoded, with other features in the place of {@link #features}. */
    F withFeatures(F encoded, List<Tensor> features);

    /**
     * {@link #fuse(Object)} for a caller that uses what was encoded only once more, in {@link #fuseLast(Object, Tensor)}: the result may
     * take its memory.
     */
    default Tensor fuseBeforeWeights(F encoded) {
        return fuse(encoded);
    }

    /** {@link #fuse(Object)} for a caller that only decodes the result: it may take the memory of what was encoded. */
    default Tensor fuseLast(F encoded) {
        return fuse(encoded);
    }

    /** {@link #fuse(Object, Tensor)} for a caller that only decodes the result: it may take the memory of what was encoded. */
    default Tensor fuseLast(F encoded, Tensor weights) {
        return fuse(encoded, weights);
    }
}
