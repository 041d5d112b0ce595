package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One fusion of images: tile by tile through the network, assembled in the depth of the result. */
final class ImageFusion {
    private static final SampleDepth WEIGHT_DEPTH = SampleDepth.BITS_16;
    // The overlap of inexact tiles of a network with a global receptive field.
    private static final int INEXACT_HALO = 64;

    private final FusionModel model;
    private final NetworkFacts facts;
    private final String checkpointName;
    private final Optional<Dominability> dominability;
    private final Arrangement scene;
    private final Optional<Task> task;
    private final FusionSettings settings;
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
            Arrangement scene,
            Optional<Task> task,
            FusionSettings settings) {
        this.model = model;
        this.facts = model.facts();
        this.checkpointName = checkpointName;
        this.dominability = dominability;
        this.scene = scene;
        this.task = task;
        this.settings = settings;
        this.sources = scene.images();
        this.opaque = sources.stream().allMatch(Image::isOpaque);
        this.depth = settings.depth().orElseGet(this::deepest);
        this.keepWeightMaps = settings.weightMaps() && dominability.isPresent();
        ColourMode mode = facts.inputs().colour();
        boolean anyColour = settings.networkColours() && mode == ColourMode.RGB
                || !sources.stream().allMatch(Image::isGray);
        this.colour = new ColourPath(mode, settings.keepChroma(), anyColour, sourceOfChroma());
    }

    private SampleDepth deepest() {
        return sources.stream().map(Image::depth).max(Comparator.naturalOrder()).orElseThrow();
    }

    private OptionalInt sourceOfChroma() {
        return IntStream.range(0, scene.roles().size())
                .filter(source -> facts.chroma().roles().contains(scene.roles().get(source)))
                .findFirst();
    }

    FusedImage run(List<String> notes) {
        List<Tiling.Tile> tiles = tiles();
        // Once for the whole image, as the nearest data may lie in any tile.
        filled = clock.time(
                Stage.CONVERT, () -> sources.stream().map(Image::filled).toList());
        ImageBuilder fused = builder(colour.resultChannels(), depth);
        List<ImageBuilder> weightMaps = keepWeightMaps
                ? sources.stream().map(source -> builder(1, WEIGHT_DEPTH)).toList()
                : List.of();
        boolean stretched = settings.range() != OutputRange.AS_IS;
        List<float[]> outputs = new ArrayList<>();
        for (int i = 0; i < tiles.size(); i++) {
            Tiling.Tile tile = tiles.get(i);
            fuse(
                    tile,
                    weightMaps,
                    stretched
                            ? (output, samples) -> outputs.add(output)
                            : (output, samples) -> put(output, samples.get(), tile, fused));
            settings.progress().advanced(i + 1, tiles.size());
        }
        if (stretched) {
            clock.time(Stage.CONVERT, () -> putStretched(outputs, tiles, fused));
        }
        Image first = sources.get(scene.places().indexOf(0));
        return new FusedImage(
                fused.build(first.metadata()),
                scene.asGiven(weightMaps.stream()
                        .map(map -> map.build(ImageMetadata.NONE))
                        .toList()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                dominability,
                chosenChannel,
                tiles.size(),
                clock.times(),
                Stream.concat(notes.stream(), ownNotes(tiles.size()).stream()).toList());
    }

    private List<String> ownNotes(int tiles) {
        List<String> notes = new ArrayList<>(scene.note().stream().toList());
        if (tiles > 1 && facts.field() instanceof ReceptiveField.Global) {
            notes.add("this network looks at an image as a whole: in " + tiles + " tiles the result is not exact");
        }
        return notes;
    }

    /** The range of the output is known once all tiles are fused. */
    private void putStretched(List<float[]> outputs, List<Tiling.Tile> tiles, ImageBuilder fused) {
        stretch(outputs, tiles);
        for (int i = 0; i < tiles.size(); i++) {
            put(outputs.get(i), samples(tiles.get(i)), tiles.get(i), fused);
        }
    }

    /** Over the pixels where any source has data. */
    private void stretch(List<float[]> outputs, List<Tiling.Tile> tiles) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < tiles.size(); t++) {
            float[] alpha = opaque ? new float[0] : largest(alphas(tiles.get(t)));
            float[] values = outputs.get(t);
            for (int i = 0; i < values.length; i++) {
                if (opaque || alpha[i % alpha.length] > 0) {
                    least = Math.min(least, values[i]);
                    most = Math.max(most, values[i]);
                }
            }
        }
        float black = settings.range() == OutputRange.SCALED ? 0 : least;
        // A constant result has no range to stretch.
        float range = most > black ? most - black : 1;
        for (float[] values : outputs) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] - black) / range;
            }
        }
    }

    private ImageBuilder builder(int channels, SampleDepth sampleDepth) {
        Image first = sources.get(0);
        return new ImageBuilder(first.width(), first.height(), channels, sampleDepth);
    }

    private List<Tiling.Tile> tiles() {
        Optional<Dominability> whole = dominability.filter(Dominability::needsWholeImage);
        if (whole.isPresent()) {
            settings.budget()
                    .requireGradients(
                            pixels(),
                            imageBytes(),
                            facts,
                            sources.size(),
                            opaque,
                            whole.get().lossMap().reference());
            return tiles(Integer.MAX_VALUE, 0);
        }
        if (facts.field() instanceof ReceptiveField.Local field) {
            return tilesThatFit(RowStrips.halo(field, dominability));
        }
        if (settings.inexactTiles()) {
            return tilesThatFit(INEXACT_HALO);
        }
        settings.budget()
                .requireFusionAsAWhole(pixels(), imageBytes(), facts, sources.size(), opaque, model.precision());
        return tiles(Integer.MAX_VALUE, 0);
    }

    private List<Tiling.Tile> tilesThatFit(int halo) {
        Image first = sources.get(0);
        int side = settings.budget()
                .tileSide(
                        first.width(),
                        first.height(),
                        imageBytes(),
                        facts,
                        sources.size(),
                        opaque,
                        model.precision(),
                        halo);
        return tiles(Math.min(side, settings.largestTile()), halo);
    }

    private List<Tiling.Tile> tiles(int side, int halo) {
        Image first = sources.get(0);
        int largest = Math.min(side, Math.max(first.width(), first.height()));
        return Tiling.of(
                first.width(), first.height(), largest, halo, facts.inputs().sizeMultiple());
    }

    private long pixels() {
        return (long) sources.get(0).width() * sources.get(0).height();
    }

    /** The bytes of sources, result, weight maps, and filled copies of transparent sources. */
    private long imageBytes() {
        long weightBytes = keepWeightMaps ? (long) sources.size() * WEIGHT_DEPTH.bytes() : 0;
        long resultBytes = (long) (colour.resultChannels() + (opaque ? 0 : 1)) * depth.bytes();
        long outputBytes = settings.range() != OutputRange.AS_IS
                ? (long) facts.inputs().colour().channels() * Float.BYTES
                : 0;
        return sources.stream().mapToLong(Image::byteSize).sum()
                + bytesToFill(sources)
                + pixels() * (resultBytes + outputBytes + weightBytes);
    }

    /** The bytes for filling transparent sources: a copy of each, and the positions of nearest pixels. */
    static long bytesToFill(List<Image> sources) {
        return sources.stream()
                .filter(source -> !source.isOpaque())
                .mapToLong(source -> source.byteSize() + (long) source.width() * source.height() * Integer.BYTES)
                .sum();
    }

    private List<float[]> samples(Tiling.Tile tile) {
        return filled.parallelStream()
                .map(source -> colour.samples(source, tile.input()))
                .toList();
    }

    private List<float[]> alphas(Tiling.Tile tile) {
        return sources.stream().map(source -> source.alpha(tile.output())).toList();
    }

    private void fuse(
            Tiling.Tile tile, List<ImageBuilder> weightMaps, BiConsumer<float[], Supplier<List<float[]>>> finished) {
        try (Scope scope = Scope.open()) {
            // Those of a whole image may be large: they are made one by one, and again after the network has run.
            boolean kept = facts.field() instanceof ReceptiveField.Local;
            List<float[]> samples = kept ? clock.time(Stage.CONVERT, () -> samples(tile)) : List.of();
            List<Tensor> images = IntStream.range(0, filled.size())
                    .mapToObj(m -> clock.time(Stage.CONVERT, () -> {
                        float[] values = kept ? samples.get(m) : colour.samples(filled.get(m), tile.input());
                        return input(model, colour.networkInput(values), tile.input());
                    }))
                    .toList();
            Tensor output = fuse(images, tile, weightMaps);
            clock.time(
                    Stage.CONVERT, () -> finished.accept(output(output, tile), () -> kept ? samples : samples(tile)));
        }
    }

    private void put(float[] output, List<float[]> samples, Tiling.Tile tile, ImageBuilder fused) {
        if (opaque) {
            fused.put(tile.output(), colour.result(output, samples, List.of(), tile));
            return;
        }
        List<float[]> alphas = alphas(tile);
        float[] values = colour.result(output, samples, alphas, tile);
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

    private Tensor fuse(List<Tensor> images, Tiling.Tile tile, List<ImageBuilder> weightMaps) {
        SourceAlphas alphas = clock.time(Stage.CONVERT, () -> alphas(model, sources, tile.input()));
        SourceTensors tensors =
                new SourceTensors(images, scene.roles(), task, alphas, gray(sources, settings.keepChroma()));
        Fusion fusion = new Fusion(model, clock);
        if (dominability.isEmpty()) {
            return fusion.fuseStatically(tensors);
        }
        Fusion.Dynamic dynamic = fusion.fuseDynamically(tensors, dominability.get());
        chosenChannel = dynamic.channel();
        clock.time(Stage.CONVERT, () -> putWeights(dynamic.weights(), tile, weightMaps));
        return dynamic.fused();
    }

    private static Set<Integer> gray(List<Image> sources, boolean keepChroma) {
        return IntStream.range(0, sources.size())
                .filter(source -> keepChroma || sources.get(source).isGray())
                .boxed()
                .collect(Collectors.toSet());
    }

    private void putWeights(Tensor weights, Tiling.Tile tile, List<ImageBuilder> weightMaps) {
        for (int m = 0; m < weightMaps.size(); m++) {
            float[] ofSource = requireNumbers(core(weights.slice(1, m, 1), tile).toFloats());
            if (!sources.get(m).isOpaque()) {
                float[] alphas = sources.get(m).alpha(tile.output());
                for (int i = 0; i < alphas.length; i++) {
                    // Where no source has data the alphas are meaningless, but not 0.
                    ofSource[i] = alphas[i] == 0 ? 0 : ofSource[i];
                }
            }
            weightMaps.get(m).put(tile.output(), ofSource);
        }
    }

    private static SourceAlphas alphas(FusionModel model, List<Image> sources, Region region) {
        if (sources.stream().allMatch(Image::isOpaque)) {
            return SourceAlphas.OPAQUE;
        }
        int multiple = model.facts().inputs().sizeMultiple();
        return SourceAlphas.of(
                sources.stream()
                        .map(source -> Padded.of(source.alpha(region), region, multiple)
                                .values())
                        .toList(),
                Padded.length(region.width(), multiple),
                Padded.length(region.height(), multiple),
                model.device());
    }

    /**
     * Whole images as the input of the network.
     *
     * @param keepChroma whether an RGB network gets their luma only
     */
    static SourceTensors tensors(FusionModel model, Arrangement scene, Optional<Task> task, boolean keepChroma) {
        List<Image> sources = scene.images();
        ColourPath colour = new ColourPath(model.facts().inputs().colour(), keepChroma, true, OptionalInt.empty());
        Region whole = new Region(0, 0, sources.get(0).width(), sources.get(0).height());
        List<Tensor> images = sources.stream()
                .map(Image::filled)
                .map(source -> input(model, colour.networkInput(colour.samples(source, whole)), whole))
                .toList();
        return new SourceTensors(images, scene.roles(), task, alphas(model, sources, whole), gray(sources, keepChroma));
    }

    private static Tensor input(FusionModel model, float[] values, Region region) {
        Inputs inputs = model.facts().inputs();
        return Scope.compute(() -> {
            Padded padded = Padded.of(values, region, inputs.sizeMultiple());
            Tensor image = Tensor.of(padded.values(), 1, inputs.colour().channels(), padded.height(), padded.width());
            return inputs.normalisation().normalise(image).to(model.device(), model.precision());
        });
    }

    private float[] output(Tensor output, Tiling.Tile tile) {
        Tensor core = core(output, tile).to(Device.CPU, Precision.FP32).planar();
        return requireNumbers(facts.inputs().normalisation().denormalise(core).toFloats());
    }

    /** Finite parameters can be so large that the result is not finite. */
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
