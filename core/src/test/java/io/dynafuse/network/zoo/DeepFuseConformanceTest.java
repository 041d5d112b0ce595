package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.MinMaxNormalisation;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * DeepFuse with its authors' parameters against its authors' program, which takes luma from 16 to 235 and whose results are compared before they are
 * stretched and after.
 */
class DeepFuseConformanceTest {
    private static final double WHITE = 255;

    @Test
    void equalsTheOriginalBeforeItIsStretched() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            List<Tensor> features = original.features();
            original.checkRelatively("encoded0", features.get(0));
            original.checkRelatively("encoded1.first16", features.get(1));
            Tensor sum = features.get(0).plus(features.get(1));
            original.checkRelatively("decoder.conv3", DeepFuse.decodedBy(3, sum, original.parameters()));
            original.checkRelatively("static", raw(sum, original));
            for (int m = 0; m < 2; m++) {
                original.checkRelatively("component" + m, raw(features.get(m), original));
            }
        }
    }

    private static Tensor raw(Tensor fused, ZooCase original) {
        return DeepFuse.decodedBy(4, fused, original.parameters());
    }

    @Test
    void equalsTheOriginalStretched() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            SourceTensors sources = original.sources();
            Tensor fused = original.model().fuse(sources);
            original.checkRelatively("static.stretched", fused.times(WHITE));
            List<Tensor> components = new Fusion(original.model(), new StageClock()).components(sources);
            for (int m = 0; m < 2; m++) {
                checkStretched("component" + m, components.get(m), original);
            }
            for (String reference : ZooCase.REFERENCES.keySet()) {
                checkWeights("dynamic." + reference, original);
                checkStretched("dynamic." + reference, original.fusedUnderWeightsOf("dynamic." + reference), original);
            }
        }
    }

    /** The golden losses are of images in 0..1 as sources divided by 255 are, not as the network takes them. */
    @Test
    void lossesAreThoseOfTheOriginal() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            SourceTensors sources = original.sources();
            Tensor fused = original.model().fuse(sources);
            List<Tensor> components = new Fusion(original.model(), new StageClock()).components(sources);
            List<Tensor> images = List.of(image(0, original), image(1, original));
            Tensor maximum = images.get(0).maximum(images.get(1));
            for (int m = 0; m < 2; m++) {
                Tensor component = components.get(m);
                checkLoss("component", m, component.minus(images.get(m)), Tensor::square, original);
                checkLoss("fused", m, fused.minus(images.get(m)), Tensor::absolute, original);
                checkLoss("maximum", m, component.minus(maximum), Tensor::absolute, original);
            }
        }
    }

    /** A factor of fused features makes no difference, by which a mean is as good as the sum of the paper. */
    @Test
    void aFactorOfFeaturesMakesNoDifference() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            List<Tensor> features = original.features();
            Tensor sum = features.get(0).plus(features.get(1));
            for (double factor : List.of(1.0, 0.37)) {
                Tensor stretched = MinMaxNormalisation.apply(raw(sum.times(factor), original), 0);
                original.checkRelatively("static.stretched", stretched.times(WHITE));
            }
        }
    }

    /** Kernels are called by their number in the authors' file. */
    @Test
    void theAuthorsNumbersAreTheLayersInTheirOrder() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            names.add(DeepFuse.NETWORK
                    .checkpointAdapter()
                    .parameterOf()
                    .apply("arr_" + i)
                    .orElseThrow());
        }
        assertThat(names)
                .containsExactlyElementsOf(DeepFuse.NETWORK.parameters().trained());
    }

    private static ZooCase open() throws IOException {
        return ZooCase.open(DeepFuse.NETWORK, "deepfuse", "case", "weights.safetensors")
                .withNumbers(
                        luma -> luma.plus(-16).times(1 / 219.0),
                        image -> image.times(219).plus(16));
    }

    private static Tensor image(int source, ZooCase original) throws IOException {
        return original.golden().tensor("input" + source).times(1 / WHITE);
    }

    private static void checkLoss(
            String reference, int source, Tensor difference, UnaryOperator<Tensor> norm, ZooCase original)
            throws IOException {
        original.check("dynamic." + reference + ".loss" + source, norm.apply(difference));
    }

    /** The weights that follow from the losses of the original. */
    private static void checkWeights(String name, ZooCase original) throws IOException {
        Dominability dominability =
                Dominability.of(Reference.FUSED).with(ZooCase.REFERENCES.get(name.substring(name.indexOf('.') + 1)));
        Tensor weights = dominability.weights(original.ofBoth(name + ".loss"));
        for (int m = 0; m < 2; m++) {
            original.check(name + ".weight" + m, weights.slice(1, m, 1));
        }
    }

    private static void checkStretched(String name, Tensor actual, ZooCase original) throws IOException {
        Tensor expected = MinMaxNormalisation.apply(original.golden().tensor(name), 0);
        double error = Differences.largest(
                expected.planar().toFloats(), actual.planar().toFloats());
        Golden.report("deepfuse " + name + ", stretched", error);
        assertThat(error).as(name).isLessThanOrEqualTo(1e-4);
    }
}
