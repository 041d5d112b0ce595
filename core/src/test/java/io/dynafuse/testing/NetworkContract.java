package io.dynafuse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Refinement;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.Weighting;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What every network must hold, with random parameters. */
public record NetworkContract(Network network) {
    private static final long SEED = 5;
    private static final double ROUNDING = 1e-4;
    private static final int TALL = 90;
    private static final int WIDTH = 24;
    private static final List<Dominability> DOMINABILITIES = List.of(
            Dominability.of(Reference.FUSED).with("smoothing=2, iterations=2"),
            Dominability.of(Reference.SELF_FUSED),
            Dominability.of(Reference.MAXIMUM));
    private static final int SIDE = 48;
    // Of deep networks, whose parameters are alike.
    private static final int MOST_PARAMETERS = 24;
    private static final int MOST_DRAWS = 16;

    private static Dominability uniform(Reference reference) {
        return new Dominability(
                new PixelLoss(reference, Norm.L1), 1, Form.UNIFORM, Normalisation.SOFTMAX, false, Refinement.NONE);
    }

    private Inputs inputs() {
        return network.facts().inputs();
    }

    private boolean weighs() {
        return network.facts().weighting().isPresent();
    }

    /** Every size has a result of that size and no NaN, with as few and as many sources as it takes. */
    public void fusesEverySize() throws Exception {
        try (Fuser fuser = fuser(SIDE * SIDE)) {
            for (int count : new TreeSet<>(List.of(inputs().leastSources(), Math.min(5, inputs().mostSources())))) {
                for (int[] size : new int[][] {{1, 1}, {2, 9}, {13, 7}, {33, 20}}) {
                    List<Image> images = images(count, size[0], size[1]);
                    for (Variant variant : variants(fuser)) {
                        Image fused = fuser.fuse(images, variant).image();
                        assertThat(List.of(fused.width(), fused.height())).containsExactly(size[0], size[1]);
                        assertThat(Differences.largest(fused.values(), fused.values()))
                                .isZero();
                    }
                }
            }
        }
    }

    /** One source too few is refused, and one too many where there is a bound. */
    public void refusesOtherNumbersOfSources() throws Exception {
        try (Fuser fuser = fuser(SIDE)) {
            List<Integer> wrong = new ArrayList<>(List.of(inputs().leastSources() - 1));
            if (inputs().mostSources() < Integer.MAX_VALUE) {
                wrong.add(inputs().mostSources() + 1);
            }
            for (int count : wrong) {
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> fuser.fuse(images(count, 8, 8)))
                        .withMessageContaining("sources")
                        .withMessageContaining("found " + count);
            }
        }
    }

    /** What the facts say of weights is so, and equal ones give the static fusion of a network that has them. */
    public void equalWeightsGiveTheStaticFusion() {
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            assertThat(model.weighting().isPresent()).isEqualTo(weighs());
            // A maximum is not linear.
            if (!weighs() || network.facts().weighting().equals(Optional.of(StaticRule.MAXIMUM))) {
                return;
            }
            SourceTensors sources = sources(SIDE, 1);
            // The static fusion as the reference may take another way than components do.
            for (Reference reference : Reference.values()) {
                Tensor weighted = fusion(model)
                        .fuseDynamically(sources, uniform(reference))
                        .fused();
                assertThat(difference(weighted, model.fuse(sources)))
                        .as("%s", reference)
                        .isLessThan(ROUNDING);
            }
            assertThat(difference(fusion(model).fuseStatically(sources), model.fuse(sources)))
                    .isZero();
        }
    }

    /**
     * With all weight on one source, that source changes the image and no other does, unless the network lets it past the weights: it changes the features of
     * that source, or what is made of fused features; also where memory is used again.
     */
    public void weightsChooseTheirSource() {
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            model.weighting().ifPresent(weighting -> weightsChooseTheirSource(weighting, sources(SIDE, 1)));
        }
    }

    private <F> void weightsChooseTheirSource(Weighting<F> weighting, SourceTensors sources) {
        for (int source = 0; source < sources.count(); source++) {
            Tensor fused = only(source, weighting, sources);
            Tensor weights = allOn(source, sources.count());
            F last = weighting.encode(sources);
            Tensor overwritten = weighting.decode(last, weighting.fuseLast(last, weights));
            assertThat(difference(fused, overwritten)).isLessThan(ROUNDING);
            F used = weighting.encode(sources);
            Tensor reference = weighting.decode(used, weighting.fuseBeforeWeights(used));
            Tensor reweighed = weighting.decode(used, weighting.fuseLast(used, weights));
            F kept = weighting.encode(sources);
            assertThat(difference(reference, weighting.decode(kept, weighting.fuse(kept))))
                    .isLessThan(ROUNDING);
            assertThat(difference(fused, reweighed)).isLessThan(ROUNDING);
            for (int changed = 0; changed < sources.count(); changed++) {
                List<Tensor> images = new ArrayList<>(sources.images());
                images.set(changed, noise(SIDE, 99));
                Tensor after = only(source, weighting, SourceTensors.of(images));
                boolean seen = changed == source
                        || difference(
                                        features(source, weighting, sources),
                                        features(source, weighting, SourceTensors.of(images)))
                                > 0
                        || difference(fused, decodedBeside(SourceTensors.of(images), weighting, sources, weights)) > 0;
                assertThat(difference(fused, after) > ROUNDING)
                        .as("all weight on %d, source %d changed", source, changed)
                        .isEqualTo(seen);
            }
        }
    }

    private static <F> Tensor features(int source, Weighting<F> weighting, SourceTensors sources) {
        return weighting.features(weighting.encode(sources)).get(source);
    }

    /** The fused features of sources, decoded beside other sources. */
    private static <F> Tensor decodedBeside(
            SourceTensors others, Weighting<F> weighting, SourceTensors sources, Tensor weights) {
        return weighting.decode(weighting.encode(others), weighting.fuse(weighting.encode(sources), weights));
    }

    private static <F> Tensor only(int source, Weighting<F> weighting, SourceTensors sources) {
        F encoded = weighting.encode(sources);
        return weighting.decode(encoded, weighting.fuse(encoded, allOn(source, sources.count())));
    }

    private static Tensor allOn(int source, int sources) {
        float[] weights = new float[sources * SIDE * SIDE];
        Arrays.fill(weights, source * SIDE * SIDE, (source + 1) * SIDE * SIDE, 1);
        return Tensor.of(weights, 1, sources, SIDE, SIDE);
    }

    /** Sources in another order are weighed in that order and give the same image, where the order makes no difference. */
    public void permutedSourcesPermuteTheWeights() {
        if (inputs().orderMatters()) {
            return;
        }
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(SIDE, 1);
            List<Tensor> turned = new ArrayList<>(sources.images());
            Collections.rotate(turned, 1);
            SourceTensors others = SourceTensors.of(turned);
            assertThat(difference(model.fuse(sources), model.fuse(others))).isLessThan(ROUNDING);
            if (weighs()) {
                Dominability dominability = Dominability.of(Reference.COMPONENT);
                Fusion.Dynamic straight = fusion(model).fuseDynamically(sources, dominability);
                Fusion.Dynamic permuted = fusion(model).fuseDynamically(others, dominability);
                assertThat(difference(straight.fused(), permuted.fused())).isLessThan(ROUNDING);
                Tensor weights = straight.weights();
                Tensor rotated = permuted.weights();
                for (int m = 0; m < turned.size(); m++) {
                    assertThat(difference(weights.slice(1, m, 1), rotated.slice(1, (m + 1) % turned.size(), 1)))
                            .isLessThan(ROUNDING);
                }
            }
        }
    }

    /** Components have the shape of sources, and each is made of its own source. */
    public void componentsAreImagesOfTheirSource() {
        if (!weighs()) {
            return;
        }
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(SIDE, 1);
            List<Tensor> components = fusion(model).components(sources);
            assertThat(components).hasSize(sources.count());
            for (int m = 0; m < sources.count(); m++) {
                assertThat(components.get(m).shape())
                        .isEqualTo(sources.images().get(m).shape());
                List<Tensor> changed = new ArrayList<>(sources.images());
                changed.set(m, noise(SIDE, 77));
                List<Tensor> after = fusion(model).components(SourceTensors.of(changed));
                for (int other = 0; other < sources.count(); other++) {
                    assertThat(difference(components.get(other), after.get(other)) > ROUNDING)
                            .as("component %d after source %d changed", other, m)
                            .isEqualTo(other == m);
                }
            }
        }
    }

    /** The forward that training records is that of inference, but for the margin. */
    public void recordedForwardEqualsInference() {
        try (Parameters parameters = RandomNetworks.parameters(network, SEED);
                FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(SIDE, 1);
            int margin = network.margin();
            Tensor inner =
                    model.fuse(sources).slice(2, margin, SIDE - 2L * margin).slice(3, margin, SIDE - 2L * margin);
            Tensor recorded =
                    Autograd.record(() -> network.over(variables(parameters)).fuse(sources));
            assertThat(recorded.requiresGrad())
                    .isEqualTo(!network.parameters().trained().isEmpty());
            assertThat(difference(recorded, inner)).isLessThan(ROUNDING);
        }
    }

    /**
     * Every trained parameter moves the result of some task, unless only training uses it; of several draws of all parameters, as in one a rectifier may
     * see nothing that it changes.
     */
    public void gradientsReachEveryTrainedParameter() {
        Set<String> unmoved = new LinkedHashSet<>(network.parameters().trained());
        unmoved.removeIf(network::isForTrainingOnly);
        for (int draw = 0; draw < MOST_DRAWS && !unmoved.isEmpty(); draw++) {
            unmoved.removeAll(moving(List.copyOf(unmoved), SEED + draw));
        }
        assertThat(unmoved).isEmpty();
    }

    private Set<String> moving(List<String> names, long seed) {
        try (Parameters parameters = RandomNetworks.parameters(network, seed);
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(SIDE, 1);
            Parameters variables = variables(parameters);
            Tensor loss = Autograd.record(() -> Stream.of(Task.values())
                    .map(task -> network.over(variables)
                            .fuse(of(task, sources))
                            .square()
                            .meanOfAll())
                    .reduce(Tensor::plus)
                    .orElseThrow());
            List<Tensor> gradients =
                    Autograd.gradients(loss, names.stream().map(variables::get).toList());
            Set<String> moving = new HashSet<>();
            for (int i = 0; i < names.size(); i++) {
                float largest = gradients.get(i).absolute().maximumOfAll().toFloats()[0];
                assertThat(largest).as(names.get(i)).isFinite();
                if (largest > 0) {
                    moving.add(names.get(i));
                }
            }
            return moving;
        }
    }

    private static SourceTensors of(Task task, SourceTensors sources) {
        return new SourceTensors(
                sources.images(), sources.roles(), Optional.of(task), sources.alphas(), sources.gray());
    }

    private Parameters variables(Parameters parameters) {
        Map<String, Tensor> variables = new LinkedHashMap<>();
        network.parameters()
                .trained()
                .forEach(name -> variables.put(name, parameters.get(name).asVariable()));
        return parameters.with(variables);
    }

    /** Only results are left behind. */
    public void everyTensorIsFreed() {
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(SIDE, 1);
            int before = scope.size();
            model.fuse(sources);
            assertThat(scope.size() - before).isEqualTo(1);
            fusion(model).fuseStatically(sources);
            assertThat(scope.size() - before).isEqualTo(2);
            if (weighs()) {
                // The image, the losses, the weights.
                fusion(model).fuseDynamically(sources, Dominability.of(Reference.FUSED));
                assertThat(scope.size() - before).isEqualTo(5);
            }
        }
    }

    /**
     * A changed pixel changes the result exactly as far as the facts say, where that is farthest of the pixels that a block of the network has; not farther,
     * where that is beyond the border.
     */
    public void looksAsFarAsItSays() {
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            int centre = SIDE / 2;
            if (network.facts().field() instanceof ReceptiveField.Local field) {
                int seen = IntStream.range(0, inputs().sizeMultiple())
                        .map(inBlock -> seenFrom(centre - inBlock, model))
                        .max()
                        .orElseThrow();
                // What has come as far as the border may be too little for 32 bits.
                assertThat(seen).isBetween(field.radius() < centre ? field.radius() : 1, field.radius());
            } else if (!decides()) {
                assertThat(seenFrom(centre, model)).isEqualTo(centre);
            }
        }
    }

    /** Whether it has parameters and none can be trained: its result follows from decisions, which a single pixel need not change. */
    private boolean decides() {
        return !network.parameters().specs().isEmpty()
                && network.parameters().trained().isEmpty();
    }

    /** How far a change of the pixel in this row and column is seen. */
    private int seenFrom(int place, FusionModel model) {
        SourceTensors sources = sources(SIDE, 1);
        int seen = 0;
        for (int m = 0; m < sources.count(); m++) {
            List<Tensor> changed = new ArrayList<>(sources.images());
            float[] values = changed.get(m).toFloats();
            values[place * SIDE + place] += 3;
            changed.set(m, Tensor.of(values, changed.get(m).shape()));
            float[] before = model.fuse(sources).planar().toFloats();
            float[] after = model.fuse(SourceTensors.of(changed)).planar().toFloats();
            seen = Math.max(seen, farthest(before, after, place));
        }
        return seen;
    }

    private static int farthest(float[] before, float[] after, int centre) {
        int farthest = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i]) {
                int x = i % SIDE;
                int y = i / SIDE % SIDE;
                farthest = Math.max(farthest, Math.max(Math.abs(x - centre), Math.abs(y - centre)));
            }
        }
        return farthest;
    }

    /** A local network in tiles is the network; a global one runs whole, or in tiles that it says are not exact. */
    public void tilesEqualTheWhole() throws Exception {
        List<Image> images = images(inputs().leastSources(), 61, 45);
        try (Fuser whole = fuser(1000);
                Fuser tiled = fuser(17)) {
            for (Variant variant : variants(whole)) {
                FusedImage expected = whole.fuse(images, variant);
                FusedImage actual = tiled.fuse(images, variant);
                boolean local = network.facts().field() instanceof ReceptiveField.Local;
                assertThat(expected.tiles()).isEqualTo(1);
                assertThat(actual.tiles() > 1).isEqualTo(local);
                assertThat(Differences.largest(
                                expected.image().values(), actual.image().values()))
                        .isLessThan(ROUNDING);
            }
        }
    }

    /** An image in strips is the image as a whole; only of a network with a local receptive field there are several. */
    public void stripsEqualTheWhole() {
        try (FusionModel model = RandomNetworks.load(network, SEED);
                Scope scope = Scope.open()) {
            SourceTensors sources = tallSources();
            Fusion whole = new Fusion(model, new StageClock(), OptionalInt.of(TALL));
            Fusion inStrips = new Fusion(model, new StageClock(), OptionalInt.of(13));
            assertThat(difference(whole.fuseStatically(sources), inStrips.fuseStatically(sources)))
                    .isLessThan(ROUNDING);
            for (Dominability dominability : weighs() ? DOMINABILITIES : List.<Dominability>of()) {
                Fusion.Dynamic expected = whole.fuseDynamically(sources, dominability);
                Fusion.Dynamic actual = inStrips.fuseDynamically(sources, dominability);
                assertThat(difference(expected.fused(), actual.fused())).isLessThan(ROUNDING);
                assertThat(difference(expected.losses(), actual.losses())).isLessThan(ROUNDING);
                assertThat(difference(expected.weights(), actual.weights())).isLessThan(ROUNDING);
            }
        }
    }

    /** A stretched output fills the range of the image, be it fused in tiles or not. */
    public void rangeIsAsItSays() throws Exception {
        if (network.facts().range() != OutputRange.STRETCHED) {
            return;
        }
        try (Fuser fuser = fuser(17)) {
            float[] values =
                    fuser.fuse(images(inputs().leastSources(), 61, 45)).image().values();
            float least = 1;
            float most = 0;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            assertThat(least).isLessThan(1e-6f);
            assertThat(most).isGreaterThan(1 - 1e-6f);
        }
    }

    /** A checkpoint with a parameter missing, too many, misshapen or not a number is refused, and the parameter named. */
    public void badCheckpointsAreNamed(Path folder) throws Exception {
        Map<String, StoredTensor> good = RandomNetworks.stored(network, SEED);
        if (good.isEmpty()) {
            return;
        }
        List<String> names = List.copyOf(new TreeSet<>(good.keySet()));
        int step = 1 + names.size() / MOST_PARAMETERS;
        for (int i = 0; i < names.size(); i += step) {
            String name = names.get(i);
            if (!network.parameters().get(name).optional()) {
                Map<String, StoredTensor> missing = new LinkedHashMap<>(good);
                missing.remove(name);
                refused(folder, missing, name);
            }
            StoredTensor tensor = good.get(name);
            List<Long> larger = new ArrayList<>(tensor.shape());
            larger.set(0, larger.get(0) + 1);
            refused(folder, with(good, name, larger, Float.NaN), name);
            refused(folder, with(good, name, tensor.shape(), Float.NaN), name);
        }
        refused(folder, with(good, "unheard.of", List.of(1L), 1), "unheard.of");
        Path file = folder.resolve("good.safetensors");
        Safetensors.write(file, good, Map.of("network", network.id()));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointLoader.values(network, checkpoint).keySet())
                    .containsExactlyElementsOf(network.parameters().shapes().keySet());
        }
    }

    private static Map<String, StoredTensor> with(
            Map<String, StoredTensor> good, String name, List<Long> shape, float value) {
        float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        values[values.length - 1] = value;
        Map<String, StoredTensor> changed = new LinkedHashMap<>(good);
        changed.put(name, new StoredTensor(shape, values));
        return changed;
    }

    private void refused(Path folder, Map<String, StoredTensor> tensors, String parameter) throws Exception {
        Path file = folder.resolve("bad.safetensors");
        Safetensors.write(file, tensors, Map.of("network", network.id()));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> CheckpointLoader.values(network, checkpoint))
                    .withMessageContaining(parameter);
        }
    }

    private List<Variant> variants(Fuser fuser) {
        return weighs()
                ? List.of(Variant.STATIC, new Variant("default", Optional.of(fuser.defaultDominability())))
                : List.of(Variant.STATIC);
    }

    private Fuser fuser(int largestTile) throws Exception {
        Fuser.Builder builder = Fuser.with(RandomNetworks.load(network, SEED))
                .depth(SampleDepth.FLOAT_32)
                .largestTile(largestTile);
        return weighs() ? builder.open() : builder.withoutWeights().open();
    }

    private static Fusion fusion(FusionModel model) {
        return new Fusion(model, new StageClock());
    }

    private SourceTensors sources(int side, long seed) {
        int count = Math.max(inputs().leastSources(), Math.min(3, inputs().mostSources()));
        return SourceTensors.of(
                IntStream.range(0, count).mapToObj(m -> noise(side, seed + m)).toList());
    }

    private Tensor noise(int side, long seed) {
        return noise(side, side, seed);
    }

    private Tensor noise(int height, int width, long seed) {
        int channels = inputs().colour().channels();
        return Tensor.of(values(channels * height * width, seed), 1, channels, height, width);
    }

    private static float[] values(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    /** Sources that are transparent here and there. */
    private SourceTensors tallSources() {
        int height = TALL / inputs().sizeMultiple() * inputs().sizeMultiple();
        int count = inputs().leastSources();
        List<Tensor> images = IntStream.range(0, count)
                .mapToObj(source -> noise(height, WIDTH, source))
                .toList();
        List<float[]> alphas = IntStream.range(0, count)
                .mapToObj(source -> values(height * WIDTH, 50 + source))
                .toList();
        return new SourceTensors(
                images, List.of(), Optional.empty(), SourceAlphas.of(alphas, WIDTH, height, Device.CPU), Set.of());
    }

    private List<Image> images(int count, int width, int height) {
        Random random = new Random(SEED);
        return IntStream.range(0, count)
                .mapToObj(m -> {
                    float[] values = new float[width * height];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = random.nextFloat();
                    }
                    return Image.of(width, height, 1, values, SampleDepth.FLOAT_32);
                })
                .toList();
    }

    private static double difference(Tensor first, Tensor second) {
        return Differences.largest(first.planar().toFloats(), second.planar().toFloats());
    }
}
