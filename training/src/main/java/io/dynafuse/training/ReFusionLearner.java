package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.refusion.SourceReconstruction;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.OuterUpdate.Both;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trains ReFusion by a loss that is learned with it (Bai et al. 2024, Algorithm 1). In a step of the phase {@code propose} the fusion module tries
 * the proposed loss on one batch (inner update, Eq. 7 and 8); how well the sources of another can be reconstructed then teaches the loss proposal
 * module, by a derivative through that update (outer update, Eq. 9 and 10). In a step of the phase {@code fuse} the fusion module follows the
 * proposed loss and the reconstruction module its own (Eq. 11 and 12).
 */
public final class ReFusionLearner implements Learner {
    /** The module that fuses. */
    public static final String FUSION = "fusion";

    /** The module that makes both sources of the fused image. */
    public static final String RECONSTRUCTION = ReFusion.RECONSTRUCTION;

    /** The module that proposes a loss. */
    public static final String PROPOSAL = ReFusion.PROPOSAL;

    private static final String PROPOSE = "propose";
    private static final int SMALLEST_PATCH = 8;

    private final MetaLearning settings;
    private final Ablation ablation;
    private final List<Objective> objectives;
    private final ReFusionModules functions;
    private final Map<String, ParameterDeclarations> modules = new LinkedHashMap<>();

    /**
     * @param objectives of two sources each; their losses are not used, as the loss is learned
     * @throws IllegalArgumentException if an objective has another number of sources
     */
    public ReFusionLearner(MetaLearning settings, List<Objective> objectives) {
        this.settings = settings;
        this.ablation = settings.ablation();
        this.objectives = Objective.ofPairs(objectives, ablation.network(), "a learned loss");
        this.functions = new ReFusionModules(settings);
        modules.put(FUSION, ablation.network().parameters().in(FUSION));
        modules.put(RECONSTRUCTION, SourceReconstruction.PARAMETERS.in(RECONSTRUCTION));
        modules.put(PROPOSAL, LossProposal.PARAMETERS.in(PROPOSAL));
        if (!functions.fuses()) {
            modules.remove(FUSION);
            // v would say what a fusion module is to follow.
            modules.computeIfPresent(
                    PROPOSAL,
                    (name, module) -> module.frozen(module.trained().stream()
                            .filter(parameter -> parameter.startsWith(PROPOSAL + ".gradient."))
                            .toArray(String[]::new)));
        }
        if (!functions.proposes()) {
            modules.remove(PROPOSAL);
        }
    }

    @Override
    public String id() {
        return ablation.network().id();
    }

    @Override
    public Inputs inputs() {
        return ablation.network().facts().inputs();
    }

    @Override
    public int margin() {
        return ablation.network().margin();
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    @Override
    public int leastScenes() {
        return ablation == Ablation.FIXED_LOSS || ablation == Ablation.NO_META_LEARNING ? 1 : 2;
    }

    @Override
    public void requirePatch(int side) {
        if (side < SMALLEST_PATCH) {
            throw new IllegalArgumentException("expected " + SMALLEST_PATCH + " or more, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        modules.values().forEach(module -> parameters.putAll(Beginning.initial(module, seed)));
        return parameters;
    }

    @Override
    public Map<String, Set<String>> modules() {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        modules.forEach((module, parameters) -> names.put(module, parameters.trained()));
        return names;
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        Set<String> judged = new TreeSet<>(modules.keySet());
        judged.remove(PROPOSAL);
        Phase fuse = Phase.of("fuse", judged, settings.fusionSteps(), rate);
        return switch (ablation) {
            case FIXED_LOSS -> List.of(fuse);
            case NO_META_LEARNING -> List.of(Phase.of("together", modules.keySet(), settings.fusionSteps(), rate));
            case NO_FUSION_UPDATE -> List.of(propose(modules.keySet(), rate));
            default -> List.of(propose(Set.of(PROPOSAL), rate), fuse);
        };
    }

    private Phase propose(Set<String> changed, LearningRate rate) {
        List<Draw.Scenes> batches = List.of(Draw.Scenes.META_TRAIN, Draw.Scenes.META_TEST);
        return new Phase(PROPOSE, changed, batches, settings.metaSteps(), rate);
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        return Autograd.record(() -> phase.name().equals(PROPOSE)
                ? propose(parameters, batches.get(0).sources(), batches.get(1).sources())
                : fuse(parameters, batches.get(0).sources()));
    }

    /** Eq. 7 to 10. */
    private Step propose(Parameters all, List<Tensor> metaTrain, List<Tensor> metaTest) {
        Both begin = Both.of(all);
        OuterUpdate update = new OuterUpdate(functions, functions.proposal(metaTrain, all.in(PROPOSAL)), metaTrain);
        List<Both> path = update.path(begin);
        Both last = path.get(path.size() - 1);
        Tensor fused =
                functions.fused(metaTest, functions.proposal(metaTest, all.in(PROPOSAL)), Parameters.of(last.fusion()));
        Tensor loss = functions.reconstructionLoss(metaTest, fused, Parameters.of(last.reconstruction()));
        Map<String, Tensor> learned = new LinkedHashMap<>();
        modules().get(PROPOSAL).forEach(name -> learned.put(name, all.get(name)));
        List<Tensor> found = functions.fuses()
                ? update.throughPath(loss, path, List.copyOf(learned.values()))
                : Autograd.gradients(loss, List.copyOf(learned.values()));
        Map<String, Tensor> gradients = new LinkedHashMap<>(Both.named(learned, found));
        if (ablation == Ablation.NO_FUSION_UPDATE) {
            Both first = update.gradients(begin);
            first.fusion().forEach((name, gradient) -> gradients.put(FUSION + "." + name, gradient));
            first.reconstruction().forEach((name, gradient) -> gradients.put(RECONSTRUCTION + "." + name, gradient));
        }
        return new Step(loss.toFloats()[0], gradients);
    }

    /** Eq. 11 and 12; in ablation II, the reconstruction loss reaches all modules. */
    private Step fuse(Parameters all, List<Tensor> sources) {
        LossProposal proposal = functions.proposal(sources, all.in(PROPOSAL));
        Tensor fused = functions.fused(sources, proposal, all.in(FUSION));
        Tensor ofFusion = functions.fusionLoss(sources, fused, proposal);
        Tensor seen = ablation == Ablation.NO_META_LEARNING ? fused : fused.asVariable();
        Tensor ofReconstruction = functions.reconstructionLoss(sources, seen, all.in(RECONSTRUCTION));
        Step step = Step.of(functions.fuses() ? ofFusion.plus(ofReconstruction) : ofReconstruction, all);
        return new Step(ofFusion.toFloats()[0], step.gradients());
    }

    /**
     * Fuses by what was trained: by the fusion module, or by weights of the loss proposal module where that is all there is ({@link Ablation#DECISION}).
     *
     * @param sources two, [N, 1, H, W] in [0, 1], in the order of {@link #inputs}
     * @param all the parameters of all modules
     * @return [N, 1, H, W], in the innermost open scope
     */
    public Tensor fused(List<Tensor> sources, Parameters all) {
        return functions.fused(sources, functions.proposal(sources, all.in(PROPOSAL)), all.in(FUSION));
    }

    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        return new ReFusionValidation(this, settings, heldOut, device);
    }

    /**
     * What writes pictures of the proposed loss while this is trained.
     *
     * @param heldOut as {@link #validation} takes them
     * @param folder of the pictures
     * @param every how many steps lie between two
     */
    public TrainingListener lossMaps(List<SyntheticScene> heldOut, Path folder, long every, Device device) {
        List<SyntheticScene> first = objectives.stream()
                .flatMap(objective -> heldOut.stream().filter(objective::isOf).limit(1))
                .toList();
        return new LossMapPictures(ablation.network(), first, folder, every, device);
    }

    /** Whether there is a proposed loss and a network that fuses by it. */
    public boolean hasLossMaps() {
        return functions.proposes() && functions.fuses();
    }

    @Override
    public Map<String, String> describe() {
        return Map.of("meta-learning", settings.toString(), OutputRange.KEY, OutputRange.AS_IS.word());
    }
}
