package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.TcMoaLoss;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.tcmoa.Learned;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Trains what TC-MoA puts upon a frozen backbone (Zhu et al. 2024, Section 3.3), by a loss for each task; the tasks take turns, a step each. In the phase
 * {@code warm-up}, the first tenth of the steps, images learn to be the mean of their sources. The weight of the balance of adapters does not fade, as it does
 * in the authors' program, so that all stay in use.
 */
public final class TcMoaLearner implements Learner {
    private static final String WARM_UP = "warm-up";
    // 2 of 20 epochs.
    private static final int WARM_UP_SHARE = 10;
    private static final Adam OPTIMISER = new Adam(0.9, 0.95, 1e-8, 0.05);
    private static final LearningRate RATE = new LearningRate(3e-4, LearningRate.Course.COSINE, 100);

    private final TcMoa network;
    private final List<Objective> objectives;
    private final Beginning beginning;
    private final Options options;

    /**
     * What can be left out, as in the ablations of the paper.
     *
     * @param sharedRouter whether all tasks have one router, that of visible and infrared images
     * @param regularised whether the prompts of both sources are to be 1 together (Eq. 7)
     * @param balanced whether all adapters are to be used
     */
    public record Options(boolean sharedRouter, boolean regularised, boolean balanced) {
        /** All as published. */
        public static final Options ALL = new Options(false, true, true);
    }

    /**
     * @param objectives of two sources each; their losses are not used, as each task has one of its own
     * @param beginning of this network, with a backbone
     * @throws IllegalArgumentException if an objective has another number of sources
     */
    public TcMoaLearner(TcMoa network, List<Objective> objectives, Beginning beginning, Options options) {
        this.network = network;
        this.objectives = Objective.ofPairs(objectives, network, "TC-MoA's loss of the task");
        this.beginning = beginning;
        this.options = options;
    }

    @Override
    public String id() {
        return network.id();
    }

    @Override
    public Inputs inputs() {
        return network.facts().inputs();
    }

    @Override
    public int margin() {
        return network.margin();
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    @Override
    public void requirePatch(int side) {
        int multiple = network.smallestSide();
        if (side % multiple != 0) {
            throw new IllegalArgumentException(
                    "expected a multiple of " + multiple + ", the windows of its attention, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        return beginning.parameters(network, seed);
    }

    @Override
    public Map<String, Set<String>> modules() {
        return Map.of(TcMoa.ADAPTERS, network.parameters().trained());
    }

    /** As its authors' program trains it, but for clipped gradients: without, the loss of multi-focus images outweighs the others. */
    @Override
    public Usual usual() {
        return new Usual(RATE, 1, network.smallestSide(), OPTIMISER);
    }

    /** Biases, normalisations and shares do not. */
    @Override
    public boolean decays(String parameter) {
        return network.parameters().get(parameter).shape().size() > 1;
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        Set<String> modules = Set.of(TcMoa.ADAPTERS);
        long warming = Math.max(1, steps / WARM_UP_SHARE);
        long fusing = Math.max(1, steps - warming);
        return List.of(
                Phase.of(WARM_UP, modules, warming, rate.before(fusing)),
                Phase.of("fuse", modules, fusing, rate.after(warming)));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        return Step.ofSome(
                Autograd.record(() -> loss(parameters, batch, phase.name().equals(WARM_UP))), parameters);
    }

    /** A tensor of one element. */
    Tensor loss(Parameters parameters, Batch batch, boolean warmingUp) {
        return Scope.compute(() -> loss(learned(parameters, batch), batch, warmingUp));
    }

    private Learned learned(Parameters parameters, Batch batch) {
        InputNormalisation numbers = numbers();
        return network.learned(
                numbers.normalise(batch.sources().get(0)),
                numbers.normalise(batch.sources().get(1)),
                options.sharedRouter()
                        ? Task.VISIBLE_INFRARED
                        : batch.objective().task(),
                parameters,
                new Random(Seeds.derive(batch.seed(), "noise")));
    }

    private InputNormalisation numbers() {
        return network.facts().inputs().normalisation();
    }

    private Tensor loss(Learned learned, Batch batch, boolean warmingUp) {
        Tensor fused = numbers().denormalise(learned.image()).clamp(0, 1);
        Tensor nothing = learned.imbalance().times(0);
        Tensor prompts = options.regularised()
                ? TcMoaLoss.mutualInformation(
                        learned.encoder().first(),
                        learned.encoder().second(),
                        learned.decoder().first(),
                        learned.decoder().second())
                : nothing;
        Tensor balance = options.balanced() ? learned.imbalance() : nothing;
        TcMoaLoss.Kind kind = kind(batch.objective().task());
        return warmingUp
                ? TcMoaLoss.warmUp(kind, fused, batch.sources(), prompts, balance)
                : TcMoaLoss.of(kind, fused, batch.sources(), prompts, balance);
    }

    /** As routers are chosen: of medical images, that of visible and infrared ones. */
    private static TcMoaLoss.Kind kind(Task task) {
        return switch (task) {
            case VISIBLE_INFRARED, MEDICAL -> TcMoaLoss.Kind.MODALITIES;
            case MULTI_EXPOSURE -> TcMoaLoss.Kind.EXPOSURES;
            case MULTI_FOCUS -> TcMoaLoss.Kind.FOCUS;
        };
    }

    /**
     * Of what is fused, as of any network; besides, for every task its loss, and which share of the tokens each adapter gets, as a mean over the layers.
     * Parameters are chosen by the mean of the logarithms of the losses, which differ in size.
     */
    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutScenes scenes = new HeldOutScenes(heldOut);
        HeldOutParts parts = new HeldOutParts(this, heldOut, device, network.smallestSide());
        return parameters -> {
            Map<String, Double> measures =
                    new LinkedHashMap<>(scenes.measure(network.create(parameters, device, Precision.FP32))
                            .measures());
            parts.each(batch -> measures.putAll(measures(parameters, batch)));
            double score = objectives.stream()
                    .mapToDouble(objective -> -Math.log(measures.get(loss(objective.task()))))
                    .average()
                    .orElseThrow();
            return new Validation.Result(score, measures);
        };
    }

    private Map<String, Double> measures(Parameters parameters, Batch batch) {
        Learned learned = learned(parameters, batch);
        String task = batch.objective().task().word();
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(loss(batch.objective().task()), (double)
                loss(learned, batch, false).toFloats()[0]);
        List<List<Double>> shares = learned.shares();
        for (int adapter = 0; adapter < shares.get(0).size(); adapter++) {
            int number = adapter;
            measures.put(
                    task + " adapter " + (adapter + 1),
                    shares.stream()
                            .mapToDouble(layer -> layer.get(number))
                            .average()
                            .orElseThrow());
        }
        return measures;
    }

    private static String loss(Task task) {
        return task.word() + " loss";
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>(beginning.describe());
        if (!options.equals(Options.ALL)) {
            words.put("left-out", options.toString());
        }
        return words;
    }
}
