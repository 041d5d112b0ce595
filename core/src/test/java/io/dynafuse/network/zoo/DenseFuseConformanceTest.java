package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** DenseFuse with its author's parameters against its author's program, and its l1-norm rule against weights worked out by hand. */
class DenseFuseConformanceTest {
    private static final Offset<Float> ROUNDING = within(1e-5f);
    private static final double WHITE = 255;

    @Test
    void grayEqualsTheOriginal() throws IOException {
        try (ZooCase original = open(DenseFuse.GRAY, "gray");
                Scope scope = Scope.open()) {
            original.checkResults();
            List<Tensor> features = original.features();
            original.checkRelatively("encoded0", features.get(0));
            original.checkRelatively("encoded1", features.get(1));
            checkThirdLayer(original);
        }
    }

    @Test
    void rgbEqualsTheOriginal() throws IOException {
        try (ZooCase original = open(DenseFuse.RGB, "rgb");
                Scope scope = Scope.open()) {
            original.checkResults();
            checkThirdLayer(original);
        }
    }

    /** The program's numbers are those of 8-bit images. */
    private static ZooCase open(DenseFuse network, String kind) throws IOException {
        return ZooCase.open(network, "densefuse", "case-" + kind, "densefuse_" + kind + ".model")
                .withNumbers(tensor -> tensor.times(1 / WHITE), tensor -> tensor.times(WHITE));
    }

    private static void checkThirdLayer(ZooCase original) throws IOException {
        List<Tensor> features = original.features();
        Tensor fused = features.get(0).plus(features.get(1)).times(0.5);
        original.checkRelatively(
                "decoder.conv4", ((DenseFuse) original.network()).decodedBy(3, fused, original.parameters()));
    }

    /** The last layer is rectified as all others are. */
    @Test
    void noResultIsNegative() {
        try (Parameters random = RandomNetworks.parameters(DenseFuse.GRAY, 1);
                Scope scope = Scope.open()) {
            Parameters dark = random.with(Map.of("conv5.conv2d.bias", Tensor.of(new float[] {-1e6f}, 1)));
            Tensor fused = DenseFuse.GRAY.over(dark).fuse(SourceTensors.of(List.of(constant(0), constant(1))));
            assertThat(fused.toFloats()).containsOnly(0);
        }
    }

    /** Two channels: norms 6 and 2 at the left pixel, 0 and 4 at the right one, of which each averages both. */
    @Test
    void activitiesAreMeansOfNormsAroundEveryPixel() {
        try (Scope scope = Scope.open()) {
            Tensor first = Tensor.of(new float[] {4, 0, -2, 0}, 1, 2, 1, 2);
            Tensor second = Tensor.of(new float[] {1, 3, 1, 1}, 1, 2, 1, 2);
            assertThat(DenseFuse.activities(List.of(first, second)).toFloats())
                    .containsExactly(new float[] {3, 3, 3, 3}, ROUNDING);
        }
    }

    /** In a row of four pixels the first source has 8 at the first one and the second source 4 at the third one, 1 channel each. */
    @Test
    void blocksReachOnePixelFar() {
        try (Scope scope = Scope.open()) {
            Tensor first = Tensor.of(new float[] {8, 0, 0, 0}, 1, 1, 1, 4);
            Tensor second = Tensor.of(new float[] {0, 0, 4, 0}, 1, 1, 1, 4);
            assertThat(DenseFuse.activities(List.of(first, second)).toFloats())
                    .containsExactly(new float[] {4, 8 / 3f, 0, 0, 0, 4 / 3f, 4 / 3f, 2}, ROUNDING);
        }
    }

    /** Fused features are those of the sources by their shares of the activities: 3 : 1 of 6 and 2. */
    @Test
    void theMoreActiveSourceWeighsMore() {
        try (FusionModel model = RandomNetworks.load(DenseFuse.GRAY_L1, 1);
                Scope scope = Scope.open()) {
            SourceTensors sources = SourceTensors.of(List.of(constant(0), constant(1)));
            assertThat(fused(model.weighting().orElseThrow(), sources, List.of(constant(6), constant(2)))
                            .toFloats())
                    .containsOnly(new float[] {5}, ROUNDING);
        }
    }

    private static <F> Tensor fused(Weighting<F> weighting, SourceTensors sources, List<Tensor> features) {
        return weighting.fuse(weighting.withFeatures(weighting.encode(sources), features));
    }

    /** The published attention, exp of a sum of features, is not a number where features are as large as those of bright 8-bit images. */
    @Test
    void brightImagesHaveFiniteWeights() throws IOException {
        try (ZooCase original = open(DenseFuse.GRAY_L1, "gray");
                Scope scope = Scope.open()) {
            Tensor largest = original.features().get(0).mean(1).times(64).maximumOfAll();
            assertThat(largest.exponential().toFloats()[0]).isInfinite();
            SourceTensors extremes = SourceTensors.of(List.of(constant(1), constant(1), constant(0)));
            for (SourceTensors sources : List.of(original.sources(), extremes)) {
                Tensor fused = original.model().fuse(sources).planar();
                assertThat(Differences.largest(fused.toFloats(), fused.toFloats()))
                        .isZero();
            }
        }
    }

    /** Sources without any feature share a pixel evenly. */
    @Test
    void nothingIsSharedEvenly() {
        try (Scope scope = Scope.open()) {
            Tensor activities = DenseFuse.activities(List.of(constant(0), constant(0)));
            assertThat(activities.slice(1, 0, 1).dividedBy(activities.mean(1)).toFloats())
                    .containsOnly(new float[] {1}, ROUNDING);
        }
    }

    private static Tensor constant(float value) {
        float[] values = new float[64];
        Arrays.fill(values, value);
        return Tensor.of(values, 1, 1, 8, 8);
    }
}
