package io.dynafuse.network.tcmoa;

import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Network;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TC-MoA on images of any size. The router is that of the task, visible and infrared if it is unknown; medical images, which it was not trained on, take that
 * one too (Zhu et al. 2024, Section 4.6). Where a source is transparent, the other one shows instead.
 *
 * @param onClose frees the parameters that the model owns
 */
record TcMoaModel(
        Network network,
        TcMoaLayers layers,
        Precision precision,
        Device device,
        PromptSettings settings,
        Sizing sizing,
        Runnable onClose)
        implements PromptedModel {
    private static final int SOURCES = 2;
    private static final Set<Task> TRAINED = Set.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
    // A little more, as what lies half-way is rounded up there, and the numbers here are not exact.
    private static final double HALF_A_LEVEL = 0.501;

    @Override
    public Optional<Weighting<?>> weighting() {
        return Optional.empty();
    }

    @Override
    public PromptedModel with(PromptSettings other, Sizing way) {
        return new TcMoaModel(network, layers, precision, device, other, way, onClose);
    }

    @Override
    public Optional<String> note(Optional<Task> task) {
        String reason = task.map(of -> network.id() + " learned no router for " + of.word())
                .orElse("nothing says the task");
        return settings.routers().isEmpty() && !task.map(TRAINED::contains).orElse(false)
                ? Optional.of(reason + ": the router of " + TcMoa.USUAL.word() + " is used")
                : Optional.empty();
    }

    @Override
    public Tensor fuse(SourceTensors sources) {
        return fuse(sources, Optional.empty());
    }

    @Override
    public Tensor fuse(SourceTensors sources, Tensor weights) {
        return fuse(sources, Optional.of(weights));
    }

    private Tensor fuse(SourceTensors sources, Optional<Tensor> weights) {
        return run(sources, weights, fused -> sizing == Sizing.PUBLISHED ? clipped(fused.image()) : fused.image());
    }

    /** As the authors' program does before it resizes. */
    private Tensor clipped(Tensor image) {
        InputNormalisation numbers = network.facts().inputs().normalisation();
        return Scope.compute(() -> numbers.normalise(numbers.denormalise(image).clampInPlace(0, 1)));
    }

    @Override
    public List<String> layersOfPrompts() {
        return Stream.concat(
                        named("encoder", layers.shape().encoder()),
                        named("decoder", layers.shape().decoder()))
                .toList();
    }

    private Stream<String> named(String part, Stack stack) {
        return IntStream.rangeClosed(
                        1, stack.placesOfLayers(layers.shape().interval()).size())
                .mapToObj(layer -> part + layer);
    }

    @Override
    public Map<String, Tensor> prompts(SourceTensors sources) {
        try (Scope scope = Scope.open()) {
            Tensor all = run(sources, Optional.empty(), TcMoaModel::prompts);
            Map<String, Tensor> prompts = new LinkedHashMap<>();
            for (String layer : layersOfPrompts()) {
                prompts.put(layer, scope.release(all.slice(1, (long) SOURCES * prompts.size(), SOURCES)));
            }
            return prompts;
        }
    }

    /** {@code [N,2·layers,H,W]}, at the size of the image. */
    private static Tensor prompts(TcMoaLayers.Fused fused) {
        List<Tensor> maps = fused.mixtures().stream()
                .flatMap(mixed -> Stream.of(mixed.first(), mixed.second()))
                .map(prompt -> prompt.permute(0, 3, 1, 2))
                .toList();
        return Tensor.concatenate(maps, 1)
                .resizeNearest(fused.image().size(2), fused.image().size(3));
    }

    private Tensor run(SourceTensors sources, Optional<Tensor> weights, Function<TcMoaLayers.Fused, Tensor> wanted) {
        Routing routing = new Routing(routers(sources.task()), Optional.empty());
        return Scope.compute(() -> {
            List<Tensor> images = opaque(sources);
            Tensor both = Tensor.concatenate(
                    weights.map(given -> List.of(images.get(0), images.get(1), given.to(Precision.FP32)))
                            .orElse(images),
                    1);
            return inPieces(
                    both,
                    part -> wanted.apply(layers.fuse(
                            part.slice(1, 0, TcMoaShape.CHANNELS),
                            part.slice(1, TcMoaShape.CHANNELS, TcMoaShape.CHANNELS),
                            routing,
                            settings,
                            weights.map(given -> ofTokens(part.slice(1, 2L * TcMoaShape.CHANNELS, SOURCES))))));
        });
    }

    private Map<Integer, Double> routers(Optional<Task> task) {
        Map<Task, Double> chosen =
                settings.routers().isEmpty() ? Map.of(task.orElse(TcMoa.USUAL), 1.0) : settings.routers();
        double all = chosen.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<Integer, Double> shares = new TreeMap<>();
        chosen.forEach((of, share) -> shares.merge(TcMoa.router(of), share / all, Double::sum));
        return shares;
    }

    /** Sources in 32 bits, each of which shows the other one where it has no data itself. */
    private static List<Tensor> opaque(SourceTensors sources) {
        List<Tensor> images =
                sources.images().stream().map(image -> image.to(Precision.FP32)).toList();
        return sources.alphas()
                .perPixel()
                .map(alphas -> List.of(shown(images, alphas, 0), shown(images, alphas, 1)))
                .orElse(images);
    }

    private static Tensor shown(List<Tensor> images, Tensor alphas, int source) {
        Tensor own = images.get(source);
        Tensor other = images.get(1 - source);
        return other.plus(own.minus(other).times(alphas.slice(1, source, 1)));
    }

    /** The mean of weights {@code [N,2,H,W]} over what a token stands for, {@code [N,h,w,2]}. */
    private Tensor ofTokens(Tensor weights) {
        return weights.blockMean(layers.shape().pixelsOfToken()).permute(0, 2, 3, 1);
    }

    private Tensor inPieces(Tensor image, Function<Tensor, Tensor> work) {
        if (sizing == Sizing.BLENDED) {
            return blended(image, work);
        }
        int tile = layers.shape().tile();
        return Math.min(image.size(2), image.size(3)) > tile ? sideBySide(image, tile, work) : resized(image, work);
    }

    private Tensor blended(Tensor image, Function<Tensor, Tensor> work) {
        TcMoaShape shape = layers.shape();
        Pieces rows = Pieces.of(image.size(2), shape.tile(), shape.multiple());
        Pieces columns = Pieces.of(image.size(3), shape.tile(), shape.multiple());
        if (rows.starts().size() * columns.starts().size() == 1) {
            return piece(image, rows, 0, columns, 0, work);
        }
        Tensor weights = image.slice(1, 0, 1).times(0);
        Optional<Tensor> sum = Optional.empty();
        for (int row = 0; row < rows.starts().size(); row++) {
            for (int column = 0; column < columns.starts().size(); column++) {
                try (Scope scope = Scope.open()) {
                    Tensor part = piece(image, rows, row, columns, column, work);
                    Tensor share = Tensor.of(rows.shares(row), 1, 1, rows.inside(), 1)
                            .times(Tensor.of(columns.shares(column), 1, 1, 1, columns.inside()))
                            .to(device, Precision.FP32);
                    if (sum.isEmpty()) {
                        sum = Optional.of(scope.release(
                                image.slice(1, 0, 1).times(0).pick(1, new long[Math.toIntExact(part.size(1))])));
                    }
                    at(sum.get(), rows, row, columns, column).plusInPlace(part.times(share));
                    at(weights, rows, row, columns, column).plusInPlace(share);
                }
            }
        }
        return sum.orElseThrow().dividedBy(weights);
    }

    private static Tensor at(Tensor whole, Pieces rows, int row, Pieces columns, int column) {
        return whole.slice(2, rows.starts().get(row), rows.inside())
                .slice(3, columns.starts().get(column), columns.inside());
    }

    private static Tensor piece(
            Tensor image, Pieces rows, int row, Pieces columns, int column, Function<Tensor, Tensor> work) {
        return Scope.compute(() -> work.apply(image.pick(2, rows.indices(row)).pick(3, columns.indices(column)))
                .slice(2, 0, rows.inside())
                .slice(3, 0, columns.inside()));
    }

    private static Tensor sideBySide(Tensor image, int tile, Function<Tensor, Tensor> work) {
        Optional<Tensor> whole = Optional.empty();
        for (long row : Pieces.published(image.size(2), tile)) {
            for (long column : Pieces.published(image.size(3), tile)) {
                try (Scope scope = Scope.open()) {
                    Tensor part = work.apply(image.slice(2, row, tile).slice(3, column, tile));
                    if (whole.isEmpty()) {
                        whole = Optional.of(scope.release(
                                Tensor.unwritten(part, part.size(0), part.size(1), image.size(2), image.size(3))));
                    }
                    whole.get().slice(2, row, tile).slice(3, column, tile).copyInPlace(part);
                }
            }
        }
        return whole.orElseThrow();
    }

    private Tensor resized(Tensor image, Function<Tensor, Tensor> work) {
        int multiple = layers.shape().multiple();
        long height = Pieces.filled(image.size(2), multiple);
        long width = Pieces.filled(image.size(3), multiple);
        // One direction after the other, as bytes are resized there.
        Tensor wide = inBytes(image.resizeBilinear(image.size(2), width));
        return work.apply(inBytes(wide.resizeBilinear(height, width))).resizeBilinear(image.size(2), image.size(3));
    }

    /** Images rounded to 8 bits, which the authors' program resizes. */
    private Tensor inBytes(Tensor image) {
        InputNormalisation numbers = network.facts().inputs().normalisation();
        List<Tensor> parts = new ArrayList<>();
        for (int source = 0; source < SOURCES; source++) {
            Tensor part = image.slice(1, (long) source * TcMoaShape.CHANNELS, TcMoaShape.CHANNELS);
            parts.add(numbers.normalise(numbers.denormalise(part)
                    .times(255)
                    .plus(HALF_A_LEVEL)
                    .floor()
                    .times(1.0 / 255)));
        }
        long rest = image.size(1) - 2L * TcMoaShape.CHANNELS;
        parts.add(image.slice(1, 2L * TcMoaShape.CHANNELS, rest));
        return Tensor.concatenate(parts, 1);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
