package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.CddFuseLoss;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.cddfuse.CddFuseModules;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trains CDDFuse in two phases (Zhao et al. 2023, Section 3.3). In the phase {@code reconstruct}, the first third of the steps, encoder and decoder learn to
 * make each source again of its own features, and to part these into base, which both sources share, and detail. In the phase {@code fuse} the two fusion
 * layers learn to fuse, and the others with them. The learning rate takes one course through both.
 */
public final class CddFuseLearner implements Learner {
    private static final String RECONSTRUCT = "reconstruct";
    private static final Set<String> RECONSTRUCTING = Set.of(CddFuseModules.ENCODER, CddFuseModules.DECODER);
    // 40 of 120 epochs.
    private static final int RECONSTRUCTING_SHARE = 3;

    private final CddFuse network;
    private final List<Objective> objectives;
    private final Beginning beginning;

    /**
     * @param objectives of two sources each; their losses are not used, as there are losses of its own
     * @param beginning of this network
     * @throws IllegalArgumentException if an objective has another number of sources
     */
    public CddFuseLearner(CddFuse network, List<Objective> objectives, Beginning beginning) {
        this.network = network;
        this.objectives = Objective.ofPairs(objectives, network, "CDDFuse's losses");
        this.beginning = beginning;
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
        if (side < CddFuseLoss.SMALLEST_SIDE) {
            throw new IllegalArgumentException("expected " + CddFuseLoss.SMALLEST_SIDE + " or more, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        return beginning.parameters(network, seed);
    }

    /** Each is what its parameters' names begin with. */
    @Override
    public Map<String, Set<String>> modules() {
        return network.parameters().trained().stream()
                .collect(Collectors.groupingBy(name -> name.substring(0, name.indexOf('.')), Collectors.toSet()));
    }

    /** As its authors' program trains it. */
    @Override
    public Usual usual() {
        return new Usual(new LearningRate(1e-4, LearningRate.Course.HALVED, 0), 0.01);
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        long reconstructing = Math.max(1, steps / RECONSTRUCTING_SHARE);
        long fusing = Math.max(1, steps - reconstructing);
        return List.of(
                Phase.of(RECONSTRUCT, RECONSTRUCTING, reconstructing, rate.before(fusing)),
                Phase.of("fuse", modules().keySet(), fusing, rate.after(reconstructing)));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        return Step.of(
                Autograd.record(() -> phase.name().equals(RECONSTRUCT)
                        ? reconstructionLoss(parameters, batch)
                        : fusionLoss(parameters, batch)),
                parameters);
    }

    /** Of the first phase, a tensor of one element. */
    Tensor reconstructionLoss(Parameters parameters, Batch batch) {
        CddFuseModules functions = network.modules(parameters);
        List<Tensor> features = functions.features(batch.sources());
        return CddFuseLoss.reconstruction(
                batch.sources(), functions.reconstructed(batch.sources(), features), features);
    }

    /** Of the second phase, a tensor of one element. */
    Tensor fusionLoss(Parameters parameters, Batch batch) {
        CddFuseModules functions = network.modules(parameters);
        List<Tensor> features = functions.features(batch.sources());
        Tensor fused =
                functions.fused(batch.sources(), features, batch.objective().task());
        return CddFuseLoss.fusion(batch.sources(), fused, features);
    }

    /**
     * Of what is fused, as of any network, and of both losses, by the second of which parameters are chosen: before the second phase, what the fusion
     * layers give means nothing.
     */
    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutScenes scenes = new HeldOutScenes(heldOut);
        HeldOutParts parts = new HeldOutParts(this, heldOut, device);
        return parameters -> {
            Map<String, Double> measures =
                    new LinkedHashMap<>(scenes.measure(network.create(parameters, device, Precision.FP32))
                            .measures());
            Map<String, Double> losses = parts.means(batch -> {
                Map<String, Double> found = new LinkedHashMap<>();
                found.put("L_reconstruct", (double)
                        reconstructionLoss(parameters, batch).toFloats()[0]);
                found.put("L_fuse", (double) fusionLoss(parameters, batch).toFloats()[0]);
                return found;
            });
            measures.putAll(losses);
            return new Validation.Result(-losses.get("L_fuse"), measures);
        };
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>(beginning.describe());
        words.put(OutputRange.KEY, OutputRange.AS_IS.word());
        return words;
    }
}
