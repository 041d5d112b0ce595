package io.dynafuse.training;

import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network of one number θ that begins at 1 and a loss of one number φ that begins at 2, learned as ReFusion learns its own: in the phase {@code
 * reconstruct} θ follows (θ − b)² for two steps; in the phase {@code propose} φ follows (θ' − b)² for one, where θ' = θ − η ∂/∂θ φ(θ − a)² is where
 * the learned loss would take θ. Here a is the source of the first batch and b the truth of the last.
 */
final class MetaLearner extends ToyLearner {
    static final double INNER_RATE = 0.25;

    MetaLearner() {
        super(Map.of(
                "fusion",
                ParameterDeclarations.of("theta", Initializer.ones(), 1),
                "loss",
                ParameterDeclarations.of("phi", Initializer.constant(2), 1)));
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        LearningRate falling = new LearningRate(2 * rate.peak(), LearningRate.Course.COSINE, 0);
        return List.of(
                Phase.of("reconstruct", Set.of("fusion"), 2, rate),
                new Phase("propose", Set.of("loss"), List.of(Draw.Scenes.ALL, Draw.Scenes.ALL), 1, falling));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        return Autograd.record(
                () -> phase.name().equals("propose") ? propose(parameters, batches) : reconstruct(parameters, batches));
    }

    private static Step reconstruct(Parameters parameters, List<Batch> batches) {
        return Step.of(distance(parameters.get("fusion.theta"), truth(batches)), parameters);
    }

    private static Step propose(Parameters parameters, List<Batch> batches) {
        Tensor theta = parameters.get("fusion.theta").asVariable();
        Tensor source = batches.get(0).sources().get(0);
        Tensor proposed = distance(theta, source).times(parameters.get("loss.phi"));
        Tensor gradient = Autograd.recordedGradients(proposed, List.of(theta)).get(0);
        return Step.of(distance(theta.minus(gradient.times(INNER_RATE)), truth(batches)), parameters);
    }

    private static Tensor distance(Tensor theta, Tensor target) {
        return theta.minus(target.reshape(1)).square();
    }

    private static Tensor truth(List<Batch> batches) {
        return batches.get(batches.size() - 1).truth().orElseThrow();
    }

    @Override
    public Parameters network(Parameters all) {
        return all.in("fusion");
    }
}
