package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.LayerNormalisation;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.TransformerBlock;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sizes of a TC-MoA, and the parameters that follow from them, named as in its authors' code.
 *
 * @param patch width and height of what a token stands for, in pixels of what the encoder sees
 * @param interval τ, blocks from one TC-MoA layer to the next
 * @param experts N, adapters of a layer
 * @param doubled whether the encoder sees images at twice their size, of which the result keeps every other pixel
 * @param positions how positions are given to grids of tokens that are not square
 * @param tile width and height of the largest images that are fused in one piece, in pixels; such a multiple of {@link #multiple}
 */
record TcMoaShape(
        int patch,
        Stack encoder,
        Stack decoder,
        int interval,
        int experts,
        boolean doubled,
        Positions positions,
        int tile) {
    /** Tokens along a side of the windows that attention stays within. */
    static final int WINDOW = 14;

    /** Tasks with a router of their own. */
    static final int TASKS = 3;

    static final int CHANNELS = 3;

    /** The parts of the network by the names of their parameters. */
    static final Part ENCODER = new Part(
            "blocks", "blocks_MoA", "FusionLayer", "Alpha_encoder", "en_relative_position", "pos_embed", "norm");

    static final Part DECODER = new Part(
            "decoder_blocks",
            "decoder_blocks_MoA",
            "de_FusionLayer",
            "Alpha_decoder",
            "de_relative_position",
            "decoder_pos_embed",
            "decoder_norm");

    static final String CLASS_TOKEN = "cls_token";
    static final String PATCHES = "patch_embed.proj";
    static final String EMBEDDING = "decoder_embed";
    static final String PREDICTION = "decoder_pred";

    private static final double SPREAD = 0.02;

    /** What the parameters of an encoder or a decoder are called. */
    record Part(
            String blocks,
            String mixtures,
            String fusions,
            String shares,
            String relativePositions,
            String positions,
            String normalisation) {}

    /** What widths and heights of images are filled up to multiples of: the windows of attention, in pixels. */
    int multiple() {
        return WINDOW * pixelsOfToken();
    }

    /** Width and height of what a token stands for, in pixels of the image. */
    int pixelsOfToken() {
        return doubled ? patch / 2 : patch;
    }

    Convolution patches() {
        return Convolution.of(CHANNELS, encoder.width(), patch).stride(patch);
    }

    Linear embedding() {
        return Linear.of(encoder.width(), decoder.width());
    }

    Linear prediction() {
        return Linear.of(decoder.width(), patch * patch * CHANNELS);
    }

    static LayerNormalisation normalisation(Stack stack) {
        return new LayerNormalisation(stack.width(), TransformerBlock.EPSILON);
    }

    AdapterMixture mixture(Stack stack) {
        return new AdapterMixture(stack.width(), experts);
    }

    /** From tokens to what is fused of them: three convolutions on their grid, with nothing in between. */
    static List<Convolution> fusion(Stack stack) {
        return List.of(
                Convolution.of(stack.width(), stack.reduced(), 1).withoutBias(),
                Convolution.of(stack.reduced(), stack.reduced(), 3)
                        .padding(Padding.ZERO, 1)
                        .withoutBias(),
                Convolution.of(stack.reduced(), stack.width(), 1).withoutBias());
    }

    static String convolution(int number) {
        return "conv" + (number + 1);
    }

    /** All parameters; only what fuses is trained. */
    ParameterDeclarations declare() {
        return ParameterDeclarations.join(backbone().frozen(), adapters());
    }

    /** The masked autoencoder that all is built upon, without its mask token. */
    ParameterDeclarations backbone() {
        return ParameterDeclarations.join(
                ParameterDeclarations.of(CLASS_TOKEN, Initializer.normal(SPREAD), 1, 1, encoder.width()),
                Positions.declare(encoder.width(), ENCODER.positions),
                Positions.declare(decoder.width(), DECODER.positions),
                patches()
                        .declare(PATCHES, Initializer.xavierUniform())
                        .initialised(PATCHES + ".bias", Initializer.zeros()),
                blocks(encoder, ENCODER),
                embedding().declareXavier(EMBEDDING),
                blocks(decoder, DECODER),
                prediction().declareXavier(PREDICTION));
    }

    /** {@link #backbone} that shows what it sees before it has learned anything, where that can be. */
    ParameterDeclarations sharpBackbone() {
        if (!doubled || encoder.width() != decoder.width()) {
            return backbone();
        }
        ParameterDeclarations sharp = backbone()
                .initialised(PATCHES + ".weight", PatchBasis.embedding(patch / 2, encoder.width()))
                .initialised(EMBEDDING + ".weight", Initializer.identity())
                .initialised(PREDICTION + ".weight", PatchBasis.prediction(patch / 2, encoder.width()));
        for (Part part : List.of(ENCODER, DECODER)) {
            for (int block = 0; block < (part == ENCODER ? encoder : decoder).depth(); block++) {
                for (String last : TransformerBlock.LAST) {
                    sharp = sharp.initialised(part.blocks + "." + block + "." + last + ".weight", Initializer.zeros());
                }
            }
        }
        return sharp;
    }

    private static ParameterDeclarations blocks(Stack stack, Part part) {
        return ParameterDeclarations.join(
                numbered(part.blocks, stack.depth(), stack.block()::declare),
                normalisation(stack).declare(part.normalisation));
    }

    /** What is trained to fuse upon the frozen autoencoder. */
    ParameterDeclarations adapters() {
        return ParameterDeclarations.join(adapters(encoder, ENCODER), adapters(decoder, DECODER));
    }

    private ParameterDeclarations adapters(Stack stack, Part part) {
        int layers = stack.placesOfLayers(interval).size();
        ParameterDeclarations biases = numbered(
                part.relativePositions,
                stack.depth() / 2,
                table -> ParameterDeclarations.of(
                        table + ".relative_position_bias_table",
                        Initializer.truncatedNormal(SPREAD),
                        (2 * WINDOW - 1) * (2 * WINDOW - 1),
                        stack.heads()));
        if (layers == 0) {
            return biases;
        }
        return ParameterDeclarations.join(
                ParameterDeclarations.of(part.shares, Initializer.constant(0.5f), layers),
                biases,
                numbered(part.mixtures, layers, mixture(stack)::declare),
                numbered(part.fusions, layers, layer -> fusion(stack, layer)));
    }

    private static ParameterDeclarations fusion(Stack stack, String name) {
        List<Convolution> convolutions = fusion(stack);
        return ParameterDeclarations.join(IntStream.range(0, convolutions.size())
                        .mapToObj(number -> convolutions.get(number).declare(convolution(number)))
                        .toArray(ParameterDeclarations[]::new))
                .in(name);
    }

    private interface Declared {
        ParameterDeclarations by(String name);
    }

    private static ParameterDeclarations numbered(String name, int count, Declared declared) {
        return ParameterDeclarations.join(IntStream.range(0, count)
                        .mapToObj(number -> declared.by(Integer.toString(number)))
                        .toArray(ParameterDeclarations[]::new))
                .in(name);
    }
}
