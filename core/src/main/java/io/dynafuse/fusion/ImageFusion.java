package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One fusion of images: tile by tile through the network, assembled in the depth of the result. */
final class ImageFusion {
    private static final SampleDepth WEIGHT_DEPTH = SampleDepth.BITS_16;

    private final FusionModel model;
    private final String checkpointName;
    private final Optional<Dominability> dominability;
    private final List<Image> sources;
    private final StageClock clock = new StageClock();
    private final ColourPath colour;
    private final SampleDepth depth;
    private final boolean keepWeightMaps;
    private final boolean opaque;
    private List<Image> filled = List.of();
    private OptionalInt chosenChannel = OptionalInt.empty();

    ImageFusion(
            FusionModel model,
            String checkpointName,
            Optional<Dominability> dominability,
            List<Image> sources,
            SampleDepth depth,
            boolean keepWeightMaps,
            boolean networkColours) {
        this.model = model;
        this.checkpointName = checkpointName;
        this.dominability = dominability;
        this.sources = sources;
        this.opaque = sources.stream().allMatch(Image::isOpaque);
        this.depth = depth;
        this.keepWeightMaps = keepWeightMaps && dominability.isPresent();
        boolean anyColour = networkColours && model.network().facts().colour() == ColourMode.RGB
                || !sources.stream().allMatch(Image::isGray);
        this.colour = new ColourPath(model.network().facts().colour(), anyColour);
    }

    FusedImage run(MemoryBudget budget, int largestTile, FusionProgress progress, List<String> notes) {
        List<Tiling.Tile> tiles = tiles(budget, largestTile);
        // Once for the image as a whole, as the nearest data may lie in any tile.
        filled = clock.time(
                Stage.CONVERT, () -> sources.stream().map(Image::filled).toList());
        ImageBuilder fused = builder(colour.resultChannels(), depth);
        List<ImageBuilder> weightMaps = keepWeightMaps
                ? sources.stream().map(source -> builder(1, WEIGHT_DEPTH)).toList()
                : List.of();
        for (int i = 0; i < tiles.size(); i++) {
            fuse(tiles.get(i), fused, weightMaps);
            progress.advanced(i + 1, tiles.size());
        }
        return new FusedImage(
                fused.build(sources.get(0).metadata()),
                weightMaps.stream().map(map -> map.build(ImageMetadata.NONE)).toList(),
                dominability,
                chosenChannel,
                tiles.size(),
                clock.times(),
                notes);
    }

    private ImageBuilder builder(int channels, SampleDepth sampleDepth) {
        Image first = sources.get(0);
        return new ImageBuilder(first.width(), first.height(), channels, sampleDepth);
    }

    private List<Tiling.Tile> tiles(MemoryBudget budget, int largestTile) {
        Image first = sources.get(0);
        int halo = halo();
        Optional<Dominability> whole = dominability.filter(Dominability::needsWholeImage);
        if (whole.isPresent()) {
            budget.requireGradients(
                    pixels(),
                    imageBytes(),
                    model.network().facts(),
                    sources.size(),
                    opaque,
                    whole.get().lossMap().reference());
            return Tiling.of(first.width(), first.height(), Math.max(first.width(), first.height()), halo);
        }
        int side = budget.tileSide(
                first.width(),
                first.height(),
                imageBytes(),
                model.network().facts(),
                sources.size(),
                opaque,
                model.precision(),
                halo);
        return Tiling.of(first.width(), first.height(), Math.min(side, largestTile), halo);
    }

    private long pixels() {
        return (long) sources.get(0).width() * sources.get(0).height();
    }

    /** What the sources take, and the result and weight maps will, and the copies that stand in for transparent sources. */
    private long imageBytes() {
        long weightBytes = keepWeightMaps ? (long) sources.size() * WEIGHT_DEPTH.bytes() : 0;
        long resultBytes = (long) (colour.resultChannels() + (opaque ? 0 : 1)) * depth.bytes();
        return sources.stream().mapToLong(Image::byteSize).sum()
                + bytesToFill(sources)
                + pixels() * (resultBytes + weightBytes);
    }

    /** What filling transparent sources takes: a copy of each, and where the nearest pixel is. */
    static long bytesToFill(List<Image> sources) {
        return sources.stream()
                .filter(source -> !source.isOpaque())
                .mapToLong(source -> source.byteSize() + (long) source.width() * source.height() * Integer.BYTES)
                .sum();
    }

    /** How far a result looks: through the network and, with weights, as far again as these look. */
    private int halo() {
        NetworkFacts facts = model.network().facts();
        int weightReach =
                dominability.map(chosen -> chosen.reach(facts.decoderRadius())).orElse(0);
        return facts.encoderRadius() + facts.decoderRadius() + weightReach;
    }

    private void fuse(Tiling.Tile tile, ImageBuilder fused, List<ImageBuilder> weightMaps) {
        try (Scope scope = Scope.open()) {
            List<float[]> samples = clock.time(
                    Stage.CONVERT,
                    () -> filled.parallelStream()
                            .map(source -> colour.samples(source, tile.input()))
                            .toList());
            List<Tensor> inputs = samples.stream()
                    .map(values ->
                            clock.time(Stage.CONVERT, () -> input(model, colour.networkInput(values), tile.input())))
                    .toList();
            Tensor output = fuse(inputs, tile, weightMaps);
            clock.time(Stage.CONVERT, () -> put(output, samples, tile, fused));
        }
    }

    private void put(Tensor output, List<float[]> samples, Tiling.Tile tile, ImageBuilder fused) {
        if (opaque) {
            fused.put(tile.output(), colour.result(output(output, tile), samples, List.of(), tile));
            return;
        }
        List<float[]> alphas =
                sources.stream().map(source -> source.alpha(tile.output())).toList();
        float[] values = colour.result(output(output, tile), samples, alphas, tile);
        float[] alpha = largest(alphas);
        for (int i = 0; i < values.length; i++) {
            if (alpha[i % alpha.length] == 0) {
                values[i] = 0;
            }
        }
        fused.put(tile.output(), values);
        fused.putAlpha(tile.output(), alpha);
    }

    private static float[] largest(List<float[]> alphas) {
        float[] largest = alphas.get(0).clone();
        for (float[] plane : alphas) {
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], plane[i]);
            }
        }
        return largest;
    }

    private Tensor fuse(List<Tensor> inputs, Tiling.Tile tile, List<ImageBuilder> weightMaps) {
        Fusion fusion = new Fusion(model, clock, clock.time(Stage.CONVERT, () -> alphas(model, sources, tile.input())));
        if (dominability.isEmpty()) {
            return fusion.fuseStatically(inputs);
        }
        Fusion.Dynamic dynamic = fusion.fuseDynamically(inputs, dominability.get());
        chosenChannel = dynamic.channel();
        clock.time(Stage.CONVERT, () -> putWeights(dynamic.weights(), tile, weightMaps));
        return dynamic.fused();
    }

    private void putWeights(Tensor weights, Tiling.Tile tile, List<ImageBuilder> weightMaps) {
        for (int m = 0; m < weightMaps.size(); m++) {
            float[] ofSource = requireNumbers(core(weights.slice(1, m, 1), tile).toFloats());
            if (!sources.get(m).isOpaque()) {
                float[] alphas = sources.get(m).alpha(tile.output());
                for (int i = 0; i < alphas.length; i++) {
                    // Where no source has data they are of no use, but not 0.
                    ofSource[i] = alphas[i] == 0 ? 0 : ofSource[i];
                }
            }
            weightMaps.get(m).put(tile.output(), ofSource);
        }
    }

    /** How far sources have data in a region. */
    static SourceAlphas alphas(FusionModel model, List<Image> sources, Region region) {
        return sources.stream().allMatch(Image::isOpaque)
                ? SourceAlphas.OPAQUE
                : SourceAlphas.of(
                        sources.stream().map(source -> source.alpha(region)).toList(),
                        region.width(),
                        region.height(),
                        model.device());
    }

    /** Whole images as the network takes them, filled where they have no data, {@code [1,C,H,W]} each. */
    static List<Tensor> inputs(FusionModel model, List<Image> sources) {
        ColourPath colour = new ColourPath(model.network().facts().colour(), true);
        Region whole = new Region(0, 0, sources.get(0).width(), sources.get(0).height());
        return sources.stream()
                .map(Image::filled)
                .map(source -> input(model, colour.networkInput(colour.samples(source, whole)), whole))
                .toList();
    }

    private static Tensor input(FusionModel model, float[] values, Region region) {
        return Scope.compute(() -> {
            Tensor image =
                    Tensor.of(values, 1, model.network().facts().colour().channels(), region.height(), region.width());
            return model.network().facts().normalisation().normalise(image).to(model.device(), model.precision());
        });
    }

    private float[] output(Tensor output, Tiling.Tile tile) {
        Tensor core = core(output, tile).to(Device.CPU, Precision.FP32).planar();
        return requireNumbers(
                model.network().facts().normalisation().denormalise(core).toFloats());
    }

    /** Finite weights can be so large that nothing finite comes out. */
    private float[] requireNumbers(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        checkpointName + ": this checkpoint gives no numbers: the fused image holds " + value
                                + "; expected a checkpoint of a training that went well");
            }
        }
        return values;
    }

    private static Tensor core(Tensor tensor, Tiling.Tile tile) {
        Region core = tile.outputInInput();
        return tensor.slice(2, core.y(), core.height()).slice(3, core.x(), core.width());
    }
}
