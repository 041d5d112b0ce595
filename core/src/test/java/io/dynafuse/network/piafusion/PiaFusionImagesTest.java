package io.dynafuse.network.piafusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Role;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PIAFusion's images: their colours, and that strips do not show in them. */
class PiaFusionImagesTest {
    private static final int WIDTH = 80;
    private static final int HEIGHT = 64;
    private static final int LEVELS = 255;
    private static final float ONE_LEVEL = 1.001f / LEVELS;
    // Ours turns chroma back by the inverse of the equations, theirs by constants of three digits.
    private static final double ROUNDED_CONSTANTS = 0.12 / LEVELS;
    private static final List<Role> ROLES = List.of(Role.VISIBLE, Role.INFRARED);

    @Test
    void coloursAreThoseOfTheOriginal() throws Exception {
        try (Golden golden = Golden.open("piafusion/case.safetensors")) {
            Image visible =
                    Image.of(WIDTH, HEIGHT, 3, planar(golden.values("source_rgb8.visible")), SampleDepth.BITS_8);
            Image infrared =
                    Image.of(WIDTH, HEIGHT, 3, planar(golden.values("source_rgb8.infrared")), SampleDepth.BITS_8);
            float[] exact = fused(List.of(visible, infrared), ROLES, SampleDepth.FLOAT_32);
            double error = Differences.largest(clipped(golden.values("fused_rgb")), clipped(exact));
            Golden.report("piafusion fused_rgb", error);
            assertThat(error).isLessThanOrEqualTo(ROUNDED_CONSTANTS);
            // The original cuts levels, ours rounds.
            float[] levels = fused(List.of(visible, infrared), ROLES, SampleDepth.BITS_8);
            assertThat(Differences.largest(planar(golden.values("fused_rgb8")), levels))
                    .isLessThanOrEqualTo(ONE_LEVEL);
            assertThat(fused(List.of(infrared, visible), List.of(Role.INFRARED, Role.VISIBLE), SampleDepth.BITS_8))
                    .containsExactly(levels);
        }
    }

    private static float[] fused(List<Image> sources, List<Role> roles, SampleDepth depth)
            throws IOException, InterruptedException {
        Path checkpoint = io.dynafuse.testing.Reference.path("piafusion/piafusion-random.pth");
        try (Fuser fuser = Fuser.with(checkpoint).withoutWeights().depth(depth).open()) {
            return fuser.fuse(sources, roles).image().values();
        }
    }

    private static float[] clipped(float[] values) {
        float[] clipped = values.clone();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(0, Math.min(1, clipped[i]));
        }
        return clipped;
    }

    /** From [H,W,3] in 0..255 to [3,H,W] in [0,1]. */
    private static float[] planar(float[] interleaved) {
        float[] planar = new float[interleaved.length];
        for (int i = 0; i < planar.length; i++) {
            planar[i % 3 * WIDTH * HEIGHT + i / 3] = interleaved[i] / LEVELS;
        }
        return planar;
    }

    private static Image image(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.4f + 0.2f * random.nextFloat();
        }
        return Image.of(width, height, channels, values, SampleDepth.FLOAT_32);
    }

    /** Chroma is the visible image's alone, also where an infrared one is coloured. */
    @Test
    void chromaIsTheVisibleImages() throws Exception {
        Image visible = image(37, 53, 3, 1);
        try (Fuser fuser = Fuser.with(RandomNetworks.load(PiaFusion.NETWORK, 1)).open()) {
            float[] expected = Bt601.toYCbCr(visible.values());
            float[] fused = fuser.fuse(List.of(image(37, 53, 3, 2), visible), List.of(Role.INFRARED, Role.VISIBLE))
                    .image()
                    .values();
            float[] actual = Bt601.toYCbCr(fused);
            int plane = 37 * 53;
            int unclipped = 0;
            for (int i = 0; i < plane; i++) {
                int pixel = i;
                if (List.of(0, 1, 2).stream()
                        .allMatch(c -> fused[c * plane + pixel] > 0 && fused[c * plane + pixel] < 1)) {
                    unclipped++;
                    assertThat(actual[plane + i]).isCloseTo(expected[plane + i], within(1e-5f));
                    assertThat(actual[2 * plane + i]).isCloseTo(expected[2 * plane + i], within(1e-5f));
                }
            }
            assertThat(unclipped).isPositive();
        }
    }

    @Test
    void aGrayVisibleImageGivesAGrayResultAndNoNote() throws Exception {
        try (Fuser fuser = Fuser.with(RandomNetworks.load(PiaFusion.NETWORK, 1)).open()) {
            for (int side : new int[] {1, 5, 37}) {
                var fused = fuser.fuse(List.of(image(side, side, 1, 1), image(side, side, 1, 2)), ROLES);
                assertThat(fused.image().channels()).isEqualTo(1);
                assertThat(fused.notes()).isEmpty();
            }
        }
    }

    /** A kilobyte a pixel, and more with what is recorded; without derivatives, features are made strip by strip. */
    @Test
    void derivativesByFeaturesOfLargeImagesAreRefused() throws Exception {
        Image large = image(800, 700, 1, 1);
        try (Fuser fuser = Fuser.with(RandomNetworks.load(PiaFusion.NETWORK, 1))
                .dominability(before -> Dominability.of(Reference.FUSED).with("gradient=l1, channel=mean"))
                .memory(1L << 30)
                .open()) {
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> fuser.fuse(List.of(large, large), ROLES))
                    .withMessageContaining("found a limit of 1024 MB");
        }
    }

    /** A component is encoded by itself: only the static fusion depends on the features of the scene. */
    @Test
    void gradientsAreThoseOfTheFusedImage() throws Exception {
        List<Image> images = List.of(image(20, 20, 1, 1), image(20, 20, 1, 2));
        for (Network network : List.of(PiaFusion.NETWORK, ReFusion.FULL)) {
            try (Fuser fuser = Fuser.with(RandomNetworks.load(network, 1))
                    .dominability(Dominability.of(Reference.FUSED).with("gradient=l1, channel=mean"))
                    .open()) {
                assertThat(fuser.fuse(images, ROLES).image().width()).isEqualTo(20);
            }
            try (Fuser fuser = Fuser.with(RandomNetworks.load(network, 1))
                    .dominability(Dominability.of(Reference.COMPONENT).with("gradient=l1, channel=mean"))
                    .open()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fuser.fuse(images, ROLES))
                        .withMessageStartingWith("the components of " + network.id() + " are encoded by themselves")
                        .withMessageEndingWith("expected --reference fused with a gradient");
            }
        }
    }

    /** More rows than a strip has at least, so that there are several, the last one shorter; in every layer and under every reference. */
    @Test
    void stripsEqualTheWhole() {
        try (Parameters parameters = RandomNetworks.parameters(PiaFusion.NETWORK, 3);
                FusionModel whole = model(parameters, Strips.WHOLE);
                FusionModel cut = model(parameters, new Strips(1));
                Scope scope = Scope.open()) {
            SourceTensors sources = SourceTensors.of(List.of(noise(1), noise(2)));
            assertThat(difference(whole.fuse(sources), cut.fuse(sources))).isLessThan(1e-5);
            for (Reference reference : Reference.values()) {
                Dominability dominability = Dominability.of(reference);
                Fusion.Dynamic expected = new Fusion(whole, new StageClock()).fuseDynamically(sources, dominability);
                Fusion.Dynamic actual = new Fusion(cut, new StageClock()).fuseDynamically(sources, dominability);
                assertThat(difference(expected.fused(), actual.fused()))
                        .as("%s", reference)
                        .isLessThan(1e-5);
            }
        }
    }

    private static FusionModel model(Parameters parameters, Strips strips) {
        return PiaFusion.NETWORK.create(parameters, Device.CPU, Precision.FP32, strips);
    }

    private static Tensor noise(long seed) {
        return Tensor.of(image(13, 151, 1, seed).values(), 1, 1, 151, 13);
    }

    private static double difference(Tensor first, Tensor second) {
        return Differences.largest(first.planar().toFloats(), second.planar().toFloats());
    }

    @Test
    void rolesOfOneSideOnlyAreRefused() throws Exception {
        try (Fuser fuser = Fuser.with(RandomNetworks.load(PiaFusion.NETWORK, 1)).open()) {
            Image image = image(8, 8, 1, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(image, image), List.of(Role.INFRARED, Role.NEAR_INFRARED)))
                    .withMessage("piafusion fuses infrared or near-infrared, visible, found infrared, near-infrared");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(image, image, image)))
                    .withMessageStartingWith("piafusion fuses at most 2 sources at once, found 3");
            assertThat(fuser.fuse(List.of(image, image)).notes())
                    .singleElement()
                    .asString()
                    .contains("nothing says which is which, but --roles can");
        }
    }
}
