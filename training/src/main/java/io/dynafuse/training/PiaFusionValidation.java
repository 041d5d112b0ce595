package io.dynafuse.training;

import io.dynafuse.image.Image;
import io.dynafuse.network.piafusion.IlluminationClassifier;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a PIAFusion in training on scenes that it does not learn from: by what it fuses, as any network, and by its loss; "day or night" is the share of
 * scenes of which its classifier tells that, where it is known.
 */
final class PiaFusionValidation implements Validation {
    private final HeldOutScenes measured;
    private final List<SyntheticScene> classified;
    private final HeldOutParts parts;
    private final Device device;

    PiaFusionValidation(PiaFusionLearner learner, List<SyntheticScene> heldOut, Device device) {
        this.measured = new HeldOutScenes(heldOut);
        this.classified = heldOut.stream()
                .filter(scene -> scene.illumination().isPresent())
                .toList();
        this.device = device;
        this.parts = new HeldOutParts(learner, heldOut, device);
    }

    @Override
    public Result measure(Parameters all) throws InterruptedException {
        Result fused =
                measured.measure(PiaFusion.NETWORK.create(all.in(PiaFusionLearner.FUSION), device, Precision.FP32));
        Map<String, Double> measures = new LinkedHashMap<>(fused.measures());
        measures.putAll(parts.means(batch ->
                Map.of("loss", (double) PiaFusionLearner.fusionLoss(batch, all).toFloats()[0])));
        if (!classified.isEmpty()) {
            Parameters module = all.in(PiaFusionLearner.ILLUMINATION);
            double right =
                    classified.stream().filter(scene -> isRight(scene, module)).count();
            measures.put("day or night", right / classified.size());
        }
        return new Result(fused.score(), measures);
    }

    private boolean isRight(SyntheticScene scene, Parameters module) {
        Image visible = scene.sources().get(scene.roles().indexOf("visible"));
        try (Scope scope = Scope.open()) {
            Tensor rgb = Tensor.of(visible.values(), 1, visible.channels(), visible.height(), visible.width());
            float[] scores = IlluminationClassifier.classify(rgb.to(device, Precision.FP32), module)
                    .toFloats();
            Illumination said = scores[IlluminationClassifier.DAY] > scores[IlluminationClassifier.NIGHT]
                    ? Illumination.DAY
                    : Illumination.NIGHT;
            return scene.illumination().orElseThrow() == said;
        }
    }
}
