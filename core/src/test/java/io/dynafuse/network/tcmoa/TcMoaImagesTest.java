package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images fused by TC-MoA, as it is and under a person's hand. */
class TcMoaImagesTest {
    private static final float ROUNDING = 1e-4f;
    private static final TcMoa NETWORK =
            TcMoa.of(new TcMoaShape(4, new Stack(32, 4, 2), new Stack(24, 4, 2), 4, 4, true, Positions.IN_PLACE, 224));

    private static FusionModel model() {
        return RandomNetworks.load(NETWORK, 1);
    }

    private static Image noise(int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * 30 * 25];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(30, 25, channels, values, SampleDepth.FLOAT_32);
    }

    private static List<Image> images() {
        return List.of(noise(3, 1), noise(1, 2));
    }

    private static SourceTensors sources() {
        return SourceTensors.of(images().stream()
                .map(image -> Tensor.of(image.rgb(new Region(0, 0, 30, 25)), 1, 3, 25, 30))
                .toList());
    }

    private static FusedImage fuse(Fuser.Builder builder) throws Exception {
        try (Fuser fuser = builder.open()) {
            return fuser.fuse(images());
        }
    }

    @Test
    void promptsAreNotSteeredUnlessSomebodyAsksForIt() throws Exception {
        FusedImage usual = fuse(Fuser.with(model()));
        FusedImage steered = fuse(Fuser.with(model()).dominability(ofNetwork -> ofNetwork));
        assertThat(usual.dominability()).isEmpty();
        assertThat(steered.dominability()).contains(Dominability.of(Reference.FUSED));
        assertThat(Differences.largest(usual.image().values(), steered.image().values()))
                .isGreaterThan(ROUNDING);
    }

    @Test
    void equalWeightsSteerNothing() throws Exception {
        FusedImage usual = fuse(Fuser.with(model()));
        FusedImage steered = fuse(Fuser.with(model()).dominability(ofNetwork -> ofNetwork.with("uniform")));
        assertThat(Differences.largest(usual.image().values(), steered.image().values()))
                .isLessThan(ROUNDING);
    }

    @Test
    void theLossOfASourceIsItsDifferenceFromTheStaticFusion() {
        try (PromptedModel model = (PromptedModel) model();
                Scope scope = Scope.open()) {
            SourceTensors sources = sources();
            Fusion.Dynamic dynamic = new Fusion(model, new StageClock())
                    .fuseDynamically(sources, Dominability.of(Reference.FUSED).with("k=2"));
            isOf(dynamic, sources, Collections.nCopies(2, model.fuse(sources)), model);
        }
    }

    @Test
    void orFromItsFusionWithItself() {
        try (PromptedModel model = (PromptedModel) model();
                Scope scope = Scope.open()) {
            SourceTensors sources = sources();
            Fusion.Dynamic dynamic = new Fusion(model, new StageClock())
                    .fuseDynamically(
                            sources, Dominability.of(Reference.SELF_FUSED).with("k=2"));
            List<Tensor> itself = sources.images().stream()
                    .map(source -> model.fuse(SourceTensors.of(List.of(source, source))))
                    .toList();
            isOf(dynamic, sources, itself, model);
        }
    }

    @Test
    void orFromTheLastSteeredFusion() {
        try (PromptedModel model = (PromptedModel) model();
                Scope scope = Scope.open()) {
            SourceTensors sources = sources();
            Fusion fusion = new Fusion(model, new StageClock());
            Dominability once = Dominability.of(Reference.FUSED).with("k=2");
            Fusion.Dynamic twice = fusion.fuseDynamically(sources, once.with("iterations=2"));
            Tensor last = fusion.fuseDynamically(sources, once).fused();
            isOf(twice, sources, List.of(last, last), model);
        }
    }

    private static void isOf(
            Fusion.Dynamic dynamic, SourceTensors sources, List<Tensor> compared, PromptedModel model) {
        int pixels = 30 * 25;
        float[] losses = new float[2 * pixels];
        for (int m = 0; m < 2; m++) {
            float[] source = sources.images().get(m).toFloats();
            float[] image = compared.get(m).planar().toFloats();
            for (int i = 0; i < 3 * pixels; i++) {
                losses[m * pixels + i % pixels] += Math.abs(image[i] - source[i]) / 3;
            }
        }
        float[] weights = new float[2 * pixels];
        for (int i = 0; i < pixels; i++) {
            double first = Math.exp(Math.exp(-2 * losses[i]));
            double second = Math.exp(Math.exp(-2 * losses[pixels + i]));
            weights[i] = (float) (first / (first + second));
            weights[pixels + i] = 1 - weights[i];
        }
        assertThat(Differences.largest(dynamic.losses().toFloats(), losses)).isLessThan(ROUNDING);
        assertThat(Differences.largest(dynamic.weights().toFloats(), weights)).isLessThan(ROUNDING);
        Tensor steered = model.fuse(sources, Tensor.of(weights, 1, 2, 25, 30));
        assertThat(Differences.largest(
                        dynamic.fused().planar().toFloats(), steered.planar().toFloats()))
                .isLessThan(ROUNDING);
    }

    @Test
    void itCanJudgeImages() throws Exception {
        FusedImage fused = fuse(Fuser.with(model()).space(Space.IMAGE).dominability(usual -> usual.with("fused")));
        assertThat(fused.dominability().orElseThrow().imageSpace()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "component | makes no image of one source alone: expected reference fused or self-fused, found component",
                "maximum | makes no image of one source alone: expected reference fused or self-fused, found maximum",
                "gradient=l1 | has no features to derive a loss by: expected weights without a gradient"
            })
    void whatIsNotThereCannotSteer(String words, String message) throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fuser.with(model())
                        .dominability(usual -> usual.with(words))
                        .open())
                .withMessage("tc-moa " + message);
        try (Fuser fuser = Fuser.with(model()).open()) {
            Variant variant = Variant.parse(words, fuser.defaults());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(images(), variant))
                    .withMessage("tc-moa " + message);
        }
    }
}
