package io.dynafuse.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.random.Seeds;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterDeclarationsTest {
    private static final ParameterDeclarations BLOCK = ParameterDeclarations.join(
            Convolution.of(6, 4, 3).groups(2).declare("conv", Initializer.heNormal()),
            BatchNormalisation.of(4).declare("bn"),
            Linear.of(4, 2).withoutBias().declare("fc"));

    @Test
    void namesAndShapesInTheirOrder() {
        assertThat(BLOCK.in("encoder").shapes().entrySet())
                .extracting(entry -> entry.getKey() + " " + entry.getValue())
                .containsExactly(
                        "encoder.conv.weight [4, 3, 3, 3]",
                        "encoder.conv.bias [4]",
                        "encoder.bn.weight [4]",
                        "encoder.bn.bias [4]",
                        "encoder.bn.running_mean [4]",
                        "encoder.bn.running_var [4]",
                        "encoder.fc.weight [2, 4]");
        assertThat(BLOCK.elements()).isEqualTo(108 + 5 * 4 + 8);
        assertThat(BLOCK).hasToString("7 parameters of 136 numbers");
    }

    @Test
    void layerNormalisationsHaveTwo() {
        assertThat(LayerNormalisation.of(5).declare("norm").shapes().keySet())
                .containsExactly("norm.weight", "norm.bias");
        assertThat(LayerNormalisation.of(5).declare("norm").initialValues(1).get("norm.weight"))
                .containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void whatIsTrained() {
        assertThat(BLOCK.trained()).containsExactly("conv.weight", "conv.bias", "bn.weight", "bn.bias", "fc.weight");
        assertThat(BLOCK.frozen("bn.weight", "conv.bias").trained())
                .containsExactly("conv.weight", "bn.bias", "fc.weight");
        assertThat(BLOCK.frozen().trained()).isEmpty();
        assertThat(BLOCK.frozen("fc.weight").in("a").trained()).doesNotContain("a.fc.weight");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BLOCK.frozen("bn.gain"))
                .withMessage("no parameter is named bn.gain");
    }

    @Test
    void aNameIsDeclaredOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterDeclarations.join(BLOCK, BLOCK))
                .withMessage("parameter conv.weight is declared twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterDeclarations.of("x", Initializer.zeros(), 3, 0))
                .withMessageContaining("x");
    }

    /** Every parameter's seed is its own, derived from its full name. */
    @Test
    void valuesFollowFromSeedAndName() {
        float[] values = BLOCK.in("a").initialValues(7).get("a.conv.weight");
        Random random = new Random(Seeds.derive(7, "a.conv.weight"));
        double deviation = Math.sqrt(2.0 / 27);
        for (float value : values) {
            assertThat(value).isEqualTo((float) (deviation * random.nextGaussian()));
        }
        assertThat(BLOCK.in("b").initialValues(7).get("b.conv.weight")).isNotEqualTo(values);
        assertThat(BLOCK.in("a").initialValues(8).get("a.conv.weight")).isNotEqualTo(values);
    }

    @Test
    void oneMayBeginOtherwise() {
        Initializer count = (shape, seed) -> new float[] {1, 2, 3, 4};
        assertThat(BLOCK.initialised("bn.bias", count).initialValues(1).get("bn.bias"))
                .containsExactly(1, 2, 3, 4);
        assertThat(BLOCK.initialValues(1).get("bn.bias")).containsExactly(0, 0, 0, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> BLOCK.initialised("bias", count));
    }

    @Test
    void tensorsLiveUntilTheyAreClosed() {
        Parameters parameters = BLOCK.initialise(3);
        assertThat(parameters.names()).containsExactlyElementsOf(BLOCK.shapes().keySet());
        assertThat(parameters.get("conv.weight").toFloats())
                .containsExactly(BLOCK.initialValues(3).get("conv.weight"));
        assertThat(parameters.get("conv.weight").shape()).containsExactly(4, 3, 3, 3);
        parameters.close();
        assertThat(parameters.get("fc.weight")).hasToString("freed tensor");
    }

    /** A view frees nothing. */
    @Test
    void viewsOwnNothing() {
        try (Scope scope = Scope.open();
                Parameters parameters = BLOCK.initialise(3)) {
            try (Parameters folded = BatchNormalisation.of(4).fold(parameters.in("conv"), parameters.in("bn"))) {
                folded.close();
                assertThat(folded.get("weight").toFloats()).hasSize(108);
            }
        }
    }

    private static double[] moments(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        double largest = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
            largest = Math.max(largest, Math.abs(value));
        }
        return new double[] {mean, Math.sqrt(variance), largest};
    }

    private static void assertMoments(Initializer initializer, double deviation, double bound) {
        List<Long> shape = List.of(60L, 20L, 3L, 5L);
        double[] moments = moments(initializer.values(shape, 5));
        assertThat(moments[0]).isCloseTo(0, within(0.02 * deviation));
        assertThat(moments[1]).isCloseTo(deviation, within(0.02 * deviation));
        assertThat(moments[2]).isBetween(0.99 * bound, bound);
        assertThat(initializer.values(shape, 5)).isEqualTo(initializer.values(shape, 5));
        assertThat(initializer.values(shape, 5)).isNotEqualTo(initializer.values(shape, 6));
    }

    /** An even distribution up to b has the deviation b/√3; cutting the normal one at two deviations leaves 0.8796 of one. */
    @Test
    void distributions() {
        assertMoments(Initializer.uniform(0.3), 0.3 / Math.sqrt(3), 0.3);
        assertMoments(Initializer.uniformFanIn(), 1 / Math.sqrt(900), 1 / Math.sqrt(300));
        assertMoments(Initializer.xavierUniform(), Math.sqrt(2.0 / (300 + 900)), Math.sqrt(6.0 / (300 + 900)));
        assertMoments(Initializer.truncatedNormal(0.02), 0.02 * 0.8796, 0.04);
        double[] he = moments(Initializer.heNormal().values(List.of(60L, 20L, 3L, 5L), 5));
        assertThat(he[1]).isCloseTo(Math.sqrt(2.0 / 300), within(0.02 * Math.sqrt(2.0 / 300)));
        double[] normal = moments(Initializer.normal(0.5).values(List.of(18000L), 5));
        assertThat(normal[1]).isCloseTo(0.5, within(0.01));
        assertThat(normal[2]).isGreaterThan(1.5);
    }

    /** As PyTorch's: 1/√fan-in for a bias, too, whose fan-in is that of the weight. */
    @Test
    void biasesBeginWithinTheFanInOfTheirWeight() {
        float[] bias = Linear.of(25, 5000).declare("fc").initialValues(1).get("fc.bias");
        assertThat(moments(bias)[2]).isBetween(0.199, 0.2);
        float[] grouped = Convolution.of(32, 3200, 5)
                .groups(8)
                .declare("c")
                .initialValues(1)
                .get("c.bias");
        assertThat(moments(grouped)[2]).isBetween(0.099, 0.1);
    }

    @Test
    void aFanInNeedsAWeight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initializer.heNormal().values(List.of(3L), 1))
                .withMessageContaining("[3]");
    }
}
