package io.dynafuse.network.refusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.ChromaFusion;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ReFusion's images against those that its authors' program makes: stretched, with fused chroma. */
class ReFusionImagesTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 128;
    private static final int LEVELS = 255;
    private static final float ONE_LEVEL = 1.001f / LEVELS;
    // Ours turns chroma back by the inverse of the equations, theirs by constants of three digits.
    private static final float ROUNDED_CONSTANTS = 0.12f / LEVELS;
    // Where both sources are neutral; blue is 1.773 times as far off as chroma.
    private static final float HALF_A_LEVEL_OF_CHROMA = 0.9f / LEVELS;
    private static final Map<String, List<Role>> ROLES = Map.of(
            "ivif", List.of(Role.INFRARED, Role.VISIBLE),
            "mif", List.of(Role.PET, Role.MRI),
            "mfif", List.of(Role.NEAR, Role.FAR),
            "meif", List.of(Role.UNDER, Role.OVER));

    @ParameterizedTest
    @ValueSource(strings = {"ivif", "mif", "mfif", "meif"})
    void coloursAreThoseOfTheAuthors(String task) throws Exception {
        try (Golden golden = Golden.open("refusion/" + task + ".safetensors")) {
            List<Image> sources = List.of(source(golden, 0), source(golden, 1));
            float[] exact = fused(task, sources, ROLES.get(task), SampleDepth.FLOAT_32);
            requireClose(task, golden, exact);

            float[] eightBits = fused(task, sources, ROLES.get(task), SampleDepth.BITS_8);
            for (String saved : List.of("rgb8_rounded", "rgb8_as_saved_by_authors")) {
                assertThat(Differences.largest(planar(golden.values(saved)), eightBits))
                        .as(saved)
                        .isLessThanOrEqualTo(ONE_LEVEL);
            }
        }
    }

    private static void requireClose(String task, Golden golden, float[] actual) throws IOException {
        float[] expected = scaled(golden.values("rgb_clipped"));
        boolean[] neutral = neutral(golden);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]);
            if (neutral[i % (WIDTH * HEIGHT)]) {
                assertThat(error).isLessThanOrEqualTo(HALF_A_LEVEL_OF_CHROMA);
            } else {
                largest = Math.max(largest, error);
            }
        }
        Golden.report("refusion " + task + " rgb_clipped / 255", largest);
        assertThat(largest).isLessThanOrEqualTo(ROUNDED_CONSTANTS);
    }

    /** The pixels at which both sources are neutral in Cr or in Cb. */
    private static boolean[] neutral(Golden golden) throws IOException {
        boolean[] neutral = new boolean[WIDTH * HEIGHT];
        if (golden.has("chroma_source.0")) {
            List<float[]> sources = List.of(chroma(golden, 0), chroma(golden, 1));
            for (int i = 0; i < 2 * neutral.length; i++) {
                neutral[i % neutral.length] |= isNeutral(sources, i);
            }
        }
        return neutral;
    }

    private static boolean isNeutral(List<float[]> sources, int position) {
        return sources.stream().allMatch(source -> Math.abs(source[position] - ChromaFusion.NEUTRAL) * LEVELS < 0.01);
    }

    /** Two gray sources give a gray image, whatever their order as long as their roles are said. */
    @ParameterizedTest
    @ValueSource(strings = {"ivif", "mif", "mfif", "meif"})
    void grayIsThatOfTheAuthors(String task) throws Exception {
        try (Golden golden = Golden.open("refusion/" + task + ".safetensors")) {
            Image first = Image.of(WIDTH, HEIGHT, 1, golden.values("source_y.0"), SampleDepth.FLOAT_32);
            Image second = Image.of(WIDTH, HEIGHT, 1, golden.values("source_y.1"), SampleDepth.FLOAT_32);
            List<Role> roles = ROLES.get(task);
            float[] straight = fused(task, List.of(first, second), roles, SampleDepth.BITS_8);
            float[] swapped =
                    fused(task, List.of(second, first), List.of(roles.get(1), roles.get(0)), SampleDepth.BITS_8);
            assertThat(Differences.largest(scaled(golden.values("output_gray8")), straight))
                    .isLessThanOrEqualTo(ONE_LEVEL);
            assertThat(swapped).containsExactly(straight);
        }
    }

    /**
     * The paper's rule and the code's, apart from one thing: where both sources are neutral the code gives 0, half a level off, and
     * ours neutral.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mfif", "meif"})
    void chromaIsThatOfThePaper(String task) throws IOException {
        try (Golden golden = Golden.open("refusion/" + task + ".safetensors")) {
            List<float[]> sources = List.of(chroma(golden, 0), chroma(golden, 1));
            float[] fused = ChromaFusion.fuse(sources);
            float[] paper = golden.values("chroma_fused_paper_offset128");
            float[] code = golden.values("chroma_fused_code");
            for (int i = 0; i < fused.length; i++) {
                float offset = (fused[i] - ChromaFusion.NEUTRAL) * LEVELS;
                assertThat(offset + 128).isCloseTo(paper[i], within(0.01f));
                assertThat(offset + 0.5f).isCloseTo(code[i], within(isNeutral(sources, i) ? 0.51f : 0.01f));
            }
        }
    }

    /** (C − 0.5) / 255 around ours of 0.5: the authors' values run from −127 to 128. */
    private static float[] chroma(Golden golden, int source) throws IOException {
        float[] values = golden.values("chroma_source." + source);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - 0.5f) / LEVELS + ChromaFusion.NEUTRAL;
        }
        return values;
    }

    private static float[] fused(String task, List<Image> sources, List<Role> roles, SampleDepth depth)
            throws IOException, InterruptedException {
        Path checkpoint = Reference.path("refusion/ReFusion_" + task.toUpperCase(Locale.ROOT) + ".pth");
        try (Fuser fuser = Fuser.with(checkpoint).withoutWeights().depth(depth).open()) {
            return fuser.fuse(sources, roles).image().values();
        }
    }

    private static Image source(Golden golden, int source) throws IOException {
        return Image.of(WIDTH, HEIGHT, 3, planar(golden.values("source_rgb8." + source)), SampleDepth.BITS_8);
    }

    /** From [H,W,3] in 0..255 to [3,H,W] in [0,1]. */
    private static float[] planar(float[] interleaved) {
        float[] planar = new float[interleaved.length];
        for (int i = 0; i < planar.length; i++) {
            planar[i % 3 * WIDTH * HEIGHT + i / 3] = interleaved[i] / LEVELS;
        }
        return planar;
    }

    private static float[] scaled(float[] levels) {
        float[] scaled = new float[levels.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = levels[i] / LEVELS;
        }
        return scaled;
    }

    @Test
    void theNamesOfPublishedFilesSayTheTask() {
        assertThat(Stream.of("refusion_ivif.pth", "refusion_mif.pth", "refusion_mfif.safetensors", "my-meif")
                        .map(ReFusion.FULL::taskOf))
                .extracting(Optional::orElseThrow)
                .containsExactly(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_FOCUS, Task.MULTI_EXPOSURE);
        assertThat(Stream.of("refusion.pth", "miffed.pth", "amif.pth").map(ReFusion.FULL::taskOf))
                .allMatch(Optional::isEmpty);
    }

    @Test
    void rolesOfOneTaskAreTakenOnBothSidesOnly() throws Exception {
        try (Fuser fuser = Fuser.with(RandomNetworks.load(ReFusion.FULL, 1)).open()) {
            Image image = Image.of(8, 8, 1, new float[64], SampleDepth.BITS_8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(image, image), List.of(Role.PET, Role.CT)))
                    .withMessage("refusion fuses pet or spect or ct, mri, found pet, ct");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(image, image), List.of(Role.INFRARED, Role.NEAR_INFRARED)))
                    .withMessage("refusion fuses infrared or near-infrared, visible, found infrared, near-infrared");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(image, image, image)))
                    .withMessage(
                            "refusion fuses at most 2 sources at once, found 3; expected fewer, or a network for any"
                                    + " number, such as IFCNN");
        }
    }
}
