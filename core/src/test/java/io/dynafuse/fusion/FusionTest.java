package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Refinement;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusionTest {
    private static final double ROUNDING = 1e-5;
    private static final Dominability UNIFORM = new Dominability(
            new PixelLoss(Reference.FUSED, Norm.L1), 1, Form.UNIFORM, Normalisation.SOFTMAX, false, Refinement.NONE);

    private static List<Tensor> sources(int count, int width, int height, Random random) {
        List<Tensor> sources = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            float[] values = new float[3 * width * height];
            for (int i = 0; i < values.length; i++) {
                values[i] = 4 * random.nextFloat() - 2;
            }
            sources.add(Tensor.of(values, 1, 3, height, width));
        }
        return sources;
    }

    private static Fusion fusion(FusionModel model) {
        return new Fusion(model, new StageClock());
    }

    @ParameterizedTest
    @CsvSource({"SUM,2", "SUM,3", "MEAN,2", "MEAN,3"})
    void equalWeightsGiveTheStaticResult(Ifcnn network, int count) {
        try (FusionModel model = RandomNetworks.load(network, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(count, 61, 47, new Random(2));
            float[] expected =
                    fusion(model).fuseStatically(SourceTensors.of(sources)).toFloats();
            float[] actual = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), UNIFORM)
                    .fused()
                    .toFloats();
            double error = Differences.largest(expected, actual);
            Golden.report("uniform weights against static, " + network.id() + ", " + count + " sources", error);
            assertThat(error).isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Test
    void weightsOfAMaximumNetworkFuseByTheMean() {
        try (FusionModel maximum = RandomNetworks.load(Ifcnn.MAX, 1);
                FusionModel mean = RandomNetworks.load(Ifcnn.MEAN, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(2, 20, 20, new Random(3));
            float[] expected =
                    fusion(mean).fuseStatically(SourceTensors.of(sources)).toFloats();
            float[] actual = fusion(maximum)
                    .fuseDynamically(SourceTensors.of(sources), UNIFORM)
                    .fused()
                    .toFloats();
            assertThat(Differences.largest(expected, actual)).isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Property(tries = 20)
    void permutingTheSourcesPermutesTheWeightsAndLeavesTheResult(
            @ForAll Reference reference, @ForAll @IntRange(min = 2, max = 4) int count, @ForAll Random random) {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(count, 24, 17, random);
            List<Integer> order = new ArrayList<>();
            for (int m = 0; m < count; m++) {
                order.add(m);
            }
            Collections.shuffle(order, random);
            Fusion.Dynamic straight =
                    fusion(model).fuseDynamically(SourceTensors.of(sources), Dominability.of(reference));
            Fusion.Dynamic permuted = fusion(model)
                    .fuseDynamically(
                            SourceTensors.of(order.stream().map(sources::get).toList()), Dominability.of(reference));
            assertThat(Differences.largest(
                            straight.fused().toFloats(), permuted.fused().toFloats()))
                    .isLessThanOrEqualTo(1e-4);
            for (int m = 0; m < count; m++) {
                assertThat(Differences.largest(
                                straight.weights().slice(1, order.get(m), 1).toFloats(),
                                permuted.weights().slice(1, m, 1).toFloats()))
                        .isLessThanOrEqualTo(ROUNDING);
            }
        }
    }

    @Property(tries = 10)
    void equalSourcesHaveEqualWeights(
            @ForAll Reference reference, @ForAll @IntRange(min = 2, max = 4) int count, @ForAll Random random) {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources =
                    Collections.nCopies(count, sources(1, 24, 17, random).get(0));
            float[] weights = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), Dominability.of(reference))
                    .weights()
                    .toFloats();
            for (float weight : weights) {
                assertThat((double) weight).isCloseTo(1.0 / count, org.assertj.core.api.Assertions.within(1e-6));
            }
        }
    }

    @Test
    void oneSourceIsNotEnough() {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> one = sources(1, 8, 8, new Random(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fusion(model).fuseStatically(SourceTensors.of(one)))
                    .withMessage("expected 2 or more sources, found 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fusion(model).fuseDynamically(SourceTensors.of(one), UNIFORM));
        }
    }
}
