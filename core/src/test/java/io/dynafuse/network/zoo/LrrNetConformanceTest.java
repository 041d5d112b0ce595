package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.network.ConcatenatedFusion;
import io.dynafuse.network.EncodedSources;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.MinMaxNormalisation;
import io.dynafuse.testing.Golden;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** LRRNet with its authors' parameters against its authors' program, whose results are before the stretching. */
class LrrNetConformanceTest {
    private static final int HALF = 128;
    private static final double EPSILON = 1e-4;
    private static final Map<String, String> DYNAMIC = Map.of(
            "dynamic.component", "component, l2, k=50",
            "dynamic.fused", "fused, l1, k=1",
            "dynamic.maximum", "maximum, l1, k=1");

    private static ZooCase open() throws IOException {
        return ZooCase.open(
                LrrNet.NETWORK,
                "lrrnet",
                "case",
                "final_lrr_net_lam2_1.5_wir_3.0_lam3_gram_2000_epoch_4_block_4.model");
    }

    /** The images as the program reads them, in gray levels and not yet stretched. */
    private static SourceTensors sources(Golden golden) throws IOException {
        return SourceTensors.of(List.of(
                golden.tensor("raw0").times(1 / 255.0), golden.tensor("raw1").times(1 / 255.0)));
    }

    private static ConcatenatedFusion weighting(ZooCase original) {
        return (ConcatenatedFusion) original.model().weighting().orElseThrow();
    }

    @Test
    void equalsTheOriginalBeforeTheResultIsStretched() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            ConcatenatedFusion weighting = weighting(original);
            EncodedSources encoded = weighting.encode(sources(original.golden()));
            original.check("low0.first16", encoded.features().get(0));
            original.check("sparse0.first16", encoded.features().get(0).slice(1, HALF, HALF));
            original.check("low1.first16", encoded.features().get(1));
            Parameters decoder = original.parameters().in("decoder");
            Tensor fused = weighting.fuse(encoded);
            List<Tensor> parts = List.of(
                    LrrNet.part(0, fused, decoder),
                    LrrNet.part(1, fused, decoder),
                    LrrNet.part(2, fused, decoder),
                    LrrNet.part(3, fused, decoder));
            original.check("x_l", parts.get(0));
            original.check("x_h", parts.get(1));
            original.check("y_l", parts.get(2));
            original.check("y_h", parts.get(3));
            original.check("fl", LrrNet.joined("conv_ReL", parts.get(0), parts.get(2), decoder));
            original.check("fh", LrrNet.joined("conv_ReH", parts.get(1), parts.get(3), decoder));
            original.checkRelatively("static", LrrNet.reconstruct(fused, decoder));
            for (int m = 0; m < 2; m++) {
                Tensor repeated = weighting.fuse(weighting.repeated(encoded, m));
                original.checkRelatively("component" + m, LrrNet.reconstruct(repeated, decoder));
            }
            for (String name : DYNAMIC.keySet()) {
                Tensor weights = Tensor.concatenate(
                        List.of(
                                original.golden().tensor(name + ".weight0"),
                                original.golden().tensor(name + ".weight1")),
                        1);
                original.checkRelatively(name, LrrNet.reconstruct(weighting.fuse(encoded, weights), decoder));
            }
        }
    }

    /** What means something, and what losses are taken of: the stretched result, beside the stretched sources, which are stretched again to the same. */
    @Test
    void equalsTheOriginalAfterTheResultIsStretched() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            SourceTensors sources = original.sources();
            close(golden, "static", original.model().fuse(sources));
            Fusion fusion = new Fusion(original.model(), new StageClock());
            List<Tensor> components = fusion.components(sources);
            for (int m = 0; m < 2; m++) {
                close(golden, "component" + m, components.get(m));
            }
            for (Map.Entry<String, String> dynamic : DYNAMIC.entrySet()) {
                String name = dynamic.getKey();
                Fusion.Dynamic result = fusion.fuseDynamically(
                        sources, Dominability.of(Reference.FUSED).with(dynamic.getValue()));
                close(golden, name, result.fused());
                for (int m = 0; m < 2; m++) {
                    original.check(name + ".loss" + m, result.losses().slice(1, m, 1));
                    original.check(name + ".weight" + m, result.weights().slice(1, m, 1));
                }
            }
        }
    }

    private static void close(Golden golden, String name, Tensor stretched) throws IOException {
        Tensor expected = MinMaxNormalisation.apply(golden.tensor(name), EPSILON);
        double error = stretched.minus(expected).absolute().maximumOfAll().toFloats()[0];
        Golden.report("lrrnet " + name + ", stretched", error);
        assertThat(error).as(name).isLessThan(1e-4);
    }
}
