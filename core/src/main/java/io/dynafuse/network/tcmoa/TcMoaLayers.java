package io.dynafuse.network.tcmoa;

import io.dynafuse.network.PromptSettings;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.TransformerBlock;
import io.dynafuse.nn.Windows;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The forward pass of TC-MoA on images whose sides are multiples of {@link TcMoaShape#multiple}. Both sources go through the same encoder and decoder,
 * the tokens of the first before those of the second along N, and are mixed after every few blocks; what the decoder makes of the first is the image.
 */
record TcMoaLayers(TcMoaShape shape, Parameters parameters) {
    private static final int SHIFT = TcMoaShape.WINDOW / 2;
    // In place of a deviation of 0.
    private static final double EPSILON = 1e-12;

    /**
     * What is fused, in the network's numbers.
     *
     * @param image {@code [N,3,H,W]}
     * @param mixtures of all layers, those of the encoder first
     * @param ofEncoder how many of them are of the encoder
     */
    record Fused(Tensor image, List<AdapterMixture.Mixed> mixtures, int ofEncoder) {
        /** As training needs it, of the scope that encloses the given one. */
        Learned learned(Scope scope) {
            List<AdapterMixture.Mixed> encoder = mixtures.subList(0, ofEncoder);
            List<AdapterMixture.Mixed> decoder = mixtures.subList(ofEncoder, mixtures.size());
            Tensor imbalance = mixtures.stream()
                    .map(mixed -> mixed.gates().imbalance())
                    .reduce(Tensor::plus)
                    .orElseThrow();
            return new Learned(
                    scope.release(image),
                    prompts(encoder, scope),
                    prompts(decoder, scope),
                    scope.release(imbalance),
                    mixtures.stream().map(mixed -> mixed.gates().shares()).toList());
        }

        private static Learned.Prompts prompts(List<AdapterMixture.Mixed> layers, Scope scope) {
            return new Learned.Prompts(
                    layers.stream().map(layer -> tokens(layer.first(), scope)).toList(),
                    layers.stream().map(layer -> tokens(layer.second(), scope)).toList());
        }

        private static Tensor tokens(Tensor map, Scope scope) {
            return scope.release(map.reshape(map.size(0), -1));
        }
    }

    /**
     * Fuses.
     *
     * @param first {@code [N,3,H,W]} in the network's numbers, as is {@code second}
     * @param weights ω {@code [N,H,W,2]} of tokens, which steer the prompts
     */
    Fused fuse(Tensor first, Tensor second, Routing routing, PromptSettings control, Optional<Tensor> weights) {
        try (Scope scope = Scope.open()) {
            List<AdapterMixture.Mixed> mixtures = new ArrayList<>();
            Pass pass = new Pass(first.size(0), routing, control, weights, mixtures);
            Tensor encoded = encode(tokens(Tensor.concatenate(List.of(first, second), 0)), pass);
            int ofEncoder = mixtures.size();
            Tensor image = image(decode(encoded, pass));
            mixtures.forEach(mixed -> mixed.released(scope));
            return new Fused(scope.release(image), mixtures, ofEncoder);
        }
    }

    /** What layers need besides tokens, and what they leave. */
    private record Pass(
            long scenes,
            Routing routing,
            PromptSettings control,
            Optional<Tensor> weights,
            List<AdapterMixture.Mixed> mixtures) {
        Tensor first(Tensor grid) {
            return grid.slice(0, 0, scenes);
        }

        AdapterMixture.Mixed mix(AdapterMixture mixture, Tensor grid, Parameters layer) {
            AdapterMixture.Mixed mixed =
                    mixture.mix(first(grid), grid.slice(0, scenes, scenes), layer, routing, control, weights);
            mixtures.add(mixed);
            return mixed;
        }
    }

    /** {@code [N,3,H,W]} to {@code [N,h,w,D]}. */
    Tensor tokens(Tensor images) {
        return Scope.compute(() -> {
            Tensor seen = shape.doubled() ? images.resizeBilinear(2 * images.size(2), 2 * images.size(3)) : images;
            return shape.patches()
                    .apply(seen.channelsLast(), parameters.in(TcMoaShape.PATCHES))
                    .permute(0, 2, 3, 1);
        });
    }

    private Tensor encode(Tensor tokens, Pass pass) {
        Tensor placed = shape.positions().add(tokens, parameters.get(TcMoaShape.ENCODER.positions()));
        return normalised(
                stack(placed, shape.encoder(), TcMoaShape.ENCODER, pass), shape.encoder(), TcMoaShape.ENCODER);
    }

    private Tensor decode(Tensor encoded, Pass pass) {
        Tensor embedded = shape.embedding().apply(encoded, parameters.in(TcMoaShape.EMBEDDING));
        Tensor placed = shape.positions().add(embedded, parameters.get(TcMoaShape.DECODER.positions()));
        Tensor decoded = stack(placed, shape.decoder(), TcMoaShape.DECODER, pass);
        return normalised(pass.first(decoded), shape.decoder(), TcMoaShape.DECODER);
    }

    private Tensor normalised(Tensor grid, Stack stack, TcMoaShape.Part part) {
        return TcMoaShape.normalisation(stack).apply(grid, parameters.in(part.normalisation()));
    }

    /** Applies blocks and layers; frees the tokens, and all that lies between. */
    private Tensor stack(Tensor tokens, Stack stack, TcMoaShape.Part part, Pass pass) {
        List<Integer> places = stack.placesOfLayers(shape.interval());
        Tensor grid = tokens;
        for (int block = 0; block < stack.depth(); block++) {
            // After the last layer, nothing comes of the second source any more.
            boolean ofFirst = part == TcMoaShape.DECODER && (places.isEmpty() || block > places.get(places.size() - 1));
            Tensor input = ofFirst ? pass.first(grid) : grid;
            int number = block;
            Tensor output = Scope.compute(() -> block(input, stack, part, number));
            grid.close();
            grid = output;
            if (places.contains(block)) {
                Tensor mixed = mixed(grid, stack, part, places.indexOf(block), pass);
                grid.close();
                grid = mixed;
            }
        }
        return grid;
    }

    Tensor block(Tensor grid, Stack stack, TcMoaShape.Part part, int number) {
        TransformerBlock layers = stack.block();
        Parameters block = parameters.in(part.blocks()).in(Integer.toString(number));
        boolean shifted = number % 2 == 1;
        Tensor table = parameters.get(part.relativePositions() + "." + number / 2 + ".relative_position_bias_table");
        Tensor bias = Windows.relativePositions(table, TcMoaShape.WINDOW);
        Tensor cut = Windows.cut(shifted ? grid.roll(new long[] {-SHIFT, -SHIFT}, 1, 2) : grid, TcMoaShape.WINDOW);
        Tensor attended = Windows.join(
                layers.attend(cut, block, Optional.of(bias)), TcMoaShape.WINDOW, grid.size(1), grid.size(2));
        return layers.feedForward(shifted ? attended.roll(new long[] {SHIFT, SHIFT}, 1, 2) : attended, block);
    }

    /** Eq. 6 for both sources; in the decoder, which is used to it, with mean and deviation as they were. */
    private Tensor mixed(Tensor grid, Stack stack, TcMoaShape.Part part, int layer, Pass pass) {
        String number = Integer.toString(layer);
        Tensor sum = pass.mix(
                        shape.mixture(stack),
                        grid,
                        parameters.in(part.mixtures()).in(number))
                .sum();
        return Scope.compute(() -> {
            Tensor fused = fused(sum, stack, parameters.in(part.fusions()).in(number));
            Tensor share = parameters.get(part.shares()).slice(0, layer, 1);
            Tensor kept = share.times(-1).plus(1);
            Tensor added = fused.times(share);
            Tensor result = grid.times(kept).plus(Tensor.concatenate(List.of(added, added), 0));
            return part == TcMoaShape.DECODER ? restored(result, grid) : result;
        });
    }

    static Tensor fused(Tensor sum, Stack stack, Parameters layer) {
        return Scope.compute(() -> {
            Tensor image = sum.permute(0, 3, 1, 2);
            List<Convolution> convolutions = TcMoaShape.fusion(stack);
            for (int i = 0; i < convolutions.size(); i++) {
                image = convolutions.get(i).apply(image, layer.in(TcMoaShape.convolution(i)));
            }
            return image.permute(0, 2, 3, 1);
        });
    }

    private static Tensor restored(Tensor grid, Tensor before) {
        Tensor mean = grid.mean(1, 2, 3);
        Tensor centred = grid.minus(mean);
        Tensor meanBefore = before.mean(1, 2, 3);
        Tensor factor =
                deviation(before.minus(meanBefore)).dividedBy(deviation(centred).plus(EPSILON));
        return centred.times(factor).plus(meanBefore);
    }

    /** Of tokens minus their mean. */
    private static Tensor deviation(Tensor centred) {
        double elements = (double) centred.size(1) * centred.size(2) * centred.size(3);
        return centred.square().mean(1, 2, 3).times(elements / (elements - 1)).squareRoot();
    }

    /** {@code [N,h,w,D]} to {@code [N,3,H,W]}; of an image at twice its size, only the pixels that are kept. */
    Tensor image(Tensor grid) {
        Parameters all = parameters.in(TcMoaShape.PREDICTION);
        long[] kept = keptNumbers();
        int side = shape.pixelsOfToken();
        return Scope.compute(() -> grid.linear(
                        all.get("weight").pick(0, kept),
                        Optional.of(all.get("bias").pick(0, kept)))
                .reshape(grid.size(0), grid.size(1), grid.size(2), side, side, TcMoaShape.CHANNELS)
                .permute(0, 5, 1, 3, 2, 4)
                .reshape(grid.size(0), TcMoaShape.CHANNELS, grid.size(1) * side, grid.size(2) * side));
    }

    /** Of the numbers of a token: rows, columns, channels. */
    private long[] keptNumbers() {
        int step = shape.doubled() ? 2 : 1;
        int side = shape.pixelsOfToken();
        long[] kept = new long[side * side * TcMoaShape.CHANNELS];
        for (int i = 0; i < kept.length; i++) {
            int row = i / TcMoaShape.CHANNELS / side * step;
            int column = i / TcMoaShape.CHANNELS % side * step;
            kept[i] = ((long) row * shape.patch() + column) * TcMoaShape.CHANNELS + i % TcMoaShape.CHANNELS;
        }
        return kept;
    }
}
