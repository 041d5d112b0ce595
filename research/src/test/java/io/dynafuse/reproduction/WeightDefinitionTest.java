package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.Norm;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightDefinitionTest {
    private static final InputNormalisation HALVED = new InputNormalisation(List.of(0f), List.of(0.5f));

    /** Of two pixels: sources 0.2, 0.4 and 0.6, 0; components 0.3, 0.4 and 0.1, 1.4; the static fusion 0.5, 0.1. */
    private static Comparison.SceneViews views() {
        return new Comparison.SceneViews(
                List.of(pixels(0.2f, 0.4f), pixels(0.6f, 0)),
                List.of(pixels(0.3f, 0.4f), pixels(0.1f, 1.4f)),
                List.of(pixels(0.2f, 0.5f), pixels(0.7f, 0)),
                pixels(0.5f, 0.1f));
    }

    private static Tensor pixels(float... values) {
        return Tensor.of(values, 1, 1, 1, values.length);
    }

    private static WeightDefinition.Term term(Comparison comparison, Norm norm, double scale, int smoothing) {
        return new WeightDefinition.Term(comparison, norm, LossSpace.CLIPPED, scale, smoothing);
    }

    /** The weights of the first source. */
    private static double[] weights(WeightDefinition definition) {
        try (Scope scope = Scope.open()) {
            Comparison.SceneViews views = views();
            float[] both = definition.weights(space -> views).toFloats();
            assertThat(both[0] + both[2]).isCloseTo(1, within(1e-6f));
            assertThat(both[1] + both[3]).isCloseTo(1, within(1e-6f));
            return new double[] {both[0], both[1]};
        }
    }

    private static double softmax(double first, double second) {
        return 1 / (1 + Math.exp(second - first));
    }

    private static double paper(double first, double second) {
        return softmax(Math.exp(-first), Math.exp(-second));
    }

    private static void requireWeights(WeightDefinition definition, double first, double second) {
        assertThat(weights(definition)).containsExactly(new double[] {first, second}, within(1e-6));
    }

    @Test
    void everyComparisonComparesWhatItSays() {
        double[][] losses = {
            {0.3, 0.1, 0.3, 0.1},
            {0.1, 0.5, 0, 1.4},
            {0, 0.1, 0.1, 0},
            {0.3, 0.5, 0, 1.0},
            {0.4, 0, 0, 0.4},
            {0.4, 0.1, 0.1, 0.4},
            {0.2, 0.4, 0.3, 1.3},
            {0.3, 0.2, 0.4, 0.1}
        };
        for (Comparison comparison : Comparison.values()) {
            double[] of = losses[comparison.ordinal()];
            requireWeights(
                    WeightDefinition.of(term(comparison, Norm.L1, 2, 0)),
                    paper(2 * of[0], 2 * of[1]),
                    paper(2 * of[2], 2 * of[3]));
        }
    }

    @Test
    void normsFormsAndMixturesAreComputedAsTheySay() {
        WeightDefinition.Term fused = term(Comparison.FUSED, Norm.L1, 3, 0);
        WeightDefinition.Term maximum = term(Comparison.MAXIMUM, Norm.L2, 4, 0);
        requireWeights(WeightDefinition.of(maximum), paper(0.36, 1), paper(0, 4));
        requireWeights(
                new WeightDefinition(List.of(fused), Form.LINEAR, false), softmax(-0.9, -0.3), softmax(-0.9, -0.3));
        requireWeights(
                new WeightDefinition(List.of(fused), Form.SIGMOID, false),
                softmax(1 / (1 + Math.exp(0.9)), 1 / (1 + Math.exp(0.3))),
                softmax(1 / (1 + Math.exp(0.9)), 1 / (1 + Math.exp(0.3))));
        List<WeightDefinition> mixtures = WeightDefinition.of(fused).mixedWith(WeightDefinition.of(maximum));
        requireWeights(mixtures.get(0), paper(0.9 + 0.36, 0.3 + 1), paper(0.9, 0.3 + 4));
        requireWeights(mixtures.get(1), paper(0.63, 0.65), paper(0.45, 2.15));
        requireWeights(mixtures.get(2), (paper(0.9, 0.3) + paper(0.36, 1)) / 2, (paper(0.9, 0.3) + paper(0, 4)) / 2);
        assertThat(mixtures)
                .extracting(WeightDefinition::words)
                .containsExactly(
                        "fused l1 k=3 + maximum l2 k=4",
                        "fused l1 k=1.5 + maximum l2 k=2",
                        "fused l1 k=3 & maximum l2 k=4");
    }

    @Test
    void neighboursDifferInOneRespect() {
        WeightDefinition definition = WeightDefinition.of(term(Comparison.FUSED, Norm.L2, 50, 0));
        assertThat(definition.neighbours())
                .doesNotContain(definition)
                .doesNotHaveDuplicates()
                .extracting(WeightDefinition::words)
                .containsExactly(
                        "fused l2 k=50 unclipped",
                        "fused l2 k=50 red",
                        "fused l2 k=50 8 bits",
                        "fused l2 k=2.6 normalised",
                        "fused l2 k=50 smoothed 3",
                        "fused l2 k=50 smoothed 7",
                        "fused l2 k=35",
                        "fused l2 k=70",
                        "fused l2 k=50, linear",
                        "fused l2 k=200, sigmoid");
        assertThat(WeightDefinition.grid()).doesNotHaveDuplicates().hasSize(8 * 11);
    }

    @Test
    void spacesAreTheirOwnNumbers() {
        try (Scope scope = Scope.open()) {
            Tensor image = Tensor.of(new float[] {-1, 0.3f, 3, 1, 1, 1}, 1, 2, 1, 3);
            assertThat(LossSpace.NORMALISED.of(image, HALVED).toFloats()).containsExactly(-1, 0.3f, 3, 1, 1, 1);
            assertThat(LossSpace.UNIT.of(image, HALVED).toFloats())
                    .containsExactly(new float[] {-0.5f, 0.15f, 1.5f, 0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(LossSpace.CLIPPED.of(image, HALVED).toFloats())
                    .containsExactly(new float[] {0, 0.15f, 1, 0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(LossSpace.ONE_CHANNEL.of(image, HALVED).toFloats())
                    .containsExactly(new float[] {0, 0.15f, 1}, within(1e-6f));
            // 0.15 and 0.5 lie between levels: 38.25 and 127.5.
            assertThat(LossSpace.EIGHT_BITS.of(image, HALVED).toFloats())
                    .containsExactly(new float[] {0, 38 / 255f, 1, 128 / 255f, 128 / 255f, 128 / 255f}, within(1e-6f));
        }
    }

    /** The paper's form in the network's numbers is what a variant of these words fuses by. */
    @Test
    void theFusionIsThatOfTheVariant() throws Exception {
        Random random = new Random(1);
        List<Image> sources = new ArrayList<>();
        for (int m = 0; m < 2; m++) {
            float[] values = new float[24 * 16];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(256) / 255f;
            }
            sources.add(Image.of(24, 16, 1, values, SampleDepth.BITS_8));
        }
        List<Comparison> comparisons =
                List.of(Comparison.FUSED, Comparison.COMPONENT, Comparison.SELF_FUSED, Comparison.MAXIMUM);
        List<WeightDefinition> definitions = comparisons.stream()
                .map(comparison -> WeightDefinition.of(
                        new WeightDefinition.Term(comparison, Norm.L2, LossSpace.NORMALISED, 0.7, 0)))
                .toList();
        try (Parameters parameters = Ifcnn.SUM.parameters().initialise(1);
                Fuser fuser = OutputRule.CUT
                        .configure(Fuser.with(Ifcnn.SUM.create(parameters, Device.CPU, Precision.FP32)))
                        .open()) {
            List<Image> scanned = fuser.onTensors(
                    sources,
                    (fusion, tensors) ->
                            WeightScan.fused(fusion, fusion.model().weighting().orElseThrow(), tensors, definitions));
            List<Image> expected =
                    new ArrayList<>(List.of(fuser.fuse(sources, Variant.STATIC).image()));
            for (Comparison comparison : comparisons) {
                Variant variant =
                        Variant.parse(comparison.words() + ", l2, k=0.7, exp, softmax", fuser.defaultDominability());
                expected.add(fuser.fuse(sources, variant).image());
            }
            for (int i = 0; i < expected.size(); i++) {
                // A level where rounding of floats decides which side of it a value falls.
                assertThat(scanned.get(i).values())
                        .containsExactly(OutputRule.CUT.apply(expected.get(i)).values(), within(1.01f / 255));
            }
            assertThat(scanned.get(1).values()).isNotEqualTo(scanned.get(4).values());
        }
    }
}
