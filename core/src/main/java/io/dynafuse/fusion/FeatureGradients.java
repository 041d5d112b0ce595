package io.dynafuse.fusion;

import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Derivatives of a fusion loss by features.
 *
 * @param gradient which names the loss
 */
record FeatureGradients(EncodedScene<?> scene, FeatureGradient gradient) {

    /**
     * |∂L⁽ᵐ⁾/∂E⁽ᵐ⁾| for every source m, {@code [N,F,H,W]} in 32 bits. Runs inside an open {@link Scope}.
     *
     * @throws IllegalArgumentException if the loss needs a larger image, or the network does not make its components of the features
     */
    List<Tensor> of() {
        return of(scene);
    }

    private <F> List<Tensor> of(EncodedScene<F> encoded) {
        try (Scope scope = Scope.open()) {
            List<Tensor> variables = encoded.weighting().features(encoded.encoded()).stream()
                    .map(Tensor::asVariable)
                    .toList();
            EncodedScene<F> recorded = encoded.withFeatures(variables);
            List<Tensor> losses =
                    Autograd.record(() -> gradient.joint() ? List.of(sum(losses(recorded))) : losses(recorded));
            List<Tensor> derivatives = scene.clock().time(Stage.DOMINABILITY, () -> derivatives(losses, variables));
            derivatives.forEach(scope::release);
            return derivatives;
        }
    }

    private List<Tensor> losses(EncodedScene<?> recorded) {
        List<Tensor> components = recorded.components(gradient.reference(), false);
        List<Tensor> targets = recorded.targets(gradient.reference());
        List<Tensor> losses = new ArrayList<>();
        if (!components.get(0).requiresGrad()) {
            throw new IllegalArgumentException("the components of "
                    + recorded.model().network().id()
                    + " are encoded by themselves, so that their losses have no derivative by the features of a scene; expected --reference fused"
                    + " with a gradient");
        }
        for (int m = 0; m < recorded.count(); m++) {
            losses.add(gradient.loss().of(components.get(m), targets.get(m), recorded.range()));
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
