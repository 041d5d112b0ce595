package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A block of a vision transformer (Dosovitskiy et al. 2021, arXiv:2010.11929): attention among tokens, then a feed-forward network of one hidden layer, each
 * on normalised features and added to what it was given. Parameters are named as in the common implementations.
 *
 * @param width features of a token
 * @param heads of the attention, which divide the width
 * @param expansion how many times as wide the hidden layer is
 */
public record TransformerBlock(int width, int heads, int expansion) {
    /** ε of its normalisations and of those around blocks. */
    public static final double EPSILON = 1e-6;

    /** The layers whose outputs are added: a block in which their weights are 0 changes nothing. */
    public static final List<String> LAST = List.of("attn.proj", "mlp.fc2");

    private static final String ATTENTION_NORM = "norm1";
    private static final String FEED_FORWARD_NORM = "norm2";
    private static final String QUERIES_KEYS_VALUES = "attn.qkv";
    private static final String PROJECTION = "attn.proj";
    private static final String HIDDEN = "mlp.fc1";
    private static final String OUTPUT = "mlp.fc2";

    /** @throws IllegalArgumentException if a number is not positive or the heads do not divide the width */
    public TransformerBlock {
        if (Math.min(Math.min(width, heads), expansion) < 1 || width % heads != 0) {
            throw new IllegalArgumentException("expected a width that " + heads
                    + " heads divide and an expansion of 1 or more, found " + width + " and " + expansion);
        }
    }

    /** Its parameters below {@code name}. */
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        normalisation().declare(ATTENTION_NORM),
                        Linear.of(width, 3 * width).declareXavier(QUERIES_KEYS_VALUES),
                        Linear.of(width, width).declareXavier(PROJECTION),
                        normalisation().declare(FEED_FORWARD_NORM),
                        Linear.of(width, hidden()).declareXavier(HIDDEN),
                        Linear.of(hidden(), width).declareXavier(OUTPUT))
                .in(name);
    }

    /**
     * The whole block, with attention among all tokens and no bias.
     *
     * @param tokens {@code [N,L,width]}
     * @param block its parameters
     */
    public Tensor apply(Tensor tokens, Parameters block) {
        return Scope.compute(() -> feedForward(attend(tokens, block, Optional.empty()), block));
    }

    /**
     * Tokens plus what attention among them gives.
     *
     * @param tokens {@code [N,L,width]}
     * @param block its parameters
     * @param bias {@code [heads,L,L]}, such as {@link Windows#relativePositions}
     */
    public Tensor attend(Tensor tokens, Parameters block, Optional<Tensor> bias) {
        return Scope.compute(() -> {
            Tensor all = Linear.of(width, 3 * width)
                    .apply(normalisation().apply(tokens, block.in(ATTENTION_NORM)), block.in(QUERIES_KEYS_VALUES));
            Tensor attended = Attention.amongTokens(
                    all.slice(2, 0, width), all.slice(2, width, width), all.slice(2, 2L * width, width), heads, bias);
            return tokens.plus(Linear.of(width, width).apply(attended, block.in(PROJECTION)));
        });
    }

    /**
     * Tokens plus what the feed-forward network makes of each.
     *
     * @param tokens {@code […,width]}
     * @param block its parameters
     */
    public Tensor feedForward(Tensor tokens, Parameters block) {
        return Scope.compute(() -> {
            Tensor normalised = normalisation().apply(tokens, block.in(FEED_FORWARD_NORM));
            Tensor inside = Activation.GELU.overwrite(Linear.of(width, hidden()).apply(normalised, block.in(HIDDEN)));
            return tokens.plus(Linear.of(hidden(), width).apply(inside, block.in(OUTPUT)));
        });
    }

    private LayerNormalisation normalisation() {
        return new LayerNormalisation(width, EPSILON);
    }

    private int hidden() {
        return expansion * width;
    }
}
