package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trains one network by a {@link TrainingLoss} of its static fusion: one module, one phase, one batch a step. Objectives name their loss as
 * {@link TrainingLoss#parse} reads it.
 */
public final class FusionLearner implements Learner {
    private static final String NETWORK = "network";

    private final Network network;
    private final List<Objective> objectives;
    private final Optional<Beginning> beginning;
    private final Map<Objective, TrainingLoss> losses = new LinkedHashMap<>();

    /** What a checkpoint held. */
    private record Beginning(String sha256, Map<String, StoredTensor> parameters) {}

    /** @throws IllegalArgumentException if the loss of an objective cannot be read */
    public FusionLearner(Network network, List<Objective> objectives) {
        this(network, objectives, Optional.empty());
    }

    private FusionLearner(Network network, List<Objective> objectives, Optional<Beginning> beginning) {
        this.network = network;
        this.objectives = List.copyOf(objectives);
        this.beginning = beginning;
        objectives.forEach(objective -> losses.put(objective, TrainingLoss.parse(objective.loss())));
    }

    /**
     * The same, beginning with the parameters of a checkpoint instead of those that follow from the seed.
     *
     * @throws IOException if the checkpoint cannot be read or is not one of the network; one line that names it
     */
    public FusionLearner from(Checkpoint checkpoint) throws IOException {
        Map<String, StoredTensor> parameters = CheckpointLoader.values(network, checkpoint);
        return new FusionLearner(network, objectives, Optional.of(new Beginning(checkpoint.sha256(), parameters)));
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
        if (beginning.isPresent()) {
            return beginning.get().parameters();
        }
        return initial(network.parameters(), seed);
    }

    /** What declared parameters begin with. */
    static Map<String, StoredTensor> initial(ParameterDeclarations declared, long seed) {
        Map<String, float[]> values = declared.initialValues(seed);
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        declared.shapes().forEach((name, shape) -> parameters.put(name, new StoredTensor(shape, values.get(name))));
        return parameters;
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
        return beginning
                .map(from -> Map.of("from", "a checkpoint of sha256 " + from.sha256()))
                .orElse(Map.of());
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutScenes scenes = new HeldOutScenes(heldOut);
        return parameters -> scenes.measure(network.create(parameters, device, Precision.FP32));
    }
}
