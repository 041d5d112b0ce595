package io.dynafuse.dominability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DominabilityTest {
    private static float[] weights(Dominability dominability, float... losses) {
        try (Scope scope = Scope.open()) {
            return dominability
                    .weights(Tensor.of(losses, 1, losses.length, 1, 1))
                    .toFloats();
        }
    }

    /**
     * Two sources with losses 0.2 and 1, the first with half of its data; weights worked out by ωα/Σωα from the scores below, and by
     * score · α / 0.75 where they do not sum to 1.
     */
    @ParameterizedTest
    @CsvSource({
        "exp,                   0.439720648, 0.560279352",
        "contrast,              0.241586990, 0.758413010",
        "linear,                0.526687817, 0.473312183",
        "proportional,          0.526687817, 0.473312183",
        "'sigmoid, proportional', 0.455611081, 0.544388919",
        "uniform,               0.333333333, 0.666666667",
        "none,                  0.545820502, 0.490505922",
        "average,               0.272910251, 0.245252961"
    })
    void weightsWithHalfTheDataOfTheFirstSource(String words, float first, float second) {
        Dominability dominability = Dominability.of(Reference.FUSED).with(words);
        try (Scope scope = Scope.open()) {
            Tensor losses = Tensor.of(new float[] {0.2f, 1}, 1, 2, 1, 1);
            assertThat(dominability
                            .weights(losses, Tensor.of(new float[] {0.5f, 1}, 1, 2, 1, 1))
                            .toFloats())
                    .containsExactly(new float[] {first, second}, within(1e-6f));
        }
    }

    /** A score of exp(-100000) is 0 in 32 bits: the one who has data gets all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"exp", "proportional, k=100000", "linear, k=100000", "contrast", "uniform"})
    void allGoesToTheOneWhoHasData(String words) {
        Dominability dominability = Dominability.of(Reference.FUSED).with(words);
        try (Scope scope = Scope.open()) {
            Tensor losses = Tensor.of(new float[] {1, 0}, 1, 2, 1, 1);
            assertThat(dominability
                            .weights(losses, Tensor.of(new float[] {0.1f, 0}, 1, 2, 1, 1))
                            .toFloats())
                    .containsExactly(1, 0);
        }
    }

    /** Two sources with losses 0.2 and 1; the weight of the first worked out from the formula with 12 digits. */
    @ParameterizedTest
    @CsvSource({
        // softmax(exp(-l)): 1 / (1 + exp(exp(-1) - exp(-0.2)))
        "EXP,     1, SOFTMAX,      false, 0.610841622",
        // softmax(exp(-50 l)): 1 / (1 + exp(exp(-50) - exp(-10)))
        "EXP,    50, SOFTMAX,      false, 0.500011350",
        // softmax(-l) = 1 / (1 + exp(-0.8)) = exp(-0.2) / (exp(-0.2) + exp(-1))
        "LINEAR,  1, SOFTMAX,      false, 0.689974481",
        "EXP,     1, PROPORTIONAL, false, 0.689974481",
        // exp(-0.2)
        "EXP,     1, NONE,         false, 0.818730753",
        // softmax(-exp(-l)) = 1 - 0.610841622
        "EXP,     1, SOFTMAX,      true,  0.389158378",
        // softmax(sigmoid(-l)): 1 / (1 + exp(0.268941421 - 0.450166003))
        "SIGMOID, 1, SOFTMAX,      false, 0.545182549",
        // 0.450166003 / (0.450166003 + 0.268941421)
        "SIGMOID, 1, PROPORTIONAL, false, 0.626006605",
        "UNIFORM, 1, SOFTMAX,      false, 0.5",
    })
    void weightOfTheFirstSource(
            Form form, double scale, Normalisation normalisation, boolean contrast, float expected) {
        Dominability dominability = new Dominability(
                new PixelLoss(Reference.FUSED, Norm.L1), scale, form, normalisation, contrast, Refinement.NONE);
        assertThat(weights(dominability, 0.2f, 1)[0]).isCloseTo(expected, within(1e-6f));
    }

    @Test
    void lossIsTheMeanOverChannelsOfAbsoluteOrSquaredDifferences() {
        try (Scope scope = Scope.open()) {
            Tensor component = Tensor.of(new float[] {1, 0, 4, 0, 0, 2}, 1, 3, 1, 2);
            Tensor target = Tensor.of(new float[] {0, 0, 2, 3, 0, 2}, 1, 3, 1, 2);
            assertThat(Norm.L1.loss(component, target).shape()).containsExactly(1, 1, 1, 2);
            assertThat(Norm.L1.loss(component, target).toFloats()).containsExactly(1, 1);
            assertThat(Norm.L2.loss(component, target).toFloats())
                    .containsExactly(new float[] {5 / 3f, 3}, within(1e-6f));
        }
    }

    @Provide
    Arbitrary<Dominability> dominabilities() {
        return Combinators.combine(
                        Arbitraries.of(Form.values()),
                        Arbitraries.of(Normalisation.values()),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0.1, 1.0, 50.0, 1000.0))
                .filter((form, normalisation, contrast, scale) ->
                        normalisation == Normalisation.SOFTMAX || !contrast && form != Form.LINEAR)
                .as((form, normalisation, contrast, scale) -> new Dominability(
                        new PixelLoss(Reference.FUSED, Norm.L1),
                        scale,
                        form,
                        normalisation,
                        contrast,
                        Refinement.NONE));
    }

    @Property
    void weightsLieInTheUnitIntervalAndSumToOne(
            @ForAll("dominabilities") Dominability dominability,
            @ForAll @Size(min = 2, max = 5) List<@FloatRange(min = 0, max = 100) Float> losses) {
        float[] weights = weights(dominability, array(losses));
        for (float weight : weights) {
            assertThat(weight).isBetween(0f, 1f);
        }
        if (!Set.of(Normalisation.NONE, Normalisation.AVERAGE).contains(dominability.normalisation())) {
            assertThat(sum(weights)).isCloseTo(1, within(1e-5));
        }
    }

    @Property
    void permutingTheSourcesPermutesTheWeights(
            @ForAll("dominabilities") Dominability dominability,
            @ForAll @Size(min = 2, max = 5) List<@FloatRange(min = 0, max = 100) Float> losses,
            @ForAll Random random) {
        List<Integer> order = new java.util.ArrayList<>();
        for (int m = 0; m < losses.size(); m++) {
            order.add(m);
        }
        Collections.shuffle(order, random);
        float[] weights = weights(dominability, array(losses));
        float[] permuted =
                weights(dominability, array(order.stream().map(losses::get).toList()));
        for (int m = 0; m < losses.size(); m++) {
            assertThat(permuted[m]).isCloseTo(weights[order.get(m)], within(1e-6f));
        }
    }

    @Property
    void equalLossesGiveEqualWeights(
            @ForAll("dominabilities") Dominability dominability,
            @ForAll @FloatRange(min = 0, max = 100) float loss,
            @ForAll @IntRange(min = 2, max = 5) int sources) {
        float[] losses = new float[sources];
        Arrays.fill(losses, loss);
        float[] weights = weights(dominability, losses);
        for (float weight : weights) {
            assertThat(weight).isCloseTo(weights[0], within(1e-6f));
        }
    }

    @Property
    void lowerLossNeverGetsLowerWeightUnlessContrasted(
            @ForAll("dominabilities") Dominability dominability,
            @ForAll @FloatRange(min = 0, max = 100) float low,
            @ForAll @FloatRange(min = 0, max = 100) float high) {
        Assume.that(low < high);
        float[] weights = weights(dominability, low, high);
        float expectedSmaller = weights[dominability.contrast() ? 0 : 1];
        float expectedLarger = weights[dominability.contrast() ? 1 : 0];
        assertThat(expectedLarger).isGreaterThanOrEqualTo(expectedSmaller - 1e-6f);
    }

    @Test
    void partsWithoutMeaningTogetherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dominability(
                        new PixelLoss(Reference.FUSED, Norm.L1),
                        1,
                        Form.LINEAR,
                        Normalisation.PROPORTIONAL,
                        false,
                        Refinement.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dominability(
                        new PixelLoss(Reference.FUSED, Norm.L1),
                        1,
                        Form.EXP,
                        Normalisation.NONE,
                        true,
                        Refinement.NONE));
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Dominability(
                            new PixelLoss(Reference.FUSED, Norm.L1),
                            scale,
                            Form.EXP,
                            Normalisation.SOFTMAX,
                            false,
                            Refinement.NONE));
        }
    }

    @Test
    void printsAllItsParts() {
        assertThat(Dominability.of(Reference.SELF_FUSED)).hasToString("self-fused, L1, k=1, exp, softmax");
        assertThat(new Dominability(
                        new PixelLoss(Reference.COMPONENT, Norm.L2),
                        0.5,
                        Form.SIGMOID,
                        Normalisation.SOFTMAX,
                        true,
                        Refinement.NONE))
                .hasToString("component, L2, k=0.5, sigmoid, softmax, contrast");
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
