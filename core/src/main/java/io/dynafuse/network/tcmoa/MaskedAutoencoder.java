package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The masked autoencoder (He et al. 2022, arXiv:2111.06377) that TC-MoA is built upon: the encoder sees some tokens of an image, and the decoder, which gets
 * the mask token in place of the others, makes the whole image of them. Attention is among all tokens. The class token has no part in it, as TC-MoA never uses
 * it: it and the tables of positions are not trained.
 */
public final class MaskedAutoencoder {
    private static final String MASK_TOKEN = "mask_token";
    private static final double SPREAD = 0.02;

    private final TcMoaShape shape;
    private final ParameterDeclarations parameters;

    MaskedAutoencoder(TcMoaShape shape) {
        this.shape = shape;
        this.parameters = ParameterDeclarations.join(
                shape.sharpBackbone().frozen(TcMoaShape.CLASS_TOKEN),
                ParameterDeclarations.of(
                        MASK_TOKEN,
                        Initializer.normal(SPREAD),
                        1,
                        1,
                        shape.decoder().width()));
    }

    /** The backbone and the token that stands for what is masked. */
    public ParameterDeclarations parameters() {
        return parameters;
    }

    /** Width and height of its images, in pixels. */
    public int side() {
        return Positions.SIDE * shape.pixelsOfToken();
    }

    /** How many tokens an image has. */
    public int tokens() {
        return Positions.SIDE * Positions.SIDE;
    }

    /**
     * Makes images of some of their tokens.
     *
     * @param images {@code [N,3,side,side]} in the network's numbers
     * @param visible of each image, the numbers from 0 of the tokens that are not masked, row by row; equally many, one or more
     * @param all the parameters
     * @return {@code [N,3,side,side]} in the network's numbers
     * @throws IllegalArgumentException if the images are of another size, or a number is out of range or there twice
     */
    public Tensor reconstructed(Tensor images, List<int[]> visible, Parameters all) {
        requireImages(images, visible.size());
        requireTokens(visible);
        TcMoaLayers layers = new TcMoaLayers(shape, all);
        return Scope.compute(() -> {
            Tensor grid = shape.positions().add(layers.tokens(images), all.get(TcMoaShape.ENCODER.positions()));
            Tensor seen = grid.reshape(-1, grid.size(3))
                    .pick(0, rowsOfVisible(visible))
                    .reshape(images.size(0), -1, grid.size(3));
            Tensor encoded = transformed(seen, shape.encoder(), TcMoaShape.ENCODER, all);
            Tensor filled = filled(encoded, visible, all);
            Tensor placed = shape.positions().add(filled, all.get(TcMoaShape.DECODER.positions()));
            Tensor decoded = transformed(
                    placed.reshape(images.size(0), tokens(), filled.size(3)), shape.decoder(), TcMoaShape.DECODER, all);
            return layers.image(decoded.reshape(filled.shape()));
        });
    }

    private void requireImages(Tensor images, int sets) {
        long[] expected = {sets, TcMoaShape.CHANNELS, side(), side()};
        if (!Arrays.equals(images.shape(), expected)) {
            throw new IllegalArgumentException(
                    "expected images " + Arrays.toString(expected) + ", found " + Arrays.toString(images.shape()));
        }
    }

    private void requireTokens(List<int[]> visible) {
        for (int[] tokens : visible) {
            boolean distinct = Arrays.stream(tokens).distinct().count() == tokens.length;
            boolean inside = Arrays.stream(tokens).allMatch(token -> token >= 0 && token < tokens());
            if (tokens.length == 0 || tokens.length != visible.get(0).length || !distinct || !inside) {
                throw new IllegalArgumentException("expected as many tokens of each image, each once, from 0 to "
                        + (tokens() - 1) + ", found " + Arrays.toString(tokens));
            }
        }
    }

    /** Among the tokens of all images. */
    private long[] rowsOfVisible(List<int[]> visible) {
        return IntStream.range(0, visible.size())
                .flatMap(image -> Arrays.stream(visible.get(image)).map(token -> image * tokens() + token))
                .asLongStream()
                .toArray();
    }

    private static Tensor transformed(Tensor tokens, Stack stack, TcMoaShape.Part part, Parameters all) {
        return Scope.compute(() -> {
            Tensor now = tokens;
            for (int number = 0; number < stack.depth(); number++) {
                now = stack.block().apply(now, all.in(part.blocks()).in(Integer.toString(number)));
            }
            return TcMoaShape.normalisation(stack).apply(now, all.in(part.normalisation()));
        });
    }

    /** What the decoder gets of the encoder's tokens {@code [N,V,D]}: a token for every place, {@code [N,14,14,D]}. */
    private Tensor filled(Tensor encoded, List<int[]> visible, Parameters all) {
        return Scope.compute(() -> {
            Tensor embedded = shape.embedding().apply(encoded, all.in(TcMoaShape.EMBEDDING));
            long width = embedded.size(2);
            Tensor rows = Tensor.concatenate(
                    List.of(embedded.reshape(-1, width), all.get(MASK_TOKEN).reshape(1, width)), 0);
            return rows.pick(0, rowsOfPlaces(visible)).reshape(visible.size(), Positions.SIDE, Positions.SIDE, width);
        });
    }

    /** For every place of every image, which of the encoder's tokens is there; behind all of them, the mask token. */
    private long[] rowsOfPlaces(List<int[]> visible) {
        int each = visible.get(0).length;
        long[] rows = new long[visible.size() * tokens()];
        Arrays.fill(rows, (long) visible.size() * each);
        for (int image = 0; image < visible.size(); image++) {
            for (int i = 0; i < each; i++) {
                rows[image * tokens() + visible.get(image)[i]] = (long) image * each + i;
            }
        }
        return rows;
    }
}
