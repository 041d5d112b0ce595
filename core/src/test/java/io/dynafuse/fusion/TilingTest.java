package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
    static Stream<Optional<Dominability>> fusions() {
        Dominability fused = Dominability.of(Reference.FUSED);
        Stream<Dominability> refined = Stream.of(
                fused.with("smoothing=3"),
                fused.with("iterations=2"),
                fused.with("smoothing=3, iterations=2"),
                fused.with("component, smoothing=2"));
        return Stream.concat(
                Stream.of(Optional.empty()),
                Stream.concat(Stream.of(Reference.values()).map(Dominability::of), refined)
                        .map(Optional::of));
    }

    @Property
    void tilesCoverTheImageOnceAndSeeTheirHalo(
            @ForAll @IntRange(min = 1, max = 300) int width,
            @ForAll @IntRange(min = 1, max = 300) int height,
            @ForAll @IntRange(min = 1, max = 200) int side,
            @ForAll @IntRange(max = 20) int halo) {
        int[] covered = new int[width * height];
        for (Tiling.Tile tile : Tiling.of(width, height, side, halo)) {
            Region output = tile.output();
            Region input = tile.input();
            assertThat(output.width()).isBetween(1, side);
            assertThat(output.height()).isBetween(1, side);
            assertThat(input.x()).isEqualTo(Math.max(0, output.x() - halo));
            assertThat(input.y()).isEqualTo(Math.max(0, output.y() - halo));
            assertThat(input.x() + input.width()).isEqualTo(Math.min(width, output.x() + output.width() + halo));
            assertThat(input.y() + input.height()).isEqualTo(Math.min(height, output.y() + output.height() + halo));
            for (int y = output.y(); y < output.y() + output.height(); y++) {
                for (int x = output.x(); x < output.x() + output.width(); x++) {
                    covered[y * width + x]++;
                }
            }
        }
        assertThat(covered).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("fusions")
    void tiledEqualsWhole(Optional<Dominability> dominability) throws IOException, InterruptedException {
        List<Image> sources = List.of(noise(350, 250, 1), noise(350, 250, 2));
        FusedImage whole = fuse(sources, dominability, Integer.MAX_VALUE);
        FusedImage tiled = fuse(sources, dominability, 64);
        double error = Differences.largest(whole.image().values(), tiled.image().values());
        Golden.report("tiles of 64 against whole, 350x250, " + name(dominability), error);
        assertThat(whole.tiles()).isEqualTo(1);
        assertThat(tiled.tiles()).isEqualTo(24);
        assertThat(error).isLessThanOrEqualTo(1e-5);
    }

    /** Weights that look this far leave no room for a halo beside a tile of the usual size. */
    @ParameterizedTest
    @ValueSource(strings = {"smoothing=256", "smoothing=40, iterations=20", "smoothing=200, iterations=3"})
    void halosWiderThanTheImageNeedNoMoreThanTheImage(String words) throws IOException, InterruptedException {
        List<Image> sources = List.of(noise(40, 30, 1), noise(40, 30, 2));
        Optional<Dominability> dominability =
                Optional.of(Dominability.of(Reference.FUSED).with(words));
        float[] whole = fuse(sources, dominability, Integer.MAX_VALUE).image().values();
        FusedImage tiled = fuse(sources, dominability, 16);
        assertThat(tiled.tiles()).isEqualTo(6);
        assertThat(Differences.largest(whole, tiled.image().values())).isLessThanOrEqualTo(1e-5);
    }

    @Property
    void tilesWithTheirHaloFitTheMemory(
            @ForAll @IntRange(min = 1, max = 20000) int width,
            @ForAll @IntRange(min = 1, max = 20000) int height,
            @ForAll @IntRange(max = 600) int halo,
            @ForAll @IntRange(min = 400, max = 8000) int megabytes) {
        NetworkFacts facts = Ifcnn.SUM.facts();
        MemoryBudget budget = MemoryBudget.of((long) megabytes << 20);
        // Sources, working channels and images, four bytes each.
        long bytesPerPixel = 4L * (2 * 64 + 128 + 3 * (3 * 2 + 3));
        long free = (((long) megabytes - 350) << 20) - 83_587 * 4;
        try {
            int side = budget.tileSide(width, height, 0, facts, 2, true, Precision.FP32, halo);
            assertThat(side).isPositive();
            for (Tiling.Tile tile : Tiling.of(width, height, side, halo)) {
                Region input = tile.input();
                assertThat((long) input.width() * input.height() * bytesPerPixel)
                        .isLessThanOrEqualTo(free);
            }
        } catch (InsufficientMemoryException e) {
            long least = Math.min(width, 64L + 2 * halo) * Math.min(height, 64L + 2 * halo);
            assertThat(least * bytesPerPixel).isGreaterThan(free);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel=58", "component, channel=mean", "gradient=l2, smoothing=2", "joint"})
    void gradientsAreOfTheImageAsAWhole(String words) throws IOException, InterruptedException {
        List<Image> sources = List.of(noise(60, 40, 1), noise(60, 40, 2));
        Optional<Dominability> dominability =
                Optional.of(Dominability.of(Reference.FUSED).with(words));
        FusedImage whole = fuse(sources, dominability, Integer.MAX_VALUE);
        FusedImage small = fuse(sources, dominability, 16);
        assertThat(small.tiles()).isEqualTo(1);
        assertThat(small.image().values()).containsExactly(whole.image().values());
    }

    @Test
    void gradientsThatDoNotFitAreRefused() throws IOException {
        List<Image> sources = List.of(noise(700, 500, 1), noise(700, 500, 2));
        Fuser.Builder builder = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 5)).memory(500L << 20);
        try (Fuser fuser = builder.open()) {
            Variant variant = Variant.parse("gradient", fuser.defaultDominability());
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> fuser.fuse(sources, variant))
                    .withMessageMatching(
                            "expected \\d+ MB of memory or more for gradients, which need these images as a"
                                    + " whole and not in tiles, found a limit of 500 MB");
        }
    }

    /**
     * The proof of the halo: when one pixel of a source changes, the result changes up to the reach that the halo is made of, and not a
     * bit beyond it.
     */
    @ParameterizedTest
    @MethodSource("fusions")
    void haloIsTheReachOfTheNetwork(Optional<Dominability> dominability) {
        int side = 61;
        int centre = side / 2;
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 5);
                Scope scope = Scope.open()) {
            float[] changed = random(3 * side * side, 1);
            float[] other = random(3 * side * side, 2);
            float[] before = result(model, dominability, side, changed, other);
            changed[centre * side + centre] += 3;
            float[] after = result(model, dominability, side, changed, other);
            int reach = 0;
            for (int i = 0; i < before.length; i++) {
                if (before[i] != after[i]) {
                    int x = i % side;
                    int y = i / side % side;
                    reach = Math.max(reach, Math.max(Math.abs(x - centre), Math.abs(y - centre)));
                }
            }
            ReceptiveField.Local field = (ReceptiveField.Local) model.facts().field();
            int weightReach = dominability
                    .map(Dominability::refinement)
                    .map(refinement -> refinement.iterations() * (field.decoderRadius() + 2 * refinement.smoothing()))
                    .orElse(0);
            assertThat(reach).isEqualTo(field.encoderRadius() + field.decoderRadius() + weightReach);
        }
    }

    private static float[] result(
            FusionModel model, Optional<Dominability> dominability, int side, float[] first, float[] second) {
        List<Tensor> sources = List.of(Tensor.of(first, 1, 3, side, side), Tensor.of(second, 1, 3, side, side));
        Fusion fusion = new Fusion(model, new StageClock());
        return dominability
                .map(chosen -> fusion.fuseDynamically(SourceTensors.of(sources), chosen)
                        .fused())
                .orElseGet(() -> fusion.fuseStatically(SourceTensors.of(sources)))
                .toFloats();
    }

    private static FusedImage fuse(List<Image> sources, Optional<Dominability> dominability, int tile)
            throws IOException, InterruptedException {
        Fuser.Builder builder = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 5)).depth(SampleDepth.FLOAT_32);
        dominability.ifPresentOrElse(builder::dominability, builder::withoutWeights);
        try (Fuser fuser = builder.largestTile(tile).open()) {
            return fuser.fuse(sources);
        }
    }

    private static Image noise(int width, int height, long seed) {
        return Image.of(width, height, 3, random(3 * width * height, seed), SampleDepth.FLOAT_32);
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static String name(Optional<Dominability> dominability) {
        return dominability.map(Dominability::toString).orElse("STATIC");
    }
}
