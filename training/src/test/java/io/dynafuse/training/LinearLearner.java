package io.dynafuse.training;

import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Four numbers x and one y that begin at 1, whose loss 1.5·Σx + 4·y has gradients of norm 5 everywhere, and a statistic of 0.25 that nothing changes. */
final class LinearLearner extends ToyLearner {
    LinearLearner() {
        super(Map.of(
                "line",
                ParameterDeclarations.join(
                        ParameterDeclarations.of("x", Initializer.ones(), 4),
                        ParameterDeclarations.of("running_mean", Initializer.constant(0.25f), 1)
                                .frozen(),
                        ParameterDeclarations.of("y", Initializer.ones(), 1))));
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        return List.of(Phase.of("all", Set.of("line"), steps, rate));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Tensor loss = Autograd.record(() -> parameters
                .get("line.x")
                .meanOfAll()
                .times(6)
                .plus(parameters.get("line.y").times(4))
                .plus(parameters.get("line.running_mean")));
        return Step.of(loss, parameters);
    }
}
