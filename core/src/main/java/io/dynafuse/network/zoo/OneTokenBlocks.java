package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.LayerNormalisation;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Swin transformer blocks whose windows hold a single token (YDTR, DATFuse and MATR, all by Tang et al.). A softmax over one token is 1, so that its value
 * is all that attention passes on; queries, keys and position biases have no effect. A token t becomes t + proj(v(LN t)), and that then t + fc2(GELU(fc1(LN
 * t))).
 *
 * <p>As in the authors' programs a token is not a pixel: it is {@code width} neighbouring numbers in the memory of a planar image, as a rule of as many
 * pixels of one channel. The published parameters were trained so.
 *
 * @param width of a token, and the number of channels
 * @param count of blocks, one after the other
 */
record OneTokenBlocks(int width, int count) {
    /** Queries, keys and values, in this order. */
    private static final int PARTS = 3;

    private static final int EXPANSION = 4;

    /** Ignores what authors' files hold {@linkplain #isWithoutEffect without effect}. */
    static final CheckpointAdapter ADAPTER =
            new CheckpointAdapter(name -> isWithoutEffect(name) ? Optional.empty() : Optional.of(name));

    /** Whether authors' files hold a tensor that has no effect: tables of positions, and the norm of a layer that is never called. */
    static boolean isWithoutEffect(String name) {
        return name.contains(".relative_position_") || name.startsWith("patch_embed.");
    }

    /** The parameters of all blocks below {@code name}. */
    ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(IntStream.range(0, count)
                        .mapToObj(i -> block().in("blocks." + i))
                        .toArray(ParameterDeclarations[]::new))
                .in(name);
    }

    private ParameterDeclarations block() {
        return ParameterDeclarations.join(
                norm().declare("norm1"),
                Linear.of(width, PARTS * width).declare("attn.qkv"),
                projection().declare("attn.proj"),
                norm().declare("norm2"),
                expansion().declare("mlp.fc1"),
                contraction().declare("mlp.fc2"));
    }

    private LayerNormalisation norm() {
        return LayerNormalisation.of(width);
    }

    private Linear projection() {
        return Linear.of(width, width);
    }

    private Linear expansion() {
        return Linear.of(width, EXPANSION * width);
    }

    private Linear contraction() {
        return Linear.of(EXPANSION * width, width);
    }

    /**
     * Applies all blocks.
     *
     * @param features {@code [N,width,H,W]}
     * @return the same shape, planar
     */
    Tensor apply(Tensor features, Parameters layer) {
        return Scope.compute(() -> {
            Tensor tokens = features.planar().reshape(features.size(0), features.size(2) * features.size(3), width);
            return after(count, tokens, layer).reshape(features.shape());
        });
    }

    private Tensor after(int blocks, Tensor tokens, Parameters layer) {
        return blocks == 0
                ? tokens
                : Scope.compute(() -> {
                    Parameters last = layer.in("blocks." + (blocks - 1));
                    Tensor before = after(blocks - 1, tokens, layer);
                    Tensor attended = before.plus(values(before, last));
                    return attended.plus(mixed(attended, last));
                });
    }

    private Tensor values(Tensor tokens, Parameters block) {
        return Scope.compute(() -> {
            Parameters values = Convolution.outputs(block.in("attn.qkv"), (PARTS - 1) * width, width);
            return projection()
                    .apply(projection().apply(norm().apply(tokens, block.in("norm1")), values), block.in("attn.proj"));
        });
    }

    private Tensor mixed(Tensor tokens, Parameters block) {
        return Scope.compute(() -> {
            Tensor hidden = expansion().apply(norm().apply(tokens, block.in("norm2")), block.in("mlp.fc1"));
            return contraction().apply(Activation.GELU.overwrite(hidden), block.in("mlp.fc2"));
        });
    }
}
