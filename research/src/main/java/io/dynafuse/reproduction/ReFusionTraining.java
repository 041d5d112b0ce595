package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.Learner;
import io.dynafuse.training.MetaLearning;
import io.dynafuse.training.Objective;
import io.dynafuse.training.ReFusionLearner;
import java.util.List;
import java.util.Optional;

/**
 * ReFusion trained by its learned loss.
 *
 * @param settings of which the numbers of steps in an epoch are those of the budget
 */
record ReFusionTraining(MetaLearning settings) implements TrainingWay {
    private static final Task TASK = Task.VISIBLE_INFRARED;
    // An epoch of the paper has 600 and 1600 steps.
    private static final int META_STEPS = 30;
    private static final int FUSION_STEPS = 80;

    @Override
    public List<Task> tasks() {
        return List.of(TASK);
    }

    @Override
    public Learner learner(int steps, Optional<CheckpointSource> checkpoint) {
        int epoch = Math.max(2, Math.min(steps, META_STEPS + FUSION_STEPS));
        int meta = Math.max(1, epoch * META_STEPS / (META_STEPS + FUSION_STEPS));
        return new ReFusionLearner(
                new MetaLearning(
                        settings.fusionGradientShare(),
                        settings.reconstructionGradientShare(),
                        settings.innerSteps(),
                        settings.innerRate(),
                        meta,
                        epoch - meta,
                        settings.ablation()),
                List.of(Objective.of(TASK, 2)));
    }

    @Override
    public FusedScene fused(Learner learner, SyntheticScene scene, Parameters parameters) {
        List<Image> sources =
                inOrder(learner, scene).stream().map(ReFusionTraining::luma).toList();
        return new FusedScene(
                Pictures.of(fused((ReFusionLearner) learner, sources, parameters)),
                sources.stream().map(Pictures::of).toList(),
                Optional.empty());
    }

    private static List<Image> inOrder(Learner learner, SyntheticScene scene) {
        List<Role> roles = scene.knownRoles();
        return learner.inputs().places(roles).orElseThrow().stream()
                .map(scene.sources()::get)
                .toList();
    }

    private static Image luma(Image image) {
        return gray(image, image.isGray() ? image.values() : Bt601.luma(image.values()));
    }

    private static Image gray(Image like, float[] values) {
        return Image.of(like.width(), like.height(), 1, values, SampleDepth.BITS_8);
    }

    /** By the fusion module, or by the weights of ablation V. */
    private static Image fused(ReFusionLearner learner, List<Image> sources, Parameters parameters) {
        try (Scope scope = Scope.open()) {
            float[] values = learner.fused(
                            sources.stream()
                                    .map(source -> Tensor.of(source.values(), 1, 1, source.height(), source.width()))
                                    .toList(),
                            parameters)
                    .toFloats();
            return gray(sources.get(0), stretched(values));
        }
    }

    /** From the least to the greatest value, as the authors' program writes all that it fuses. */
    private static float[] stretched(float[] values) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        float range = greatest > least ? greatest - least : 1;
        float[] stretched = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            stretched[i] = (values[i] - least) / range;
        }
        return stretched;
    }
}
