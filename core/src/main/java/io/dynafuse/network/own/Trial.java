package io.dynafuse.network.own;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.StaticRule;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fuses small images with a graph, and finds what its interface leaves open: colour, size multiple, how its functions are called, by which rule features are
 * fused. An interface that the graph contradicts is refused by what the graph gives.
 */
final class Trial {
    private static final int SIDE = 64;
    // Where a layer divides the image, a smaller one would have no pixel left.
    private static final int LEAST_SIDE = 33;
    private static final List<Integer> MULTIPLES = List.of(1, 2, 4, 8, 16, 32, 64);
    // What an image of [0,1] becomes lies near that; bytes are far from it.
    private static final float FAR = 10;
    private static final double ROUNDING = 1e-3;
    private static final float LEAST_SCALE = 1e-6f;
    // Nothing tells how many a graph works with, and the limits of a graph are watched while it runs.
    private static final int WORKING_CHANNELS = 128;

    private final String name;
    private final GraphFunctions functions;
    private final NetworkInterface said;
    private final long parameters;

    /**
     * @param name for messages
     * @param said by the user
     * @param parameters how many numbers the graph holds
     */
    Trial(String name, GraphFunctions functions, NetworkInterface said, long parameters) {
        this.name = name;
        this.functions = functions;
        this.said = said;
        this.parameters = parameters;
    }

    /** What is known after a trial. */
    record Findings(NetworkFacts facts, Wiring wiring) {
        /** In words for people. */
        String words() {
            Inputs inputs = facts.inputs();
            String sizes =
                    inputs.sizeMultiple() == 1 ? "" : ", sizes filled up to multiples of " + inputs.sizeMultiple();
            return inputs.countWords() + " sources"
                    + (inputs.orderMatters() ? " (" + inputs.roleWords(Optional.empty()) + ")" : "")
                    + ", " + word(inputs.colour()) + sizes + ", "
                    + (facts.weighting().isEmpty()
                            ? "fused statically"
                            : "features of " + wiring.width() + " channels fused by "
                                    + wiring.rule().word());
        }
    }

    /** @throws CheckpointException if the graph does not fuse images as the interface says, or at all */
    Findings run() throws CheckpointException {
        requireFunctions();
        try (Scope scope = Scope.open()) {
            Candidate whole = firstThatRuns();
            requireImage(whole);
            requireRoles(whole);
            Candidate settled = withMultiple(whole);
            return new Findings(facts(settled), settled.wiring());
        }
    }

    /** What is tried. */
    private record Candidate(ColourMode colour, int multiple, Wiring wiring) {}

    /** A candidate that a graph cannot run, in words. */
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String reason) {
            super(reason);
        }
    }

    private void requireFunctions() throws CheckpointException {
        if (!functions.areWeighed() && functions.forward().isEmpty()) {
            throw refused("it has the functions "
                    + functions.graph().functions().stream()
                            .map(GraphFunction::name)
                            .collect(Collectors.joining(", "))
                    + "; expected forward, or encode and decode");
        }
        GraphFunction first = first();
        if (first.inputs().isEmpty()) {
            throw refused(first.name() + " takes no input; expected images");
        }
        for (Port port : first.inputs()) {
            requireOpenSize(port);
        }
    }

    private GraphFunction first() {
        return functions.areWeighed()
                ? functions.encode().orElseThrow()
                : functions.forward().orElseThrow();
    }

    private void requireOpenSize(Port port) throws CheckpointException {
        List<Long> shape = port.shape();
        if (shape.isEmpty()) {
            return;
        }
        if (shape.size() != 4) {
            throw refused(port.name() + " is of shape " + shape + "; expected images [N,C,H,W]");
        }
        if (shape.get(2) != Port.ANY || shape.get(3) != Port.ANY) {
            throw refused("it takes images of " + size(shape.get(3)) + "x" + size(shape.get(2))
                    + " only; expected any width and height: export it with dynamic axes (docs/own-network.md)");
        }
    }

    private static String size(long side) {
        return side == Port.ANY ? "any" : Long.toString(side);
    }

    /** At a size that every multiple divides. */
    private Candidate firstThatRuns() throws CheckpointException {
        Map<String, String> colours = new LinkedHashMap<>();
        for (ColourMode colour : colours()) {
            try {
                return new Candidate(colour, MULTIPLES.get(MULTIPLES.size() - 1), wiring(colour));
            } catch (Misfit e) {
                colours.merge(e.getMessage(), word(colour), (one, other) -> one + " and " + other);
            }
        }
        throw refused("it fuses no images: "
                + colours.entrySet().stream()
                        .map(reason -> "with colour " + reason.getValue() + ", " + reason.getKey())
                        .collect(Collectors.joining("; ")));
    }

    private List<ColourMode> colours() {
        return said.colour().map(List::of).orElse(List.of(ColourMode.RGB, ColourMode.LUMA));
    }

    private static String word(ColourMode colour) {
        return colour.name().toLowerCase(Locale.ROOT);
    }

    private Wiring wiring(ColourMode colour) throws Misfit {
        if (said.normalisation().mean().size() > colour.channels()) {
            throw new Misfit(
                    "the normalisation is of " + said.normalisation().mean().size() + " channels");
        }
        return functions.areWeighed() ? weighed(colour) : forward(colour);
    }

    /** Of {@code forward} alone. */
    private Wiring forward(ColourMode colour) throws Misfit {
        List<Port> inputs = functions.forward().orElseThrow().inputs();
        boolean joined = inputs.size() == 1;
        int sources = joined ? joinedSources(inputs.get(0), colour) : inputs.size();
        requireSaid(sources);
        Wiring wiring = new Wiring(sources, joined, false, false, List.of(), FeatureRule.MEAN);
        List<Tensor> images = images(colour, sources, SIDE, SIDE);
        image(() -> wiring.fuse(functions, images), "forward", colour, SIDE, SIDE);
        return wiring;
    }

    private int joinedSources(Port port, ColourMode colour) throws Misfit {
        if (port.shape().isEmpty() || port.shape().get(1) == Port.ANY) {
            return said.sources().orElse(NetworkInterface.Sources.ANY).least();
        }
        long channels = port.shape().get(1);
        if (channels % colour.channels() != 0 || channels / colour.channels() < 2) {
            throw new Misfit("its only input has " + channels + " channels, expected those of 2 sources or more");
        }
        return (int) (channels / colour.channels());
    }

    private void requireSaid(int sources) throws Misfit {
        NetworkInterface.Sources expected = said.sources().orElse(NetworkInterface.Sources.ANY);
        if (sources < expected.least() || sources > expected.most()) {
            throw new Misfit("it takes " + sources + " sources, where its interface says " + expected.least());
        }
    }

    private Wiring weighed(ColourMode colour) throws Misfit {
        int taken = functions.encode().orElseThrow().inputs().size();
        boolean coupled = taken > 1;
        int sources = coupled
                ? taken
                : said.sources().orElse(NetworkInterface.Sources.ANY).least();
        requireSaid(sources);
        List<Tensor> images = images(colour, sources, SIDE, SIDE);
        List<Tensor> given = run("encode", () -> functions.encode(coupled ? images : images.subList(0, 1)));
        int perSource = coupled ? sources : 1;
        if (given.isEmpty() || given.size() % perSource != 0) {
            throw new Misfit("encode gives " + given.size() + " feature maps of " + perSource + " sources");
        }
        List<Long> channels = new ArrayList<>();
        for (Tensor stream : given.subList(0, given.size() / perSource)) {
            requireFeatures(stream);
            channels.add(stream.size(1));
        }
        boolean lent = !coupled && given.size() == 1 && isLent(images.get(0));
        return ruled(new Wiring(sources, false, coupled, lent, channels, FeatureRule.MEAN), colour, images);
    }

    private static void requireFeatures(Tensor stream) throws Misfit {
        long[] shape = stream.shape();
        if (shape.length != 4 || shape[2] != SIDE || shape[3] != SIDE) {
            throw new Misfit("encode gives features of shape " + Arrays.toString(shape) + " of an image of " + SIDE
                    + "x"
                    + SIDE + ", expected features of its size, as weights are per pixel; with forward alone it is fused"
                    + " statically, and can judge for weights on images");
        }
    }

    /** Whether what encode gives changes when it is written over what it gave before. */
    private boolean isLent(Tensor image) throws Misfit {
        Tensor before = image.copy();
        Tensor features = run("encode", () -> functions.encode(List.of(image))).get(0);
        Tensor kept = features.copy();
        features.plusInPlace(features.times(0).plus(1));
        Tensor again =
                run("encode", () -> functions.encode(List.of(before.copy()))).get(0);
        boolean lent = largestDifference(image, before) > 0 || largestDifference(again, kept) > 0;
        image.copyInPlace(before);
        return lent;
    }

    private Wiring ruled(Wiring wiring, ColourMode colour, List<Tensor> images) throws Misfit {
        List<String> reasons = new ArrayList<>();
        List<Wiring> running = new ArrayList<>();
        for (FeatureRule rule : rules(wiring)) {
            Wiring asked =
                    new Wiring(wiring.sources(), false, wiring.isCoupled(), wiring.isLent(), wiring.channels(), rule);
            try {
                Tensor fused = image(() -> asked.fuse(functions, images), "decode", colour, SIDE, SIDE);
                if (agrees(fused, images)) {
                    running.add(asked);
                } else {
                    reasons.add("forward gives another image than features fused by " + rule.word());
                }
            } catch (Misfit e) {
                reasons.add(e.getMessage());
            }
        }
        if (running.isEmpty()) {
            throw new Misfit(reasons.stream().distinct().collect(Collectors.joining(", ")));
        }
        if (running.size() > 1 && said.rule().isEmpty()) {
            throw new Misfit("nothing says how features are fused: expected fusion: "
                    + running.stream().map(found -> found.rule().word()).collect(Collectors.joining(" or "))
                    + " in its interface, or a forward to compare with");
        }
        return running.get(0);
    }

    private List<FeatureRule> rules(Wiring wiring) throws Misfit {
        int taken = functions.decode().orElseThrow().inputs().size();
        int streams = wiring.channels().size();
        boolean all = taken == wiring.sources() * streams;
        if (taken != 1 && taken != streams && !all) {
            throw new Misfit("decode takes " + taken + " inputs, where encode gives " + streams + " of a source");
        }
        if (said.rule().isPresent()) {
            return List.of(said.rule().get());
        }
        if (all && taken > streams) {
            return List.of(FeatureRule.CONCATENATION);
        }
        // Features of coupled encoders are weighed before they meet, which a maximum does not allow.
        return Arrays.stream(FeatureRule.values())
                .filter(rule -> !wiring.isCoupled() || rule != FeatureRule.MAXIMUM)
                .toList();
    }

    private boolean agrees(Tensor fused, List<Tensor> images) throws Misfit {
        Optional<GraphFunction> forward = functions.forward();
        if (forward.isEmpty() || forward.get().inputs().size() != images.size()) {
            return true;
        }
        Tensor expected = run("forward", () -> functions.forward(images)).get(0);
        if (!Arrays.equals(expected.shape(), fused.shape())) {
            return false;
        }
        float scale = Math.max(LEAST_SCALE, expected.absolute().maximumOfAll().toFloats()[0]);
        return largestDifference(expected, fused) <= ROUNDING * scale;
    }

    private static float largestDifference(Tensor one, Tensor other) {
        return one.minus(other).absolute().maximumOfAll().toFloats()[0];
    }

    /** The least multiple of height and width that the graph makes images of the same size of. */
    private Candidate withMultiple(Candidate whole) throws CheckpointException {
        List<Integer> multiples =
                said.sizeMultiple().isPresent() ? List.of(said.sizeMultiple().getAsInt()) : MULTIPLES;
        String reason = "";
        for (int multiple : multiples) {
            int height = odd(multiple) * multiple;
            int width = (odd(multiple) + 2) * multiple;
            try {
                List<Tensor> images = images(whole.colour(), whole.wiring().sources(), height, width);
                image(() -> whole.wiring().fuse(functions, images), "it", whole.colour(), height, width);
                return new Candidate(whole.colour(), multiple, whole.wiring());
            } catch (Misfit e) {
                reason = e.getMessage();
            }
        }
        throw refused("it does not fuse images whose sizes are multiples of " + multiples.get(multiples.size() - 1)
                + ": " + reason);
    }

    /** How many blocks of a multiple make a side that a larger multiple does not divide. */
    private static int odd(int multiple) {
        int blocks = (LEAST_SIDE + multiple - 1) / multiple;
        return blocks % 2 == 0 ? blocks + 1 : blocks;
    }

    private interface Work<T> {
        T get();
    }

    private static <T> T run(String function, Work<T> work) throws Misfit {
        try {
            return work.get();
        } catch (EngineException | IllegalArgumentException e) {
            throw new Misfit(function + " fails: " + OneLine.of(e));
        }
    }

    private static Tensor image(Work<Tensor> work, String function, ColourMode colour, int height, int width)
            throws Misfit {
        Tensor image = run(function, work);
        long[] expected = {1, colour.channels(), height, width};
        if (!Arrays.equals(image.shape(), expected)) {
            throw new Misfit(
                    function + " gives " + Arrays.toString(image.shape()) + ", expected " + Arrays.toString(expected));
        }
        return image;
    }

    /** Finite, and near [0,1] unless it is scaled. */
    private void requireImage(Candidate whole) throws CheckpointException {
        Tensor fused = whole.wiring()
                .fuse(functions, images(whole.colour(), whole.wiring().sources(), SIDE, SIDE));
        float[] values = said.normalisation().denormalise(fused).toFloats();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw refused("it gives " + value + " for images in [0,1]; expected numbers");
            }
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (said.range() == OutputRange.AS_IS && Math.max(-least, most) > FAR) {
            throw refused(String.format(
                    Locale.ROOT,
                    "it gives values from %.1f to %.1f for images in [0,1]; expected about that range: say normalisation"
                            + " (bytes, if it works in 0 to 255) or range: stretched in its interface",
                    least,
                    most));
        }
    }

    /** Sources whose order matters have roles, or nobody would see that they were exchanged. */
    private void requireRoles(Candidate whole) throws CheckpointException {
        List<Tensor> images =
                new ArrayList<>(images(whole.colour(), whole.wiring().sources(), SIDE, SIDE));
        Tensor straight = whole.wiring().fuse(functions, images);
        Collections.reverse(images);
        Tensor reversed = whole.wiring().fuse(functions, images);
        float scale = Math.max(LEAST_SCALE, straight.absolute().maximumOfAll().toFloats()[0]);
        if (said.roles().isEmpty() && largestDifference(straight, reversed) > ROUNDING * scale) {
            throw refused(
                    "sources in another order give another image; expected what each is in its interface, such as inputs:"
                            + " [visible, infrared]");
        }
    }

    private NetworkFacts facts(Candidate settled) {
        Wiring wiring = settled.wiring();
        boolean weighed = functions.areWeighed();
        boolean any = weighed && !wiring.isCoupled() && wiring.rule() != FeatureRule.CONCATENATION;
        NetworkInterface.Sources sources = any
                ? said.sources().orElse(NetworkInterface.Sources.ANY)
                : new NetworkInterface.Sources(wiring.sources(), wiring.sources());
        Inputs inputs = new Inputs(
                sources.least(),
                sources.most(),
                sources.least(),
                said.roles(),
                settled.colour(),
                settled.multiple(),
                said.normalisation());
        Optional<StaticRule> rule = weighed ? Optional.of(wiring.rule().staticRule()) : Optional.empty();
        return new NetworkFacts(
                inputs,
                rule,
                said.field(),
                said.chroma(),
                said.range(),
                new MemoryModel(parameters, wiring.width(), Math.max(WORKING_CHANNELS, 2 * wiring.width())));
    }

    /** Waves and ramps, other ones of each source, in the network's numbers. */
    private List<Tensor> images(ColourMode colour, int sources, int height, int width) {
        return IntStream.range(0, sources)
                .mapToObj(source -> said.normalisation().normalise(image(colour, source, height, width)))
                .toList();
    }

    private static Tensor image(ColourMode colour, int source, int height, int width) {
        int channels = colour.channels();
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int channel = i / (width * height);
            double wave = StrictMath.sin(0.37 * (source + 1) * x + 0.21 * y + channel)
                    * StrictMath.cos(0.13 * x - 0.29 * (source + 2) * y);
            double ramp = source % 2 == 0 ? (double) x / width : (double) y / height;
            values[i] = (float) (0.5 * ramp + 0.25 + 0.25 * wave);
        }
        return Tensor.of(values, 1, channels, height, width);
    }

    private CheckpointException refused(String reason) {
        return new CheckpointException(name, reason);
    }
}
