package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.EncodedSources;
import io.dynafuse.network.SelfWeighedFusion;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.Golden;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MEF-Net with its authors' parameters against its authors' program, in which the exposures of a scene are a batch. */
class MefNetConformanceTest {
    @ParameterizedTest
    @ValueSource(strings = {"case-four", "case-pair"})
    void weightsInLowResolutionEqualTheOriginal(String name) throws IOException {
        try (ZooCase original = open(name);
                Scope scope = Scope.open()) {
            Tensor low = original.golden().tensor("input.low");
            original.check("weight.low", MefNet.ofLowResolution(low, original.parameters()));
        }
    }

    /** In 64 bits, the numbers of the file have the same distances from what the same formulas give: 8.3e-4, 1.6e-3 and 8.6e-4. */
    @Test
    void theWayFromLowResolutionToTheResultIsNearTheOriginal() throws IOException {
        try (ZooCase original = open("case-four");
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            Tensor high = golden.tensor("input.high");
            Tensor low = golden.tensor("input.low");
            Tensor guided = MefNet.guided(high, low, MefNet.ofLowResolution(low, original.parameters()));
            near(golden, "weight.guided", guided, 1e-3);
            Tensor own = MefNet.positive(guided);
            Tensor weights = own.dividedBy(own.mean(0).times(own.size(0)));
            near(golden, "weights", weights, 2e-3);
            near(golden, "static", weights.times(high).mean(0).times(high.size(0)), 1e-3);
        }
    }

    /** Weights of the network, and fusion weights besides. */
    @Test
    void resultUnderTheWeightsEqualsTheOriginal() throws IOException {
        try (ZooCase original = open("case-four");
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            Tensor own = asChannels(golden.tensor("weights"));
            SelfWeighedFusion fusion = MefNet.fusion(encoded -> own, Precision.FP32);
            EncodedSources encoded = fusion.encode(exposures(golden.tensor("input.high")));
            original.check("static", fusion.decode(encoded, fusion.fuse(encoded)));
            Tensor weights = asChannels(golden.tensor("dynamic.fused.weights"));
            original.check("dynamic.fused", fusion.decode(encoded, fusion.fuse(encoded, weights)));
        }
    }

    private static Tensor asChannels(Tensor batch) {
        return batch.transpose(0, 1);
    }

    /** From the images alone: our low resolution is not rounded to 8 bits, which moves single pixels by up to five levels. */
    @Test
    void theWholeWayIsNearTheOriginal() throws IOException {
        try (ZooCase original = open("case-four");
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            SourceTensors sources = exposures(golden.tensor("input.high"));
            near(golden, "input.low", low(sources), 1.0 / 255);
            near(golden, "static", original.model().fuse(sources), 2e-2);
        }
    }

    private static Tensor low(SourceTensors sources) {
        return Tensor.concatenate(
                sources.images().stream().map(MefNet::inLowResolution).toList(), 0);
    }

    private static void near(Golden golden, String tensor, Tensor actual, double bound) throws IOException {
        float[] values = actual.planar().toFloats();
        double error = golden.largestError(tensor, values);
        Golden.report("mefnet " + tensor, error);
        float[] expected = golden.values(tensor);
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i] - expected[i]))
                .average()
                .orElseThrow();
        Golden.report("mefnet " + tensor + ", mean", mean);
        assertThat(error).as(tensor).isLessThanOrEqualTo(bound);
        assertThat(mean).as(tensor).isLessThanOrEqualTo(bound / 4);
    }

    private static SourceTensors exposures(Tensor batch) {
        return SourceTensors.of(LongStream.range(0, batch.size(0))
                .mapToObj(m -> batch.slice(0, m, 1))
                .toList());
    }

    private static ZooCase open(String name) throws IOException {
        return ZooCase.open(MefNet.NETWORK, "mefnet", name, "MEFNet_release.pt");
    }
}
