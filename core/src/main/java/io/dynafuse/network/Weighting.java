package io.dynafuse.network;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The place of a network where fusion weights act (TTD, Eq. 1): I_F = D( fuse(ω, E(x)) ). The result of the encoders E is of the network's
 * own type: one feature map for each source, several streams, skip connections, the sources themselves. Methods run
 * inside an open {@link Scope}. Only {@code fuseBeforeWeights} and {@code fuseLast} may change the encoded sources.
 *
 * @param <F> the encoded sources, the output of all encoders
 */
public interface Weighting<F> {
    /** E: encodes all sources. Tensors of the result belong to the open scope. */
    F encode(SourceTensors sources);

    /** How many rows the encoder only looks at, and leaves out, at each end that is no border of the image; none if it does not know borders. */
    default int narrowing() {
        return 0;
    }

    /**
     * Encodes some of the rows of all sources. Results near an end that is no border of the image are not used.
     *
     * @param sources of the rows and of {@link #narrowing} more at each such end
     */
    default F encode(SourceTensors sources, Borders borders) {
        return encode(sources);
    }

    /**
     * The component of source {@code source}: the image {@code [N,C,H,W]} from this source alone, of which its loss is taken; made of this source in
     * place of every other one, unless a network makes it otherwise.
     */
    default Tensor component(F encoded, int source) {
        return Scope.compute(() -> {
            F repeated = repeated(encoded, source);
            return decode(repeated, fuse(repeated));
        });
    }

    /** The encoded sources, with source {@code source} in place of every other one; transparency is ignored. */
    F repeated(F encoded, int source);

    /**
     * The network's static fusion of the encoded sources: the input of the decoder. Transparent sources contribute according to their alpha.
     */
    Tensor fuse(F encoded);

    /**
     * The fusion under weights: the input of the decoder. Equal weights give {@link #fuse(Object)} unless the network's {@link
     * StaticRule} says otherwise.
     *
     * @param weights ω {@code [N,M,H,W]} in [0,1] and 32 bits, source m in channel m
     */
    Tensor fuse(F encoded, Tensor weights);

    /** D: the image {@code [N,C,H,W]} of fused features, which may be overwritten. */
    Tensor decode(F encoded, Tensor fused);

    /**
     * The features of each source by which losses are differentiated, M tensors {@code [N,F,H,W]}; several streams are
     * concatenated along the channels.
     */
    List<Tensor> features(F encoded);

    /** The encoded sources with other features in place of {@link #features}. */
    F withFeatures(F encoded, List<Tensor> features);

    /**
     * {@link #fuse(Object)} for a caller that uses the encoded sources only once more, in {@link #fuseLast(Object, Tensor)}: the result
     * may overwrite them.
     */
    default Tensor fuseBeforeWeights(F encoded) {
        return fuse(encoded);
    }

    /** {@link #fuse(Object)} for a caller that only decodes the result, which may overwrite the encoded sources. */
    default Tensor fuseLast(F encoded) {
        return fuse(encoded);
    }

    /** {@link #fuse(Object, Tensor)} for a caller that only decodes the result, which may overwrite the encoded sources. */
    default Tensor fuseLast(F encoded, Tensor weights) {
        return fuse(encoded, weights);
    }
}
