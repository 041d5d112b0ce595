package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** Every output a mean of values, weighted by how well its query fits their keys; features are cut into heads, the head slowest. */
public final class Attention {
    /** Below this the norm of a query or key counts as this, as in PyTorch's {@code normalize}. */
    private static final double LEAST_NORM = 1e-12;

    private Attention() {}

    /**
     * Attention among tokens (Vaswani et al. 2017, arXiv:1706.03762): softmax(q·kᵀ / √d + bias) · v in every head of d features.
     *
     * @param query {@code [N,L,heads·d]}
     * @param key {@code [N,S,heads·d]}, as is {@code value}
     * @param bias {@code [heads,L,S]}, such as {@link Windows#relativePositions}
     * @return {@code [N,L,heads·d]}
     */
    public static Tensor amongTokens(Tensor query, Tensor key, Tensor value, int heads, Optional<Tensor> bias) {
        return Scope.compute(() -> tokens(query, heads)
                .attend(tokens(key, heads), tokens(value, heads), bias)
                .transpose(1, 2)
                .reshape(query.shape()));
    }

    /** {@code [N,heads,L,d]}. */
    private static Tensor tokens(Tensor features, int heads) {
        long size = features.size(-1) / heads;
        return features.reshape(features.size(0), features.size(1), heads, size).transpose(1, 2);
    }

    /**
     * Attention among channels (Zamir et al. 2022, Restormer, arXiv:2111.09881), of which the work grows with the pixels and not with their
     * square: softmax(q·kᵀ · temperature) · v in every head, where the channels of q and k have unit norm over all pixels.
     *
     * @param query {@code [N,C,H,W]}, as are {@code key} and {@code value}
     * @param temperature {@code [heads,1,1]}, which says how many heads there are
     * @return {@code [N,C,H,W]}, channels-last
     */
    public static Tensor amongChannels(Tensor query, Tensor key, Tensor value, Tensor temperature) {
        return Scope.compute(() -> {
            Tensor rows = channels(query, temperature);
            Tensor columns = channels(key, temperature);
            // Dividing the small product saves two normalised copies of all features.
            Tensor norms = norms(rows).matmul(norms(columns).transpose(2, 3));
            return rows.matmul(columns.transpose(2, 3))
                    .dividedBy(norms)
                    .times(temperature)
                    .softmax(-1)
                    .matmul(channels(value, temperature))
                    .reshape(value.shape())
                    .channelsLast();
        });
    }

    /** {@code [N,heads,C/heads,H·W]}. */
    private static Tensor channels(Tensor features, Tensor temperature) {
        long heads = temperature.size(0);
        return features.reshape(features.size(0), heads, features.size(1) / heads, features.size(2) * features.size(3));
    }

    private static Tensor norms(Tensor channels) {
        return channels.norm(-1).maximum(LEAST_NORM);
    }
}
