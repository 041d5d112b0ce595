package io.dynafuse.training;

import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a ReFusion in training on scenes that it does not learn from: by what it fuses, as any network, and by what its modules have learned. L_r is
 * the reconstruction loss, L_f the proposed one; "w" and "v" are how far weights are from ½ in the mean, of the ½ that they can be.
 */
final class ReFusionValidation implements Validation {
    private static final int PARTS = 8;
    private static final int SIDE = 96;

    private final ReFusionLearner learner;
    private final ReFusionModules functions;
    private final HeldOutScenes scenes;
    private final BatchSource batches;
    private final Device device;

    ReFusionValidation(ReFusionLearner learner, MetaLearning settings, List<SyntheticScene> heldOut, Device device) {
        this.learner = learner;
        this.functions = new ReFusionModules(settings);
        this.scenes = new HeldOutScenes(heldOut);
        this.device = device;
        List<ObjectiveScenes> objectives = learner.objectives().stream()
                .map(objective -> new ObjectiveScenes(
                        objective, heldOut.stream().filter(objective::isOf).toList()))
                .toList();
        int side = Math.min(SIDE, HeldOutScenes.shortestSide(heldOut));
        this.batches = new SceneBatches(objectives, learner.inputs(), PARTS, side, 1, device);
    }

    @Override
    public Result measure(Parameters all) throws InterruptedException {
        Map<String, Double> measures = new LinkedHashMap<>();
        double score = 0;
        if (functions.fuses()) {
            Result fused = scenes.measure(functions
                    .settings()
                    .ablation()
                    .network()
                    .create(all.in(ReFusionLearner.FUSION), device, Precision.FP32));
            measures.putAll(fused.measures());
            score = fused.score();
        }
        Map<String, Double> learned = new LinkedHashMap<>();
        int objectives = learner.objectives().size();
        for (int i = 0; i < objectives; i++) {
            ofModules(all, i).forEach((name, value) -> learned.merge(name, value / objectives, Double::sum));
        }
        measures.putAll(learned);
        return new Result(functions.fuses() ? score : -learned.get("L_r"), measures);
    }

    private Map<String, Double> ofModules(Parameters all, int objective) {
        try (Scope scope = Scope.open()) {
            List<Tensor> sources = batches.at(Draw.of(objective)).sources();
            LossProposal proposal = functions.proposal(sources, all.in(ReFusionLearner.PROPOSAL));
            Tensor fused = functions.fused(sources, proposal, all.in(ReFusionLearner.FUSION));
            Map<String, Double> found = new LinkedHashMap<>();
            found.put(
                    "L_r", value(functions.reconstructionLoss(sources, fused, all.in(ReFusionLearner.RECONSTRUCTION))));
            found.put("L_f", value(functions.fusionLoss(sources, fused, proposal)));
            found.put("w", decided(proposal.intensity()));
            found.put("v", decided(proposal.gradient()));
            return found;
        }
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    private static double decided(Tensor weights) {
        return value(weights.plus(-0.5).absolute().times(2).meanOfAll());
    }
}
