package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.Stage;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.ChromaFusion;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images fused by TC-MoA, as it is and under a person's hand. */
class TcMoaImagesTest {
    private static final float ROUNDING = 1e-4f;
    private static final TcMoa NETWORK = TcMoa.of(
            new TcMoaShape(4, new Stack(32, 4, 2), new Stack(24, 4, 2), 4, 4, true, Positions.OF_WINDOWS, 224));

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
                .map(NETWORK.facts().inputs().normalisation()::normalise)
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

    /** Eq. 8 with scale 0 leaves prompts of one half and the shift; the routers have no say any more. */
    @Test
    void promptsAreTurnedAsAsked() throws Exception {
        float[] usual = fuse(Fuser.with(model())).image().values();
        PromptSettings shifted = new PromptSettings(0, 0.3, Map.of());
        FusedImage fused = fuse(Fuser.with(model()).prompts(shifted));
        // The fuser closes the view, and with it the network.
        PromptedModel turned = ((PromptedModel) model()).with(shifted, Sizing.BLENDED);
        try (Fuser fuser = Fuser.with(turned).open()) {
            assertThat(fuser.changes()).containsExactly("prompts with scale 0.0, shift 0.3, router of the task");
            assertThat(fused.image().values())
                    .containsExactly(fuser.fuse(images()).image().values());
        }
        assertThat(Differences.largest(fused.image().values(), usual)).isGreaterThan(ROUNDING);
        for (Task task : List.of(Task.MULTI_EXPOSURE, Task.MULTI_FOCUS)) {
            assertThat(Differences.largest(
                            fuse(Fuser.with(model()).prompts(new PromptSettings(1, 0, Map.of(task, 2.0))))
                                    .image()
                                    .values(),
                            fuse(Fuser.with(model()).task(task)).image().values()))
                    .isLessThan(ROUNDING);
        }
    }

    /** Eq. 8 with scale 0: one half plus and minus the shift, the first source being that of the network. */
    @Test
    void promptsAreKeptAsImagesOfEachSource() throws Exception {
        assertThat(fuse(Fuser.with(model())).prompts()).isEmpty();
        try (Fuser fuser = Fuser.with(model())
                .prompts(new PromptSettings(0, 0.3, Map.of()))
                .keepPromptMaps()
                .open()) {
            FusedImage fused = fuser.fuse(List.of(noise(1, 1), noise(3, 2)), List.of(Role.INFRARED, Role.VISIBLE));
            assertThat(fused.prompts().keySet()).containsExactly("prompt-encoder1", "prompt-decoder1");
            fused.prompts().values().forEach(maps -> {
                assertThat(maps).hasSize(2).allMatch(map -> map.width() == 30 && map.height() == 25);
                assertThat(maps.get(0).values()).containsOnly(Math.round(0.2 * 65535) / 65535f);
                assertThat(maps.get(1).values()).containsOnly(Math.round(0.8 * 65535) / 65535f);
            });
            assertThat(fused.notes()).noneMatch(note -> note.contains("clipped"));
            assertThat(fused.times()).containsKey(Stage.PROMPTS);
        }
    }

    @Test
    void promptsThatImagesCannotShowAreNoted() throws Exception {
        FusedImage fused = fuse(Fuser.with(model())
                .prompts(new PromptSettings(0, 0.6, Map.of()))
                .keepPromptMaps());
        assertThat(fused.notes())
                .contains("100.0 % of the prompts are below 0 or above 1: their maps show them clipped");
        assertThat(fused.prompts().get("prompt-encoder1").get(0).values()).containsOnly(1);
    }

    @Test
    void promptsAreThoseThatTheModelMakes() throws Exception {
        FusedImage fused = fuse(Fuser.with(model()).keepPromptMaps());
        try (PromptedModel model = (PromptedModel) model();
                Scope scope = Scope.open()) {
            Map<String, Tensor> prompts = model.prompts(sources());
            assertThat(prompts.keySet()).containsExactlyElementsOf(model.layersOfPrompts());
            prompts.forEach((layer, both) -> {
                for (int m = 0; m < 2; m++) {
                    assertThat(Differences.largest(
                                    fused.prompts()
                                            .get("prompt-" + layer)
                                            .get(m)
                                            .values(),
                                    both.slice(1, m, 1).toFloats()))
                            .isLessThan(1f / 65535);
                }
            });
        }
    }

    @Test
    void sizesAreMadeAsAsked() throws Exception {
        float[] usual = fuse(Fuser.with(model())).image().values();
        try (Fuser fuser = Fuser.with(model()).sizing(Sizing.PUBLISHED).open()) {
            assertThat(fuser.sizing()).contains(Sizing.PUBLISHED);
            assertThat(fuser.prompts()).contains(PromptSettings.AS_MADE);
            assertThat(fuser.changes()).containsExactly("published sizing");
            assertThat(Differences.largest(fuser.fuse(images()).image().values(), usual))
                    .isGreaterThan(ROUNDING);
        }
    }

    @Test
    void aNetworkWithoutPromptsHasNoneToTurn() {
        for (Fuser.Builder builder : List.of(
                Fuser.with(RandomNetworks.load(Ifcnn.MEAN, 1)).prompts(PromptSettings.AS_MADE),
                Fuser.with(RandomNetworks.load(Ifcnn.MEAN, 1)).sizing(Sizing.BLENDED),
                Fuser.with(RandomNetworks.load(Ifcnn.MEAN, 1)).keepPromptMaps())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::open)
                    .withMessageStartingWith("ifcnn-mean makes no prompts and takes images of any size");
        }
    }

    @Test
    void aTaskWithoutARouterIsNoted() throws Exception {
        assertThat(fuse(Fuser.with(model()).task(Task.MULTI_FOCUS)).notes()).noneMatch(note -> note.contains("router"));
        assertThat(fuse(Fuser.with(model()).task(Task.MEDICAL)).notes())
                .contains("tc-moa learned no router for medical: the router of visible-infrared is used");
        assertThat(fuse(Fuser.with(model())).notes())
                .contains("nothing says the task: the router of visible-infrared is used");
        assertThat(fuse(Fuser.with(model())
                                .task(Task.MEDICAL)
                                .prompts(new PromptSettings(1, 0, Map.of(Task.MULTI_FOCUS, 1.0))))
                        .notes())
                .noneMatch(note -> note.contains("router"));
    }

    /** The luma is that of the fusion of gray images, which are the sources' lumas; the chroma that of a luma network. */
    @Test
    void chromaCanBeKept() throws Exception {
        List<Image> colours = List.of(pale(3), pale(4));
        List<Image> lumas = colours.stream().map(TcMoaImagesTest::luma).toList();
        for (Network network : List.of(NETWORK, Ifcnn.MEAN)) {
            try (Fuser usual = Fuser.with(RandomNetworks.load(network, 1))
                            .withoutWeights()
                            .open();
                    Fuser keeping = Fuser.with(RandomNetworks.load(network, 1))
                            .withoutWeights()
                            .keepChroma()
                            .open()) {
                float[] gray = usual.fuse(lumas).image().values();
                float[] fused = Bt601.toYCbCr(keeping.fuse(colours).image().values());
                assertThat(keeping.changes()).containsExactly("chroma kept");
                assertThat(keeping.fuse(lumas).image().values()).containsExactly(gray);
                for (int i = 0; i < gray.length; i++) {
                    // Where nothing was clipped.
                    if (gray[i] > 0.2f && gray[i] < 0.8f) {
                        assertThat(fused[i]).isCloseTo(gray[i], within(ROUNDING));
                    }
                }
                for (int channel = 1; channel < 3; channel++) {
                    float[] chroma = ChromaFusion.fuse(
                            List.of(chroma(colours.get(0), channel), chroma(colours.get(1), channel)), List.of());
                    for (int i = 0; i < gray.length; i++) {
                        if (gray[i] > 0.2f && gray[i] < 0.8f) {
                            assertThat(fused[channel * gray.length + i]).isCloseTo(chroma[i], within(ROUNDING));
                        }
                    }
                }
                assertThat(IntStream.range(0, gray.length)
                                .filter(i -> gray[i] > 0.2f && gray[i] < 0.8f)
                                .count())
                        .isGreaterThan(50);
            }
        }
    }

    private static Image pale(long seed) {
        float[] values = noise(3, seed).values();
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.45f + values[i] / 10;
        }
        return Image.of(30, 25, 3, values, SampleDepth.FLOAT_32);
    }

    private static Image luma(Image colour) {
        return Image.of(30, 25, 1, Bt601.luma(colour.values()), SampleDepth.FLOAT_32);
    }

    private static float[] chroma(Image image, int channel) {
        float[] all = Bt601.toYCbCr(image.values());
        return Arrays.copyOfRange(all, channel * all.length / 3, (channel + 1) * all.length / 3);
    }

    /** Eight bits of each number of the matrices are left. */
    @Test
    void aLowerPrecisionGivesNearlyTheSame() throws Exception {
        float[] exact = fuse(Fuser.with(model())).image().values();
        try (Parameters parameters = RandomNetworks.parameters(NETWORK, 1);
                Fuser fuser = Fuser.with(NETWORK.create(parameters, Device.CPU, Precision.BF16))
                        .open()) {
            assertThat(Differences.largest(fuser.fuse(images()).image().values(), exact))
                    .isBetween(1e-5, 0.05);
        }
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
