package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.IlluminationLoss;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.piafusion.IlluminationClassifier;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trains PIAFusion (Tang et al. 2022): in the phase {@code classify} the illumination classifier learns day and night from scenes that say so; in the phase
 * {@code fuse} the network follows the {@link IlluminationLoss} that the classifier, which stays as it is, weighs by what it sees in the visible image.
 */
public final class PiaFusionLearner implements Learner {
    /** The module that fuses. */
    public static final String FUSION = "fusion";

    /** The module that tells day from night. */
    public static final String ILLUMINATION = PiaFusion.ILLUMINATION;

    private static final String CLASSIFY = "classify";
    private static final int INFRARED = 0;
    private static final int VISIBLE = 1;
    private static final int SOURCES = 2;
    private static final int CHANNELS = 3;
    // ITU-R BT.601.
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private final List<Objective> objectives;
    private final long classifierSteps;
    private final Optional<Classifier> given;

    /** What a checkpoint held. */
    private record Classifier(String sha256, Map<String, StoredTensor> parameters) {}

    /**
     * @param objectives of visible and infrared images; their losses are not used, as the network has its own
     * @param classifierSteps how many steps the classifier learns before the network does, 1 or more
     * @throws IllegalArgumentException if an objective is another, or there are no steps
     */
    public PiaFusionLearner(List<Objective> objectives, long classifierSteps) {
        this(objectives, classifierSteps, Optional.empty());
        if (classifierSteps < 1) {
            throw new IllegalArgumentException("classifier-steps: expected 1 or more, found " + classifierSteps);
        }
    }

    private PiaFusionLearner(List<Objective> objectives, long classifierSteps, Optional<Classifier> given) {
        for (Objective objective : objectives) {
            if (objective.task() != Task.VISIBLE_INFRARED) {
                throw new IllegalArgumentException(
                        "task: piafusion learns from day and night, expected visible-infrared, found "
                                + objective.task().word());
            }
            if (objective.sources() != SOURCES) {
                throw new IllegalArgumentException(
                        "sources: piafusion fuses 2 sources, expected scenes of 2, found " + objective.sources());
            }
        }
        this.objectives = objectives.stream()
                .map(objective -> new Objective(objective.task(), objective.sources(), "by illumination"))
                .toList();
        this.classifierSteps = classifierSteps;
        this.given = given;
    }

    /**
     * Trains the network alone, with the classifier of a checkpoint: one of PIAFusion, or of the classifier alone.
     *
     * @throws IOException if the checkpoint cannot be read or holds no classifier; one line that names it
     */
    public static PiaFusionLearner with(Checkpoint classifier, List<Objective> objectives) throws IOException {
        try (Parameters module = CheckpointLoader.companionAlone(PiaFusion.NETWORK, ILLUMINATION, classifier)) {
            Classifier read = new Classifier(classifier.sha256(), TrainingState.stored(module));
            return new PiaFusionLearner(objectives, 0, Optional.of(read));
        }
    }

    @Override
    public String id() {
        return PiaFusion.NETWORK.id();
    }

    /** In colour, as the classifier sees it. */
    @Override
    public Inputs inputs() {
        Inputs luma = PiaFusion.NETWORK.facts().inputs();
        return new Inputs(
                luma.leastSources(),
                luma.mostSources(),
                luma.trainedSources(),
                luma.roles(),
                ColourMode.RGB,
                luma.sizeMultiple(),
                luma.normalisation());
    }

    @Override
    public int margin() {
        return PiaFusion.NETWORK.margin();
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    /** As in its paper, but for the length. */
    @Override
    public Usual usual() {
        return new Usual(new LearningRate(1e-3, LearningRate.Course.LINEAR, 0), Double.POSITIVE_INFINITY);
    }

    @Override
    public void requirePatch(int side) {
        if (side < IlluminationClassifier.SMALLEST_SIDE) {
            throw new IllegalArgumentException(
                    "expected " + IlluminationClassifier.SMALLEST_SIDE + " or more, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        Map<String, StoredTensor> parameters = new LinkedHashMap<>(Beginning.initial(fusion(), seed));
        given.ifPresentOrElse(
                classifier -> classifier
                        .parameters()
                        .forEach((name, tensor) -> parameters.put(ILLUMINATION + "." + name, tensor)),
                () -> parameters.putAll(Beginning.initial(illumination(), seed)));
        return parameters;
    }

    private static ParameterDeclarations fusion() {
        return PiaFusion.NETWORK.parameters().in(FUSION);
    }

    private static ParameterDeclarations illumination() {
        return IlluminationClassifier.PARAMETERS.in(ILLUMINATION);
    }

    @Override
    public Map<String, Set<String>> modules() {
        return given.isPresent()
                ? Map.of(FUSION, fusion().trained())
                : Map.of(
                        FUSION, fusion().trained(), ILLUMINATION, illumination().trained());
    }

    /** The classifier learns first, and once. */
    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        Phase fuse = Phase.of("fuse", Set.of(FUSION), Math.max(1, steps - classifierSteps), rate);
        return given.isPresent()
                ? List.of(fuse)
                : List.of(
                        new Phase(
                                CLASSIFY,
                                Set.of(ILLUMINATION),
                                List.of(Draw.Scenes.OF_KNOWN_ILLUMINATION),
                                classifierSteps,
                                rate),
                        fuse);
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        return Autograd.record(() -> Step.of(
                phase.name().equals(CLASSIFY)
                        ? classifierLoss(batch, parameters.in(ILLUMINATION))
                        : fusionLoss(batch, parameters),
                parameters));
    }

    /**
     * The mean cross entropy of what speaks for day, and of what speaks for night, each by itself: so that one of them is positive and the other negative,
     * as the rectifier after them asks for.
     */
    private static Tensor classifierLoss(Batch batch, Parameters module) {
        return Scope.compute(() -> {
            List<Illumination> known = batch.illumination();
            float[] signs = new float[2 * known.size()];
            for (int i = 0; i < known.size(); i++) {
                int right =
                        known.get(i) == Illumination.DAY ? IlluminationClassifier.DAY : IlluminationClassifier.NIGHT;
                signs[2 * i + right] = 1;
                signs[2 * i + 1 - right] = -1;
            }
            Tensor scores = IlluminationClassifier.classify(batch.sources().get(VISIBLE), module);
            Tensor wanted = Tensor.of(signs, known.size(), 2).to(scores.device(), scores.precision());
            return scores.times(wanted).logarithmOfSigmoid().meanOfAll().times(-1);
        });
    }

    /** The loss of the network, a tensor of one element. */
    static Tensor fusionLoss(Batch batch, Parameters all) {
        return Scope.compute(() -> {
            Tensor visible = batch.sources().get(VISIBLE);
            Tensor day = IlluminationClassifier.day(IlluminationClassifier.classify(visible, all.in(ILLUMINATION)));
            List<Tensor> lumas =
                    batch.sources().stream().map(PiaFusionLearner::luma).toList();
            Tensor fused = PiaFusion.NETWORK.over(all.in(FUSION)).fuse(SourceTensors.of(lumas));
            return IlluminationLoss.PUBLISHED.of(fused, lumas.get(INFRARED), lumas.get(VISIBLE), day);
        });
    }

    private static Tensor luma(Tensor rgb) {
        Tensor factors = Tensor.of(LUMA, 1, CHANNELS, 1, 1).to(rgb.device(), rgb.precision());
        return rgb.times(factors).mean(1).times(CHANNELS);
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        return new PiaFusionValidation(this, heldOut, device);
    }

    @Override
    public Map<String, String> describe() {
        return Map.of(
                "classifier",
                given.map(classifier -> "of a checkpoint of sha256 " + classifier.sha256())
                        .orElse("learned"));
    }
}
