package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.model.ColourMode;
import io.dynafuse.model.FusionModel;
import io.dynafuse.model.NetworkFacts;
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
    private final String weightsName;
    private final Optional<Dominability> dominability;
    private final List<Image> sources;
    private final StageClock clock = new StageClock();
    private final ColourPath colour;
    private final SampleDepth depth;
    private final boolean keepWeightMaps;
    private OptionalInt chosenChannel = OptionalInt.empty();

    ImageFusion(
            FusionModel model,
            String weightsName,
            Optional<Dominability> dominability,
            List<Image> sources,
            SampleDepth depth,
            boolean keepWeightMaps,
            boolean networkColours) {
        this.model = model;
        this.weightsName = weightsName;
        this.dominability = dominability;
        this.sources = sources;
        this.depth = depth;
        this.keepWeightMaps = keepWeightMaps && dominability.isPresent();
        boolean anyColour = networkColours && model.network().facts().colour() == ColourMode.RGB
                || !sources.stream().allMatch(Image::isGray);
        this.colour = new ColourPath(model.network().facts().colour(), anyColour);
    }

    FusedImage run(MemoryBudget budget, int largestTile, FusionProgress progress, List<String> notes) {
        List<Tiling.Tile> tiles = tiles(budget, largestTile);
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
                    whole.get().lossMap().reference());
            return Tiling.of(first.width(), first.height(), Math.max(first.width(), first.height()), halo);
        }
        int side = budget.tileSide(
                first.width(),
                first.height(),
                imageBytes(),
                model.network().facts(),
                sources.size(),
                model.precision(),
                halo);
        return Tiling.of(first.width(), first.height(), Math.min(side, largestTile), halo);
    }

    private long pixels() {
        return (long) sources.get(0).width() * sources.get(0).height();
    }

    /** What the sources take, and the result and weight maps will. */
    private long imageBytes() {
        long weightBytes = keepWeightMaps ? (long) sources.size() * WEIGHT_DEPTH.bytes() : 0;
        return sources.stream().mapToLong(Image::byteSize).sum()
                + pixels() * (colour.resultChannels() * depth.bytes() + weightBytes);
    }

    /** How far a result looks: through the network and, with weights, as far again as these look. */
    private int halo() {
        NetworkFacts facts = model.network().facts();
        int weightReach =
                dominability.map(chosen -> chosen.reach(facts.decoderReach())).orElse(0);
        return facts.encoderReach() + facts.decoderReach() + weightReach;
    }

    private void fuse(Tiling.Tile tile, ImageBuilder fused, List<ImageBuilder> weightMaps) {
        try (Scope scope = Scope.open()) {
            List<float[]> samples = clock.time(
                    Stage.CONVERT,
                    () -> sources.parallelStream()
                            .map(source -> colour.samples(source, tile.input()))
                            .toList());
            List<Tensor> inputs = samples.stream()
                    .map(values ->
                            clock.time(Stage.CONVERT, () -> input(model, colour.networkInput(values), tile.input())))
                    .toList();
            Tensor output = fuse(inputs, tile, weightMaps);
            clock.time(
                    Stage.CONVERT, () -> fused.put(tile.output(), colour.result(output(output, tile), samples, tile)));
        }
    }

    private Tensor fuse(List<Tensor> inputs, Tiling.Tile tile, List<ImageBuilder> weightMaps) {
        Fusion fusion = new Fusion(model, clock);
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
            weightMaps
                    .get(m)
                    .put(
                            tile.output(),
                            requireNumbers(core(weights.slice(1, m, 1), tile).toFloats()));
        }
    }

    /** Whole images as the network takes them, {@code [1,C,H,W]} each. */
    static List<Tensor> inputs(FusionModel model, List<Image> sources) {
        ColourPath colour = new ColourPath(model.network().facts().colour(), true);
        Region whole = new Region(0, 0, sources.get(0).width(), sources.get(0).height());
        return sources.stream()
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
                        weightsName + ": these weights give no numbers: the fused image holds " + value
                                + "; expected weights of a training that went well");
            }
        }
        return values;
    }

    private static Tensor core(Tensor tensor, Tiling.Tile tile) {
        Region core = tile.outputInInput();
        return tensor.slice(2, core.y(), core.height()).slice(3, core.x(), core.width());
    }
}
