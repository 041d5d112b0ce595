package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.detection.StreetNetwork;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Trains the {@link StreetNetwork} to find people and cars. Every source of a scene is an image to learn from by itself, visible ones of day and night
 * as well as infrared ones, all in gray, so that the detector takes no side between ways to fuse. The loss of the classes is the focal one of Zhou et al. 2019
 * (arXiv:1904.07850), that of the boxes 1 − IoU.
 */
public final class StreetDetectorLearner implements Learner {
    /** The name by which it is trained. */
    public static final String ID = "street-detector";

    private static final String MODULE = "detector";
    private static final String LOSS = "focal + 1-IoU of every image";
    private static final int PATCH = 128;

    @Override
    public String id() {
        return ID;
    }

    /** The maker of what is learned from: streets with many people and cars, by day and by night. */
    public static SceneMaker scenes() {
        return SceneMakers.outdoors(Outdoors.BUSY);
    }

    @Override
    public Inputs inputs() {
        return Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none());
    }

    @Override
    public int margin() {
        return 0;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(new Objective(Task.VISIBLE_INFRARED, 2, LOSS));
    }

    @Override
    public Usual usual() {
        return new Usual(new LearningRate(1e-3, LearningRate.Course.COSINE, 200), 10, PATCH, Adam.STANDARD);
    }

    @Override
    public boolean upright() {
        return true;
    }

    @Override
    public void requirePatch(int side) {
        if (side < StreetNetwork.SMALLEST || side % StreetNetwork.STRIDE != 0) {
            throw new IllegalArgumentException("expected a multiple of " + StreetNetwork.STRIDE + ", "
                    + StreetNetwork.SMALLEST + " or more, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        return Beginning.initial(StreetNetwork.parameters(), seed);
    }

    @Override
    public Map<String, Set<String>> modules() {
        return Map.of(MODULE, StreetNetwork.parameters().trained());
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        return List.of(Phase.of("detect", Set.of(MODULE), steps, rate));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        Tensor images = lit(images(batch), new Random(Seeds.derive(batch.seed(), "light")));
        return Step.of(Autograd.record(() -> loss(parameters, batch, images)), parameters);
    }

    /** All sources below each other, {@code [2N,1,H,W]}. */
    private static Tensor images(Batch batch) {
        return Tensor.concatenate(batch.sources(), 0);
    }

    /** Images of other exposures and response curves, each of its own. */
    private static Tensor lit(Tensor images, Random random) {
        return Scope.compute(() -> {
            List<Tensor> lit = new ArrayList<>();
            for (int i = 0; i < images.size(0); i++) {
                double curve = Math.exp(random.nextDouble() - 0.5);
                double gain = 0.5 + random.nextDouble();
                double offset = 0.2 * (random.nextDouble() - 0.5);
                lit.add(images.slice(0, i, 1)
                        .power(curve)
                        .times(gain)
                        .plus(offset)
                        .clamp(0, 1));
            }
            return Tensor.concatenate(lit, 0);
        });
    }

    /** A tensor of one element. */
    private static Tensor loss(Parameters parameters, Batch batch, Tensor images) {
        return Scope.compute(() -> {
            Tensor maps = StreetNetwork.maps(images, parameters);
            StreetTargets targets =
                    StreetTargets.of(things(batch), (int) maps.size(2), (int) maps.size(3), images.device());
            return focal(StreetNetwork.logits(maps), targets).plus(overlap(StreetNetwork.distances(maps), targets));
        });
    }

    /** Those of each of {@link #images}. */
    private static List<List<SceneThing>> things(Batch batch) {
        if (batch.things().isEmpty()) {
            throw new IllegalArgumentException("expected scenes whose people and cars are known");
        }
        List<List<SceneThing>> things = new ArrayList<>();
        batch.sources().forEach(source -> things.addAll(batch.things()));
        return things;
    }

    private static Tensor focal(Tensor logits, StreetTargets targets) {
        Tensor score = logits.sigmoid();
        Tensor found = logits.logarithmOfSigmoid()
                .times(score.times(-1).plus(1).square())
                .times(targets.middles());
        Tensor passed =
                logits.times(-1).logarithmOfSigmoid().times(score.square()).times(targets.empties());
        double elements = found.size(0) * found.size(1) * found.size(2) * found.size(3);
        return found.plus(passed).meanOfAll().times(-elements / Math.max(1, targets.things()));
    }

    /** 1 − IoU, the mean over the cells by what they count: both boxes hold the middle of the cell, so that they always overlap. */
    private static Tensor overlap(Tensor distances, StreetTargets targets) {
        // Where there is no box, a small one, so that nothing is divided by zero.
        Tensor wanted = targets.distances().maximum(0.01);
        Tensor shared = wanted.minus(wanted.minus(distances).relu());
        Tensor both = area(shared);
        Tensor all = area(wanted).plus(area(distances)).minus(both);
        Tensor missed = both.dividedBy(all).times(-1).plus(1).times(targets.boxes());
        return missed.meanOfAll().dividedBy(targets.boxes().meanOfAll().plus(1e-6));
    }

    private static Tensor area(Tensor distances) {
        Tensor width = distances.slice(1, 0, 1).plus(distances.slice(1, 2, 1));
        return width.times(distances.slice(1, 1, 1).plus(distances.slice(1, 3, 1)));
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutParts parts = new HeldOutParts(this, heldOut, device, TrainingPlan.VALIDATION_SIDE);
        return parameters -> {
            Map<String, Double> losses = parts.means(batch -> Map.of(
                    "loss", (double) loss(parameters, batch, images(batch)).toFloats()[0]));
            return new Validation.Result(-losses.get("loss"), new LinkedHashMap<>(losses));
        };
    }
}
