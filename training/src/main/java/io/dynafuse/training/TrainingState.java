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

    private final Map<Part, Parameters> parts;
    private final float[] losses;
    private int done;

    private TrainingState(Map<Part, Parameters> parts, float[] losses, int done) {
        this.parts = parts;
        this.losses = losses;
        this.done = done;
    }

    /** The state that a training begins in. */
    static TrainingState beginning(TrainingPlan plan, Device device) {
        Map<String, float[]> initial = plan.network().initialParameters(plan.seed());
        Map<String, float[]> zeros = new LinkedHashMap<>();
        initial.forEach((name, values) -> zeros.put(name, new float[values.length]));
        Map<Part, Parameters> parts = new LinkedHashMap<>();
        parts.put(Part.PARAMETERS, owned(plan, initial, device));
        parts.put(Part.FIRST_MOMENTS, owned(plan, zeros, device));
        parts.put(Part.SECOND_MOMENTS, owned(plan, zeros, device));
        parts.put(Part.AVERAGE, owned(plan, initial, device));
        return new TrainingState(parts, new float[(int) plan.steps()], 0);
    }

    /**
     * The state that {@link #stored} gave.
     *
     * @param stored what was written of it
     * @throws IOException if a tensor is missing, is of another shape, or holds what is no number
     */
    static TrainingState of(TrainingPlan plan, Checkpoint stored, int done, Device device) throws IOException {
        Map<Part, Parameters> parts = new LinkedHashMap<>();
        TrainingState state = new TrainingState(parts, new float[(int) plan.steps()], done);
        try {
            for (Part part : Part.values()) {
                Map<String, float[]> tensors = new LinkedHashMap<>();
                for (Map.Entry<String, List<Long>> named :
                        plan.network().parameterShapes().entrySet()) {
                    tensors.put(named.getKey(), values(stored, part.prefix + named.getKey(), named.getValue()));
                }
                parts.put(part, owned(plan, tensors, device));
            }
            System.arraycopy(values(stored, LOSSES, List.of((long) done)), 0, state.losses, 0, done);
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

    private static Parameters owned(TrainingPlan plan, Map<String, float[]> values, Device device) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            plan.network()
                    .parameterShapes()
                    .forEach((name, shape) ->
                            tensors.put(name, Tensor.of(values.get(name), shape).to(device, Precision.FP32)));
            return Parameters.owning(tensors);
        }
    }

    /** The tensors to store. */
    Map<String, StoredTensor> stored() {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        parts.forEach((part, tensors) ->
                parameters(tensors).forEach((name, tensor) -> stored.put(part.prefix + name, tensor)));
        stored.put(LOSSES, new StoredTensor(List.of((long) done), Arrays.copyOf(losses, done)));
        return stored;
    }

    /** Parameters to store. */
    static Map<String, StoredTensor> parameters(Parameters parameters) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        for (String name : parameters.names()) {
            Tensor tensor = parameters.get(name);
            List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
            stored.put(name, new StoredTensor(shape, tensor.toFloats()));
        }
        return stored;
    }

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
