package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.Golden;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SESF-Fuse with its authors' parameters against its authors' program. */
class SesfConformanceTest {
    @Test
    void autoEncoderEqualsTheOriginal() throws IOException {
        try (ZooCase original = open(SesfMean.NETWORK);
                Scope scope = Scope.open()) {
            Tensor first = Sesf.encode(original.golden().tensor("input0"), original.parameters());
            original.check("encoded0", first);
            original.check("encoded1.first8", Sesf.encode(original.golden().tensor("input1"), original.parameters()));
            original.check("reconstructed0", Sesf.decode(first, original.parameters()));
        }
    }

    /** The mean of the features of one source is that source: the network scales into and out of its numbers. */
    @Test
    void twiceTheSameSourceIsDecodedAsItself() throws IOException {
        try (ZooCase original = open(SesfMean.NETWORK);
                Scope scope = Scope.open()) {
            Tensor image = Sesf.image(original.golden().tensor("input0"));
            Tensor fused = original.model().fuse(SourceTensors.of(List.of(image, image)));
            original.check("reconstructed0", Sesf.normalised(fused));
        }
    }

    @Test
    void decisionsEqualTheOriginal() throws IOException {
        try (ZooCase original = open(Sesf.NETWORK);
                Scope scope = Scope.open()) {
            Tensor decision = Sesf.decision(
                    rgb(original.golden(), "rgb0"), rgb(original.golden(), "rgb1"), original.parameters());
            assertThat(decision.toFloats()).containsExactly(original.golden().values("decision"));
        }
    }

    /** But for a level, as the authors cut the result down to 8 bits. */
    @Test
    void resultEqualsTheOriginal() throws IOException {
        try (ZooCase original = open(Sesf.NETWORK);
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            Tensor fused = original.model().fuse(SourceTensors.of(List.of(rgb(golden, "rgb0"), rgb(golden, "rgb1"))));
            float[] actual =
                    fused.permute(0, 2, 3, 1).times(255).plus(1e-3).floor().toFloats();
            float[] expected = golden.values("fused.rgb");
            int others = 0;
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(1);
                others += actual[i] == expected[i] ? 0 : 1;
            }
            System.out.println(
                    "conformance: sesf fused.rgb, of " + expected.length + " samples a level apart: " + others);
            assertThat(others).isLessThan(expected.length / 100);
        }
    }

    /** {@code [1,3,H,W]} in [0,1], of {@code [H,W,3]} in 8 bits. */
    private static Tensor rgb(Golden golden, String name) throws IOException {
        return golden.tensor(name)
                .reshape(1, golden.shape(name)[0], golden.shape(name)[1], 3)
                .permute(0, 3, 1, 2)
                .times(1.0 / 255)
                .planar();
    }

    private static ZooCase open(Network network) throws IOException {
        return ZooCase.open(network, "sesf", "case", "lp+lssim_se_sf_net_times30.pkl");
    }
}
