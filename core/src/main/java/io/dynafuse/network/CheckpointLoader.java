package io.dynafuse.network;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.OneLine;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Matches checkpoints with networks and reads a network's parameters from one. */
public final class CheckpointLoader {
    /** The key in the metadata of a checkpoint under which it states its task. */
    public static final String TASK = "task";

    private static final int NAMES_SHOWN = 3;

    private CheckpointLoader() {}

    /** All networks whose parameters the checkpoint holds below one prefix of names, no more and no less. */
    public static List<Network> fitting(Checkpoint checkpoint) {
        return fits(checkpoint)
                .filter(fit -> fit.obstacle().isEmpty())
                .map(ParameterFit::network)
                .toList();
    }

    private static Stream<ParameterFit> fits(Checkpoint checkpoint) {
        return Networks.all().stream().map(network -> ParameterFit.of(network, checkpoint));
    }

    /** The prefix of the names of a network's parameters in a checkpoint, such as {@code generator.}; may be empty. */
    public static String prefix(Network network, Checkpoint checkpoint) {
        return ParameterFit.of(network, checkpoint).prefix();
    }

    /**
     * The decisions made if a checkpoint holds more than the network, one line each that follows the file's name: which of several
     * parts is taken (the running average of the parameters, {@code ema}, before the last ones), and what is left out.
     */
    public static List<String> notes(Network network, Checkpoint checkpoint) {
        return ParameterFit.of(network, checkpoint).notes();
    }

    /** The {@linkplain Network#companions companions} of a network that lie beside it in a checkpoint. */
    public static List<String> companions(Network network, Checkpoint checkpoint) {
        return ParameterFit.of(network, checkpoint).companions();
    }

    /**
     * Reads a companion of a network as 32-bit floats on the processor; empty if the checkpoint holds none beside the network.
     *
     * @param module one of the {@linkplain Network#companions companions}
     * @throws CheckpointException if a parameter of it is missing, misshapen or not finite
     */
    public static Optional<Parameters> companion(Network network, String module, Checkpoint checkpoint)
            throws CheckpointException {
        ParameterFit fit = ParameterFit.of(network, checkpoint);
        return fit.companions().contains(module)
                ? Optional.of(module(network, module, checkpoint, ParameterFit.beside(fit.prefix(), module)))
                : Optional.empty();
    }

    /**
     * Reads a companion of a network as {@link #companion} does, from a checkpoint of both or from one of the companion alone.
     *
     * @throws CheckpointException if the checkpoint holds none, or a parameter of it is missing, misshapen or not finite
     */
    public static Parameters companionAlone(Network network, String module, Checkpoint checkpoint)
            throws CheckpointException {
        Optional<Parameters> beside = companion(network, module, checkpoint);
        return beside.isPresent() ? beside.get() : module(network, module, checkpoint, "");
    }

    /** The companion of a network that is all that a checkpoint holds, in words. */
    public static Optional<String> companionAlone(Checkpoint checkpoint) {
        return alone(checkpoint).map(Alone::words);
    }

    /**
     * A companion of a network without the network.
     *
     * @param module its name
     */
    private record Alone(Network network, String module) {
        String words() {
            return "the " + module + " module of " + network.id();
        }

        /** What a user can do: give what the network has besides, if the module is a part of it. */
        String expected() {
            List<String> others = network.companions().keySet().stream()
                    .filter(other -> !other.equals(module) && isPart())
                    .toList();
            return others.isEmpty()
                    ? "a checkpoint of the network itself"
                    : "a checkpoint that holds its " + String.join(" and its ", others) + " too";
        }

        private boolean isPart() {
            Map<String, List<Long>> ofNetwork = network.parameters().shapes();
            return required(network.companions().get(module)).stream().anyMatch(ofNetwork::containsKey);
        }

        private static List<String> required(ParameterDeclarations module) {
            return module.specs().stream()
                    .filter(parameter -> !parameter.optional())
                    .map(ParameterSpec::name)
                    .toList();
        }

        private boolean is(Map<String, List<Long>> held) {
            ParameterDeclarations declared = network.companions().get(module);
            return held.keySet().containsAll(required(declared))
                    && declared.shapes().entrySet().containsAll(held.entrySet());
        }
    }

    private static Optional<Alone> alone(Checkpoint checkpoint) {
        return Networks.all().stream()
                .flatMap(network -> network.companions().keySet().stream()
                        .map(module -> new Alone(network, module))
                        .filter(module -> module.is(held(network, checkpoint))))
                .findFirst();
    }

    /** Shapes by the names of parameters. */
    private static Map<String, List<Long>> held(Network network, Checkpoint checkpoint) {
        Map<String, List<Long>> held = new LinkedHashMap<>();
        for (TensorInfo tensor : checkpoint.tensors()) {
            network.checkpointAdapter()
                    .parameterOf()
                    .apply(tensor.name())
                    .ifPresent(name -> held.put(name, tensor.shape()));
        }
        return held;
    }

    private static Parameters module(Network network, String module, Checkpoint checkpoint, String prefix)
            throws CheckpointException {
        return tensors(network.companions().get(module).shapes(), (parameter, shape) -> {
            String name = prefix + parameter;
            List<Long> found = checkpoint.find(name).map(TensorInfo::shape).orElse(List.of());
            if (!found.equals(shape)) {
                throw new CheckpointException(
                        checkpoint.name(),
                        "does not fit the " + module + " module of " + network.id() + ": expected a tensor "
                                + OneLine.brief(name) + " of shape " + shape + ", found "
                                + (checkpoint.find(name).isPresent() ? found : "none"));
            }
            return values(checkpoint, name);
        });
    }

    /**
     * The network to run a checkpoint with.
     *
     * @param network the one the file says or is named after or was published for, otherwise the preferred one of those that fit
     * @param alternatives the others that fit as well, if nothing distinguishes them
     */
    public record Choice(Network network, List<Network> alternatives) {}

    /**
     * Chooses a network for a checkpoint. IFCNN's three rules have the same parameters, so only names distinguish their files, or
     * the checksums of those that were published.
     *
     * @throws CheckpointException if no network fits, or not the one that the file says
     */
    public static Choice choose(Checkpoint checkpoint) throws CheckpointException {
        List<Network> fitting = fitting(checkpoint);
        if (fitting.isEmpty()) {
            throw new CheckpointException(checkpoint.name(), misfit(checkpoint));
        }
        requireStated(checkpoint, fitting);
        Optional<Network> known = named(checkpoint, fitting);
        if (known.isEmpty() && fitting.size() > 1) {
            known = PublishedCheckpoint.among(fitting, checkpoint);
        }
        return known.map(network -> new Choice(network, List.of()))
                .orElseGet(() -> new Choice(fitting.get(0), fitting.subList(1, fitting.size())));
    }

    /** The network that the metadata of a file name, as written there; the name of the file is ignored. */
    public static Optional<String> stated(Checkpoint checkpoint) {
        return Optional.ofNullable(checkpoint.metadata().get("network"));
    }

    /**
     * How the output of a network becomes an image: as the metadata of the checkpoint say, otherwise as is usual for the network.
     *
     * @throws CheckpointException if the metadata say a word that means nothing
     */
    public static OutputRange range(Network network, Checkpoint checkpoint) throws CheckpointException {
        String stated = checkpoint.metadata().get(OutputRange.KEY);
        return stated == null
                ? network.facts().range()
                : OutputRange.of(stated)
                        .orElseThrow(() -> new CheckpointException(
                                checkpoint.name(),
                                "its metadata state the " + OutputRange.KEY + " " + OneLine.brief(stated)
                                        + "; expected as-is, stretched or scaled"));
    }

    /**
     * The task that a checkpoint is for, as its metadata say or the name of a published file does; empty if neither tells.
     *
     * @param network that the checkpoint fits
     */
    public static Optional<Task> task(Network network, Checkpoint checkpoint) {
        return Task.of(checkpoint.metadata().getOrDefault(TASK, "")).or(() -> network.taskOf(fileName(checkpoint)));
    }

    private static void requireStated(Checkpoint checkpoint, List<Network> fitting) throws CheckpointException {
        Optional<String> stated = stated(checkpoint);
        if (stated.isPresent()
                && fitting.stream().noneMatch(network -> network.id().equals(stated.get()))) {
            throw new CheckpointException(
                    checkpoint.name(),
                    "fits "
                            + fitting.stream().map(Network::id).collect(Collectors.joining(", "))
                            + ", one of which --model can insist on, but says that it is for the network "
                            + stated.get());
        }
    }

    private static String misfit(Checkpoint checkpoint) {
        Optional<Alone> companion = alone(checkpoint);
        if (companion.isPresent()) {
            return "is " + companion.get().words() + " alone; expected "
                    + companion.get().expected();
        }
        return "fits no known network"
                + nearest(checkpoint)
                        .map(words -> "; " + words)
                        .orElseGet(() -> ": it holds " + contents(checkpoint)
                                + "; `dynafuse inspect` lists all of them, `dynafuse models` the networks; docs/own-network.md says how to export another one"
                                + " so that it can be fused with");
    }

    /**
     * The nearest network to a checkpoint that fits none, and all differences, in words: missing tensors, extra tensors and other shapes,
     * at most five of each. Empty if it holds no tensor of any network.
     */
    public static Optional<String> nearest(Checkpoint checkpoint) {
        return fits(checkpoint)
                .filter(fit -> fit.matching() > 0)
                .min(Comparator.comparingDouble(CheckpointLoader::namesThatDiffer)
                        .thenComparingInt(ParameterFit::differences)
                        .thenComparing(fit -> !named(checkpoint).equals(Optional.of(fit.network()))))
                .map(fit -> fit.isAmbiguous()
                        ? "it " + fit.obstacle().orElseThrow()
                        : "the nearest is " + fit.network().id() + ": "
                                + fit.matching() + " of its "
                                + fit.network().parameters().shapes().size() + " tensors are there; "
                                + fit.obstacle().orElseThrow());
    }

    /** The share of names of either that only one has; what has the names of a network in other shapes is nearer to it than to one with other names. */
    private static double namesThatDiffer(ParameterFit fit) {
        double differing =
                fit.missing().size() + fit.extra().size() + fit.outside().size();
        return differing / (differing + fit.matching());
    }

    private static String contents(Checkpoint checkpoint) {
        List<TensorInfo> tensors = checkpoint.tensors();
        String first = tensors.stream()
                .limit(NAMES_SHOWN)
                .map(tensor -> OneLine.brief(tensor.name()) + " " + tensor.shape())
                .collect(Collectors.joining(", "));
        return tensors.size() + (tensors.size() == 1 ? " tensor, " : " tensors, the first ") + first;
    }

    private static Optional<Network> named(Checkpoint checkpoint, List<Network> fitting) {
        String stated = stated(checkpoint).orElse("");
        return fitting.stream()
                .filter(network -> network.id().equals(stated))
                .findFirst()
                .or(() -> called(checkpoint, fitting));
    }

    /** The network that the name of a checkpoint names; its content is ignored. */
    public static Optional<Network> named(Checkpoint checkpoint) {
        return called(checkpoint, Networks.all());
    }

    private static Optional<Network> called(Checkpoint checkpoint, List<Network> networks) {
        String fileName = fileName(checkpoint);
        return networks.stream()
                .filter(network -> network.isNamedBy(fileName))
                .sorted(Comparator.comparingInt(network -> -network.id().length()))
                .findFirst();
    }

    /** In lower case, without folders, which may be named after a network as well. */
    private static String fileName(Checkpoint checkpoint) {
        return checkpoint.name().replaceFirst(".*[/\\\\]", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a network's parameters as 32-bit floats on the processor.
     *
     * @throws CheckpointException if a parameter is missing, superfluous, misshapen or not finite, or a variance is negative
     * @throws IOException if the file cannot be read
     */
    public static Parameters load(Network network, Checkpoint checkpoint) throws IOException {
        ParameterFit fit = requiredFit(network, checkpoint);
        return tensors(network.parameters().shapes(), (parameter, shape) -> values(checkpoint, fit, parameter));
    }

    private interface Values {
        float[] of(String parameter, List<Long> shape) throws CheckpointException;
    }

    private static Parameters tensors(Map<String, List<Long>> shapes, Values values) throws CheckpointException {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, List<Long>> parameter : shapes.entrySet()) {
                float[] numbers = values.of(parameter.getKey(), parameter.getValue());
                tensors.put(parameter.getKey(), Tensor.of(numbers, parameter.getValue()));
            }
            return Parameters.owning(tensors);
        }
    }

    /**
     * Reads a network's parameters as plain arrays, in the network's order and without tensors that it does not use; the engine is not needed.
     *
     * @throws CheckpointException as {@link #load} does
     */
    public static Map<String, StoredTensor> values(Network network, Checkpoint checkpoint) throws CheckpointException {
        ParameterFit fit = requiredFit(network, checkpoint);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, List<Long>> parameter :
                network.parameters().shapes().entrySet()) {
            tensors.put(
                    parameter.getKey(),
                    new StoredTensor(parameter.getValue(), values(checkpoint, fit, parameter.getKey())));
        }
        return tensors;
    }

    private static ParameterFit requiredFit(Network network, Checkpoint checkpoint) throws CheckpointException {
        ParameterFit fit = ParameterFit.of(network, checkpoint);
        Optional<String> obstacle = fit.obstacle();
        if (obstacle.isPresent()) {
            throw new CheckpointException(
                    checkpoint.name(),
                    fit.isAmbiguous()
                            ? obstacle.get()
                            : "does not fit " + network.id() + ": " + obstacle.get() + instead(checkpoint));
        }
        return fit;
    }

    private static String instead(Checkpoint checkpoint) {
        List<Network> fitting = fitting(checkpoint);
        return fitting.isEmpty()
                ? ""
                : "; it fits " + fitting.stream().map(Network::id).collect(Collectors.joining(", "));
    }

    private static float[] values(Checkpoint checkpoint, ParameterFit fit, String parameter)
            throws CheckpointException {
        if (!fit.names().containsKey(parameter)) {
            return new float
                    [Math.toIntExact(fit.network().parameters().get(parameter).elements())];
        }
        String name = fit.names().get(parameter);
        float[] values = values(checkpoint, name);
        Optional<String> twin = Optional.ofNullable(fit.twins().get(parameter));
        if (twin.isPresent() && !Arrays.equals(values, checkpoint.floats(twin.get()))) {
            throw new CheckpointException(
                    checkpoint.name(),
                    "holds other numbers in " + OneLine.brief(name) + " than in " + OneLine.brief(twin.get())
                            + ", two names of one parameter; expected one of them, or the same numbers");
        }
        return fit.isTurned(parameter)
                ? turned(values, fit.network().parameters().shapes().get(parameter))
                : values;
    }

    /** Kernels {@code [outputs,inputs,height,width]}, each turned by 180 degrees. */
    private static float[] turned(float[] kernels, List<Long> shape) {
        int kernel = Math.toIntExact(shape.get(2) * shape.get(3));
        float[] turned = new float[kernels.length];
        for (int i = 0; i < turned.length; i++) {
            int start = i - i % kernel;
            turned[i] = kernels[start + kernel - 1 - i % kernel];
        }
        return turned;
    }

    private static float[] values(Checkpoint checkpoint, String name) throws CheckpointException {
        float[] values = checkpoint.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(
                        checkpoint.name(), OneLine.brief(name) + " holds " + value + "; expected finite numbers only");
            }
            if (value < 0 && name.endsWith("running_var")) {
                throw new CheckpointException(
                        checkpoint.name(),
                        OneLine.brief(name) + " holds " + value + "; expected variances of 0 or more");
            }
        }
        return values;
    }
}
