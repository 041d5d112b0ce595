package io.dynafuse.training;

import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The inner updates of ReFusion's fusion and reconstruction modules by a proposed loss (Bai et al. 2024, Eq. 7 and 8), and the derivative of the
 * reconstruction loss through them by the parameters of the loss proposal module (Eq. 10).
 *
 * <p>With θ' = θ − η ∂L_f/∂θ and u = ∂L_r/∂θ', that derivative is −η ∂/∂θ_P of u · ∂L_f/∂θ, which is how fast L_f changes where θ moves along u. So
 * the second derivative is the gradient of a directional one, at a few times the cost of a step of the fusion module. Through several inner updates
 * it is found from the last to the first, and u passes through each.
 *
 * @param modules as functions of their parameters
 * @param proposal w and v of the meta-train set, recorded from the parameters of the loss proposal module
 * @param metaTrain the sources of that set
 */
record OuterUpdate(ReFusionModules modules, LossProposal proposal, List<Tensor> metaTrain) {
    /**
     * Parameters of the fusion and the reconstruction module, variables by their names, or what belongs to each of them. Ablation V has no fusion module.
     */
    record Both(Map<String, Tensor> fusion, Map<String, Tensor> reconstruction) {
        /** Those of a training, as variables of their own. */
        static Both of(Parameters all) {
            return new Both(named(all.in(ReFusionLearner.FUSION)), named(all.in(ReFusionLearner.RECONSTRUCTION)))
                    .asVariables();
        }

        private static Map<String, Tensor> named(Parameters module) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            module.names().forEach(name -> named.put(name, module.get(name)));
            return named;
        }

        private Both asVariables() {
            Map<String, Tensor> fusionVariables = new LinkedHashMap<>();
            Map<String, Tensor> reconstructionVariables = new LinkedHashMap<>();
            fusion.forEach((name, tensor) -> fusionVariables.put(name, tensor.asVariable()));
            reconstruction.forEach((name, tensor) -> reconstructionVariables.put(name, tensor.asVariable()));
            return new Both(fusionVariables, reconstructionVariables);
        }

        /** These minus {@code step} times others. */
        private Both minus(Both others, double step) {
            return new Both(minus(fusion, others.fusion, step), minus(reconstruction, others.reconstruction, step));
        }

        private static Map<String, Tensor> minus(Map<String, Tensor> from, Map<String, Tensor> others, double step) {
            Map<String, Tensor> result = new LinkedHashMap<>();
            from.forEach((name, tensor) ->
                    result.put(name, tensor.minus(others.get(name).times(step))));
            return result;
        }

        private List<Tensor> list() {
            return Stream.concat(fusion.values().stream(), reconstruction.values().stream())
                    .toList();
        }

        /** Tensors in the order of {@link #list} by the names. */
        private Both named(List<Tensor> tensors) {
            Map<String, Tensor> ofFusion = named(fusion, tensors.subList(0, fusion.size()));
            return new Both(ofFusion, named(reconstruction, tensors.subList(fusion.size(), tensors.size())));
        }

        /** Tensors in the order of a map by its names. */
        static Map<String, Tensor> named(Map<String, Tensor> names, List<Tensor> tensors) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            names.keySet().forEach(name -> named.put(name, tensors.get(named.size())));
            return named;
        }
    }

    /** Gradients by both modules of the losses that each follows. */
    Both gradients(Both at) {
        Tensor fused = fused(at);
        Map<String, Tensor> ofFusion = Map.of();
        if (modules.fuses()) {
            Tensor loss = modules.fusionLoss(metaTrain, fused, proposal);
            ofFusion = Both.named(at.fusion, Autograd.gradients(loss, List.copyOf(at.fusion.values())));
        }
        Tensor loss = reconstructionLoss(at, fused.asVariable());
        return new Both(
                ofFusion,
                Both.named(at.reconstruction, Autograd.gradients(loss, List.copyOf(at.reconstruction.values()))));
    }

    /** Both modules before the first inner update, and after each. */
    List<Both> path(Both from) {
        List<Both> path = new ArrayList<>(List.of(from));
        for (int i = 0; i < modules.settings().innerSteps(); i++) {
            Both last = path.get(i);
            path.add(last.minus(gradients(last), modules.settings().innerRate()).asVariables());
        }
        return path;
    }

    /**
     * The derivative through the inner updates.
     *
     * @param loss L_r of the meta-test set by the last of the path, a tensor of one element
     * @param learned variables that the proposal is recorded from
     * @return for each of these its derivative
     */
    List<Tensor> throughPath(Tensor loss, List<Both> path, List<Tensor> learned) {
        Both last = path.get(path.size() - 1);
        Both along = last.named(Autograd.gradients(loss, last.list()));
        List<Tensor> sums = learned;
        for (int i = path.size() - 2; i >= 0; i--) {
            Both before = path.get(i);
            List<Tensor> found = Autograd.gradients(change(before, along), learned);
            boolean begins = i == path.size() - 2;
            List<Tensor> added = new ArrayList<>();
            for (int n = 0; n < found.size(); n++) {
                Tensor step = found.get(n).times(-modules.settings().innerRate());
                added.add(begins ? step : sums.get(n).plus(step));
            }
            sums = added;
            if (i > 0) {
                along = along.minus(ofUpdate(before, along), modules.settings().innerRate());
            }
        }
        return sums;
    }

    /** How fast L_f changes where the fusion module moves along a direction: a tensor of one element. */
    private Tensor change(Both at, Both along) {
        return Autograd.directionalDerivative(
                List.copyOf(at.fusion.values()),
                List.copyOf(along.fusion.values()),
                moving -> modules.fusionLoss(
                        metaTrain, fused(new Both(Both.named(at.fusion, moving), Map.of())), proposal));
    }

    /** How fast L_r changes where the reconstruction module moves along a direction; the fused image is recorded from the fusion module. */
    private Tensor changeOfReconstruction(Both at, Both along) {
        Tensor fused = fused(at);
        return Autograd.directionalDerivative(
                List.copyOf(at.reconstruction.values()),
                List.copyOf(along.reconstruction.values()),
                moving -> reconstructionLoss(new Both(at.fusion, Both.named(at.reconstruction, moving)), fused));
    }

    /** The derivatives of the gradients that both modules follow, times a direction, by both modules. */
    private Both ofUpdate(Both at, Both along) {
        Tensor change = change(at, along).plus(changeOfReconstruction(at, along));
        return at.named(Autograd.gradients(change, at.list()));
    }

    private Tensor fused(Both at) {
        return modules.fused(metaTrain, proposal, Parameters.of(at.fusion));
    }

    private Tensor reconstructionLoss(Both at, Tensor fused) {
        return modules.reconstructionLoss(metaTrain, fused, Parameters.of(at.reconstruction));
    }
}
