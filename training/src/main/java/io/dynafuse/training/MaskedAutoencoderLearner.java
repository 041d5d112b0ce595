package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.loss.FusionLoss;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.tcmoa.MaskedAutoencoder;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains the masked autoencoder (He et al. 2022, arXiv:2111.06377) that a TC-MoA is built upon. Every source of a scene, and its truth, is an image to learn
 * from. In two ways it learns otherwise than its paper: the share of the tokens that is masked is drawn for each step, evenly from 0 to 0.75, and the loss is
 * over all pixels, masked or not, as TC-MoA masks nothing and needs a backbone that can show what it sees. The loss has derivatives in it, without which
 * images become blurred.
 */
public final class MaskedAutoencoderLearner implements Learner {
    private static final String AUTOENCODER = "autoencoder";
    // A larger share of derivatives holds what is masked flat, as patches of the right brightness have edges.
    private static final FusionLoss LOSS = FusionLoss.parse("l1+gradient");
    private static final double MOST_MASKED = 0.75;
    private static final double PEAK = 1e-3;
    private static final int WARM_UP = 200;

    private final TcMoa network;
    private final MaskedAutoencoder autoencoder;
    private final List<Objective> objectives;

    /** @param objectives of any numbers of sources; their losses are not used, as there is one of its own */
    public MaskedAutoencoderLearner(TcMoa network, List<Objective> objectives) {
        this.network = network;
        this.autoencoder = network.autoencoder();
        this.objectives = objectives.stream()
                .map(objective -> new Objective(objective.task(), objective.sources(), LOSS + " of every image"))
                .toList();
    }

    @Override
    public String id() {
        return network.id() + "-" + TcMoa.BACKBONE;
    }

    /** Any images: which of a scene they are does not matter. */
    @Override
    public Inputs inputs() {
        return Inputs.anyOrder(2, ColourMode.RGB, numbers());
    }

    private InputNormalisation numbers() {
        return network.facts().inputs().normalisation();
    }

    @Override
    public int margin() {
        return 0;
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    @Override
    public Usual usual() {
        return new Usual(
                new LearningRate(PEAK, LearningRate.Course.COSINE, WARM_UP), 1, autoencoder.side(), Adam.STANDARD);
    }

    @Override
    public void requirePatch(int side) {
        if (side != autoencoder.side()) {
            throw new IllegalArgumentException(
                    "expected " + autoencoder.side() + ", the image of an autoencoder, found " + side);
        }
    }

    @Override
    public Map<String, StoredTensor> initialParameters(long seed) {
        return Beginning.initial(autoencoder.parameters(), seed);
    }

    @Override
    public Map<String, Set<String>> modules() {
        return Map.of(AUTOENCODER, autoencoder.parameters().trained());
    }

    @Override
    public List<Phase> phases(long steps, LearningRate rate) {
        return List.of(Phase.of("reconstruct", Set.of(AUTOENCODER), steps, rate));
    }

    @Override
    public Step step(Phase phase, Parameters parameters, List<Batch> batches) {
        Batch batch = batches.get(0);
        double masked = MOST_MASKED * new Random(Seeds.derive(batch.seed(), "share")).nextDouble();
        return Step.of(Autograd.record(() -> loss(parameters, batch, masked)), parameters);
    }

    /**
     * A tensor of one element.
     *
     * @param masked the share of the tokens that the encoder does not see
     */
    Tensor loss(Parameters parameters, Batch batch, double masked) {
        return Scope.compute(() -> {
            Tensor images = Tensor.concatenate(
                    Stream.concat(batch.sources().stream(), batch.truth().stream())
                            .toList(),
                    0);
            int seen = autoencoder.tokens() - (int) (masked * autoencoder.tokens());
            Tensor reconstructed = autoencoder.reconstructed(
                    numbers().normalise(images), visible((int) images.size(0), seen, batch.seed()), parameters);
            return LOSS.of(numbers().denormalise(reconstructed), images, 1);
        });
    }

    /** Other tokens of each image. */
    private List<int[]> visible(int images, int seen, long seed) {
        Random random = new Random(Seeds.derive(seed, "visible"));
        List<Integer> tokens =
                new ArrayList<>(IntStream.range(0, autoencoder.tokens()).boxed().toList());
        List<int[]> visible = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            Collections.shuffle(tokens, random);
            visible.add(
                    tokens.subList(0, seen).stream().mapToInt(Integer::intValue).toArray());
        }
        return visible;
    }

    /** Of the losses with nothing masked, as TC-MoA runs it, and with the most, by the mean of which parameters are chosen. */
    @Override
    public Validation validation(List<SyntheticScene> heldOut, Device device) {
        HeldOutParts parts = new HeldOutParts(this, heldOut, device, autoencoder.side());
        return parameters -> {
            Map<String, Double> losses = parts.means(batch -> {
                Map<String, Double> found = new LinkedHashMap<>();
                found.put("L_masked_0", (double) loss(parameters, batch, 0).toFloats()[0]);
                found.put("L_masked_75", (double)
                        loss(parameters, batch, MOST_MASKED).toFloats()[0]);
                return found;
            });
            double mean = losses.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            return new Validation.Result(-mean, losses);
        };
    }
}
