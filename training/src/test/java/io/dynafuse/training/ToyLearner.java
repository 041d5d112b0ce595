package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What learners of a few numbers have in common. A module is all whose name begins with its own and a dot. */
abstract class ToyLearner implements Learner {
    static final Objective OBJECTIVE = new Objective(Task.VISIBLE_INFRARED, 2, "what is worked out by hand");

    private final Map<String, ParameterDeclarations> declared;

    /** @param declared by module */
    ToyLearner(Map<String, ParameterDeclarations> declared) {
        this.declared = new LinkedHashMap<>();
        declared.forEach((module, parameters) -> this.declared.put(module, parameters.in(module)));
    }

    @Override
    public String id() {
        return "toy";
    }

    @Override
    public Inputs inputs() {
        return Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none());
    }

    @Override
    public int margin() {
        return 0;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(OBJECTIVE);
    }

    @Override
    public void requirePatch(int side) {}

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        Map<String, StoredTensor> initial = new LinkedHashMap<>();
        declared.values().stream()
                .flatMap(parameters -> parameters.specs().stream())
                .forEach(spec -> initial.put(spec.name(), new StoredTensor(spec.shape(), spec.initialValues(seed))));
        return initial;
    }

    @Override
    public Map<String, Set<String>> modules() {
        Map<String, Set<String>> modules = new LinkedHashMap<>();
        declared.forEach((module, parameters) -> modules.put(module, parameters.trained()));
        return modules;
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        throw new UnsupportedOperationException("tests give their own");
    }

    /** A plan in which nothing but the given numbers decides. */
    TrainingPlan plan(long steps, Adam adam, double rate, double clip, double emaDecay) {
        LearningRate constant = new LearningRate(rate, LearningRate.Course.CONSTANT, 0);
        return new TrainingPlan(this, "none", 1, 1, 1, steps, 1, 1, adam, constant, clip, emaDecay, 1);
    }
}
