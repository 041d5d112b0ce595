package io.dynafuse.model;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.weights.Checkpoint;
import io.dynafuse.weights.CheckpointException;
import io.dynafuse.weights.StoredTensor;
import io.dynafuse.weights.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Matches checkpoints with networks and reads a network's parameters out of one. */
public final class CheckpointLoader {
    // Batch normalisation counts training batches; inference has no use for it and older files lack it.
    private static final String BATCH_COUNTER = "num_batches_tracked";
    private static final int NAMES_SHOWN = 3;

    private CheckpointLoader() {}

    /** All networks whose parameters the checkpoint holds, no more and no less. */
    public static List<Network> fitting(Checkpoint checkpoint) {
        return Networks.all().stream()
                .filter(network -> differences(network, checkpoint).isEmpty())
                .toList();
    }

    /**
     * The network to run a checkpoint with.
     *
     * @param network the one the file says or is named after, otherwise the preferred one of those that fit
     * @param alternatives the others that fit as well, where nothing tells them apart
     */
    public record Choice(Network network, List<Network> alternatives) {}

    /**
     * Chooses a network for a checkpoint. IFCNN's three rules have the same parameters, so only names tell their files apart.
     *
     * @throws CheckpointException if no network fits, or not the one that the file says
     */
    public static Choice choose(Checkpoint checkpoint) throws CheckpointException {
        List<Network> fitting = fitting(checkpoint);
        if (fitting.isEmpty()) {
            throw new CheckpointException(
                    checkpoint.name(),
                    "fits no known network: it holds " + contents(checkpoint)
                            + "; `dynafuse inspect` lists all of them, `dynafuse models` the networks");
        }
        requireStated(checkpoint, fitting);
        return named(checkpoint, fitting)
                .map(network -> new Choice(network, List.of()))
                .orElseGet(() -> new Choice(fitting.get(0), fitting.subList(1, fitting.size())));
    }

    /** The network that a file says it is for, as it says it; its name does not count. */
    public static Optional<String> stated(Checkpoint checkpoint) {
        return Optional.ofNullable(checkpoint.metadata().get("network"));
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

    private static String contents(Checkpoint checkpoint) {
        List<TensorInfo> tensors = checkpoint.tensors();
        String first = tensors.stream()
                .limit(NAMES_SHOWN)
                .map(tensor -> tensor.name() + " " + tensor.shape())
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

    /** The network that a checkpoint's name tells; what it holds does not count. */
    public static Optional<Network> named(Checkpoint checkpoint) {
        return called(checkpoint, Networks.all());
    }

    private static Optional<Network> called(Checkpoint checkpoint, List<Network> networks) {
        // Without the folders, which may be called after a network as well.
        String fileName = checkpoint.name().replaceFirst(".*[/\\\\]", "").toLowerCase(Locale.ROOT);
        return networks.stream()
                .filter(network -> fileName.contains(network.id()))
                .findFirst();
    }

    /**
     * Reads a network's parameters as 32-bit floats on the processor.
     *
     * @throws CheckpointException if a parameter is missing, superfluous, misshapen or not finite, or a variance is negative
     * @throws IOException if the file cannot be read
     */
    public static Parameters load(Network network, Checkpoint checkpoint) throws IOException {
        requireFit(network, checkpoint);
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, List<Long>> parameter :
                    network.parameterShapes().entrySet()) {
                tensors.put(
                        parameter.getKey(),
                        Tensor.of(
                                values(checkpoint, parameter.getKey()),
                                parameter.getValue().stream()
                                        .mapToLong(Long::longValue)
                                        .toArray()));
            }
            return Parameters.owning(tensors);
        }
    }

    /**
     * Reads a network's parameters as plain arrays, in the network's order and without what it has no use for; the engine is not needed.
     *
     * @throws CheckpointException as {@link #load} does
     */
    public static Map<String, StoredTensor> values(Network network, Checkpoint checkpoint) throws CheckpointException {
        requireFit(network, checkpoint);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, List<Long>> parameter : network.parameterShapes().entrySet()) {
            tensors.put(
                    parameter.getKey(), new StoredTensor(parameter.getValue(), values(checkpoint, parameter.getKey())));
        }
        return tensors;
    }

    private static void requireFit(Network network, Checkpoint checkpoint) throws CheckpointException {
        List<String> differences = differences(network, checkpoint);
        if (!differences.isEmpty()) {
            throw new CheckpointException(checkpoint.name(), misfit(network, checkpoint, differences));
        }
    }

    private static float[] values(Checkpoint checkpoint, String name) throws CheckpointException {
        float[] values = checkpoint.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(
                        checkpoint.name(), name + " holds " + value + "; expected finite numbers only");
            }
            if (value < 0 && name.endsWith("running_var")) {
                throw new CheckpointException(
                        checkpoint.name(), name + " holds " + value + "; expected variances of 0 or more");
            }
        }
        return values;
    }

    private static List<String> differences(Network network, Checkpoint checkpoint) {
        Map<String, List<Long>> expected = network.parameterShapes();
        List<String> differences = new ArrayList<>();
        expected.forEach((name, shape) -> checkpoint
                .find(name)
                .map(TensorInfo::shape)
                .ifPresentOrElse(
                        found -> {
                            if (!found.equals(shape)) {
                                differences.add("expected " + name + " of shape " + shape + ", found " + found);
                            }
                        },
                        () -> differences.add(name + " is missing")));
        checkpoint.tensors().stream()
                .map(TensorInfo::name)
                .filter(name -> !expected.containsKey(name) && !name.endsWith(BATCH_COUNTER))
                .forEach(name -> differences.add(name + " is not part of the network"));
        return differences;
    }

    private static String misfit(Network network, Checkpoint checkpoint, List<String> differences) {
        String more = differences.size() == 1 ? "" : " (and " + (differences.size() - 1) + " more differences)";
        String instead = fitting(checkpoint).stream()
                .map(Network::id)
                .reduce((a, b) -> a + ", " + b)
                .map(ids -> "; it fits " + ids)
                .orElse("");
        return "does not fit " + network.id() + ": " + differences.get(0) + more + instead;
    }
}
