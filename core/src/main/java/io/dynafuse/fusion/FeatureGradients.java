package io.dynafuse.fusion;

import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.network.FusionModel;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Derivatives of a fusion loss by features.
 *
 * @param gradient of which loss
 */
record FeatureGradients(FusionModel model, StageClock clock, SourceAlphas alphas, FeatureGradient gradient) {

    /**
     * |∂L⁽ᵐ⁾/∂E⁽ᵐ⁾| for every source m, {@code [N,F,H,W]} in 32 bits. Runs inside an open {@link Scope}.
     *
     * @param sources M ≥ 2 tensors {@code [N,C,H,W]} in the network's numbers
     * @param features of every source, {@code [N,F,H,W]}
     * @throws IllegalArgumentException if the loss needs a larger image
     */
    List<Tensor> of(List<Tensor> sources, List<Tensor> features) {
        try (Scope scope = Scope.open()) {
            List<Tensor> variables = features.stream().map(Tensor::asVariable).toList();
            List<Tensor> losses = Autograd.record(
                    () -> gradient.joint() ? List.of(sum(losses(sources, variables))) : losses(sources, variables));
            List<Tensor> derivatives = clock.time(Stage.DOMINABILITY, () -> derivatives(losses, variables));
            derivatives.forEach(scope::release);
            return derivatives;
        }
    }

    private List<Tensor> losses(List<Tensor> sources, List<Tensor> variables) {
        ReferenceComponents references = new ReferenceComponents(model, clock, alphas);
        List<Tensor> components = references.components(variables, gradient.reference(), false);
        List<Tensor> targets = references.targets(sources, gradient.reference());
        double range = model.network().facts().normalisation().range();
        List<Tensor> losses = new ArrayList<>();
        for (int m = 0; m < sources.size(); m++) {
            losses.add(gradient.loss().of(components.get(m), targets.get(m), range));
        }
        return losses;
    }

    private static Tensor sum(List<Tensor> losses) {
        return losses.stream().reduce(Tensor::plus).orElseThrow();
    }

    private List<Tensor> derivatives(List<Tensor> losses, List<Tensor> variables) {
        if (gradient.joint()) {
            return Autograd.gradients(losses.get(0), variables).stream()
                    .map(FeatureGradients::magnitude)
                    .toList();
        }
        List<Tensor> derivatives = new ArrayList<>();
        for (int m = 0; m < losses.size(); m++) {
            Tensor loss = losses.get(m);
            List<Tensor> variable = List.of(variables.get(m));
            derivatives.add(Scope.compute(
                    () -> magnitude(Autograd.gradients(loss, variable).get(0))));
        }
        return derivatives;
    }

    private static Tensor magnitude(Tensor derivative) {
        return Scope.compute(() -> derivative.absolute().to(Precision.FP32).planar());
    }
}
