package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a training has come to: all that the steps to come depend on. Owns its tensors. */
final class TrainingState implements AutoCloseable {
    private static final String LOSSES = "losses";

    /** The parts of a state, by which its tensors are stored. */
    private enum Part {
        PARAMETERS("parameters."),
        FIRST_MOMENTS("first-moments."),
        SECOND_MOMENTS("second-moments."),
        AVERAGE("average.");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Map<String, List<String>> modules;
    private final Map<Part, Parameters> parts;
    private final float[] losses;
    private int done;

    private TrainingState(Map<String, List<String>> modules, Map<Part, Parameters> parts, float[] losses, int done) {
        this.modules = modules;
        this.parts = parts;
        this.losses = losses;
        this.done = done;
    }

    /** The state that a training begins in. */
    static TrainingState beginning(TrainingPlan plan, Device device) {
        Map<String, StoredTensor> initial = plan.learner().initialParameters(plan.seed());
        Map<String, List<String>> modules = modules(plan.learner(), initial);
        Map<String, StoredTensor> zeros = new LinkedHashMap<>();
        Map<String, StoredTensor> trained = new LinkedHashMap<>();
        modules.values().stream().flatMap(List::stream).forEach(name -> {
            StoredTensor tensor = initial.get(name);
            trained.put(name, tensor);
            zeros.put(name, new StoredTensor(tensor.shape(), new float[tensor.values().length]));
        });
        Map<Part, Parameters> parts = new LinkedHashMap<>();
        parts.put(Part.PARAMETERS, owned(initial, device));
        parts.put(Part.FIRST_MOMENTS, owned(zeros, device));
        parts.put(Part.SECOND_MOMENTS, owned(zeros, device));
        parts.put(Part.AVERAGE, owned(trained, device));
        return new TrainingState(modules, parts, new float[(int) plan.steps()], 0);
    }

    /** What each module trains, in the order of the parameters. */
    private static Map<String, List<String>> modules(Learner learner, Map<String, StoredTensor> initial) {
        Map<String, List<String>> modules = new TreeMap<>();
        learner.modules().forEach((module, names) -> {
            List<String> ordered =
                    initial.keySet().stream().filter(names::contains).toList();
            if (ordered.size() < names.size()) {
                throw new IllegalArgumentException(
                        "expected the module " + module + " to be of " + initial.keySet() + ", found " + names);
            }
            modules.put(module, ordered);
        });
        return modules;
    }

    /**
     * The state that {@link #stored} gave.
     *
     * @param stored what was written of it; tensors of what is not trained, which used to be written too, are passed over
     * @throws IOException if a tensor is missing, is of another shape, or holds what is no number
     */
    static TrainingState of(TrainingPlan plan, Checkpoint stored, int done, Device device) throws IOException {
        TrainingState state = beginning(plan, device);
        try (Scope scope = Scope.open()) {
            for (Part part : Part.values()) {
                for (String name : state.trained()) {
                    Tensor tensor = state.parts.get(part).get(name);
                    List<Long> shape = shape(tensor);
                    tensor.copyInPlace(Tensor.of(values(stored, part.prefix + name, shape), shape));
                }
            }
            System.arraycopy(values(stored, LOSSES, List.of((long) done)), 0, state.losses, 0, done);
            state.done = done;
            return state;
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static float[] values(Checkpoint stored, String name, List<Long> shape) throws IOException {
        List<Long> found = stored.find(name).map(TensorInfo::shape).orElse(shape);
        if (!found.equals(shape)) {
            throw new CheckpointException(
                    stored.name(), "its tensor " + name + " is of shape " + found + "; expected " + shape);
        }
        float[] values = stored.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(
                        stored.name(), "its tensor " + name + " holds " + value + "; expected finite numbers");
            }
        }
        return values;
    }

    private static Parameters owned(Map<String, StoredTensor> values, Device device) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            values.forEach((name, stored) ->
                    tensors.put(name, Tensor.of(stored.values(), stored.shape()).to(device, Precision.FP32)));
            return Parameters.owning(tensors);
        }
    }

    /** The tensors to store: what is trained. The rest comes again from where the training began. */
    Map<String, StoredTensor> stored() {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        parts.forEach((part, tensors) ->
                trained().forEach(name -> stored.put(part.prefix + name, stored(tensors.get(name)))));
        stored.put(LOSSES, new StoredTensor(List.of((long) done), Arrays.copyOf(losses, done)));
        return stored;
    }

    /** Parameters to store. */
    static Map<String, StoredTensor> stored(Parameters parameters) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        parameters.names().forEach(name -> stored.put(name, stored(parameters.get(name))));
        return stored;
    }

    private static StoredTensor stored(Tensor tensor) {
        return new StoredTensor(shape(tensor), tensor.toFloats());
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    private List<String> trained() {
        return parts.get(Part.AVERAGE).names();
    }

    /** The names of the parameters that a module trains, in their order. */
    List<String> trained(String module) {
        return modules.get(module);
    }

    /** All, also those that are never trained. */
    Parameters parameters() {
        return parts.get(Part.PARAMETERS);
    }

    Parameters firstMoments() {
        return parts.get(Part.FIRST_MOMENTS);
    }

    Parameters secondMoments() {
        return parts.get(Part.SECOND_MOMENTS);
    }

    Parameters average() {
        return parts.get(Part.AVERAGE);
    }

    /** All parameters, those that are trained as their EMA; a view. */
    Parameters averaged() {
        Map<String, Tensor> averages = new LinkedHashMap<>();
        trained().forEach(name -> averages.put(name, average().get(name)));
        return parameters().with(averages);
    }

    /** How many steps were made. */
    int done() {
        return done;
    }

    /** The losses of the steps made. */
    float[] losses() {
        return Arrays.copyOf(losses, done);
    }

    void finishStep(float loss) {
        losses[done++] = loss;
    }

    @Override
    public void close() {
        parts.values().forEach(Parameters::close);
    }
}
