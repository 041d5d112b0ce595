package io.dynafuse.nn;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
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
        return Scope.compute(() -> mixChannels(
                value, channelWeights(channelProducts(query, key), temperature)));
    }

    /**
     * All that attention among channels must know of queries and keys, summed over the pixels: the product of every query with every key, and the
     * squares of each. Those of an image are the sums of those of its parts.
     *
     * @param query {@code [N,C,H,W]}, as is {@code key}
     * @return {@code [N,C,C+2]}, in 32 bits: products, then squares of the queries and of the keys
     */
    public static Tensor channelProducts(Tensor query, Tensor key) {
        return Scope.compute(() -> {
            Tensor queries = pixels(query);
            Tensor keys = pixels(key);
            Tensor products = queries.transpose(1, 2).matmul(keys).to(Precision.FP32);
            return Tensor.concatenate(List.of(products, squares(queries), squares(keys)), 2);
        });
    }

    /** {@code [N,H·W,C]} to {@code [N,C,1]}. */
    private static Tensor squares(Tensor pixels) {
        return Scope.compute(() -> pixels.to(Precision.FP32)
                .square()
                .mean(1)
                .times(pixels.size(1))
                .transpose(1, 2));
    }

    /**
     * How much every channel takes of every value.
     *
     * @param products as {@link #channelProducts} gives them
     * @param temperature {@code [heads,1,1]}
     * @return {@code [N,C,C]}, in 32 bits; 0 between channels of different heads
     */
    public static Tensor channelWeights(Tensor products, Tensor temperature) {
        return Scope.compute(() -> {
            long batch = products.size(0);
            long channels = products.size(1);
            long heads = temperature.size(0);
            Tensor norms = products.slice(2, channels, 2)
                    .maximum(LEAST_NORM * LEAST_NORM)
                    .squareRoot();
            Tensor ofQueries = norms.slice(2, 0, 1);
            Tensor ofKeys = norms.slice(2, 1, 1).transpose(1, 2);
            return products.slice(2, 0, channels)
                    .dividedBy(ofQueries.times(ofKeys))
                    .reshape(batch, heads, channels / heads, channels)
                    .times(temperature.to(Precision.FP32))
                    .reshape(batch, channels, channels)
                    .plus(withinHeads((int) channels, (int) heads).to(products.device(), Precision.FP32))
                    .softmax(-1);
        });
    }

    /** 0 within a head, minus infinity elsewhere. */
    private static Tensor withinHeads(int channels, int heads) {
        int size = channels / heads;
        float[] values = new float[channels * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / channels / size == i % channels / size ? 0 : Float.NEGATIVE_INFINITY;
        }
        return Tensor.of(values, channels, channels);
    }

    /**
     * Every pixel's channels times a matrix.
     *
     * @param value {@code [N,C,H,W]}
     * @param matrix {@code [N,outputs,C]}
     * @return {@code [N,outputs,H,W]}, channels-last
     */
    public static Tensor mixChannels(Tensor value, Tensor matrix) {
        return Scope.compute(() -> pixels(value)
                .matmul(matrix.to(value.precision()).transpose(1, 2))
                .reshape(value.size(0), value.size(2), value.size(3), matrix.size(1))
                .permute(0, 3, 1, 2));
    }

    /** {@code [N,H·W,C]}. */
    private static Tensor pixels(Tensor features) {
        return features.permute(0, 2, 3, 1)
                .reshape(features.size(0), features.size(2) * features.size(3), features.size(1));
    }
}
