package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains one network by a {@link TrainingLoss} of its static fusion: one module, one phase, one batch a step. Objectives name their loss as
 * {@link TrainingLoss#parse} reads it.
 */
public final class FusionLearner implements Learner {
    private static final String NETWORK = "network";

    private final Network network;
    private final List<Objective> objectives;
    private final Beginning beginning;
    private final Map<Objective, TrainingLoss> losses = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if the loss of an objective cannot be read */
    public FusionLearner(Network network, List<Objective> objectives) {
        this(network, objectives, Beginning.SEEDED);
    }

    /**
     * @param beginning of this network
     * @throws IllegalArgumentException if the loss of an objective cannot be read
     */
    public FusionLearner(Network network, List<Objective> objectives, Beginning beginning) {
        this.network = network;
        this.objectives = List.copyOf(objectives);
        this.beginning = beginning;
        objectives.forEach(objective -> losses.put(objective, TrainingLoss.parse(objective.loss())));
    }

    @Override
    public String id() {
        return network.id();
    }

    @Override
    public Inputs inputs() {
        return network.facts().inputs();
    }

    @Override
    public int margin() {
        return network.margin();
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    @Override
    public boolean needsTruth(Objective objective) {
        return losses.get(objective).needsTruth();
    }

    @Override
    public void requirePatch(int side) {
        losses.forEach((objective, loss) -> {
            if (side < loss.smallestSide()) {
                throw new IllegalArgumentException(
                        "expected " + loss.smallestSide() + " or more for the loss " + loss + ", found " + side);
            }
        });
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        return beginning.parameters(network, seed);
    }

    @Override
    public Map<String, Set<String>> modules() {
        return Map.of(NETWORK, network.parameters().trained());
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        return List.of(Phase.of("fuse", Set.of(NETWORK), steps, rate));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        return Step.of(Autograd.record(() -> loss(parameters, batch)), parameters);
    }

    private Tensor loss(Parameters parameters, Batch batch) {
        List<Tensor> sources = batch.sources().stream()
                .map(network.facts().inputs().normalisation()::normalise)
                .toList();
        Tensor output = network.over(parameters).fuse(SourceTensors.of(sources));
        Tensor fused = network.facts().inputs().normalisation().denormalise(output);
        List<Tensor> seen = batch.sources().stream().map(this::inner).toList();
        return losses.get(batch.objective()).of(fused, seen, batch.truth().map(this::inner), 1);
    }

    /** The part of an image that is fused: all but the margin. */
    private Tensor inner(Tensor image) {
        int margin = margin();
        return image.slice(2, margin, image.size(2) - 2L * margin).slice(3, margin, image.size(3) - 2L * margin);
    }

    @Override
    public Map<String, String> describe() {
        return beginning.describe();
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutScenes scenes = new HeldOutScenes(heldOut);
        return parameters -> scenes.measure(network.create(parameters, device, Precision.FP32));
    }
}
