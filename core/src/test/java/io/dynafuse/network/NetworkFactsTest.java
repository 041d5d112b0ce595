package io.dynafuse.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Role;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.SharpenedByTheMean;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fuser does about the facts of networks that no registered one has yet. */
class NetworkFactsTest {
    private static final Network GUIDE = ToyNetworks.ofTheGuide();
    private static final List<Role> ROLES = List.of(Role.VISIBLE, Role.INFRARED);
    private static final List<Role> SWAPPED = List.of(Role.INFRARED, Role.VISIBLE);

    private static Image noise(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(width, height, channels, values, SampleDepth.FLOAT_32);
    }

    private static Fuser.Builder guide() {
        return Fuser.with(RandomNetworks.load(GUIDE, 1));
    }

    @Test
    void rolesAndNotTheOrderSayWhichSourceIsWhich() throws Exception {
        Image visible = noise(15, 9, 3, 1);
        Image infrared = noise(15, 9, 1, 2);
        try (Fuser fuser = guide().keepWeightMaps().open()) {
            FusedImage straight = fuser.fuse(List.of(visible, infrared), ROLES);
            FusedImage swapped = fuser.fuse(List.of(infrared, visible), SWAPPED);
            assertThat(swapped.image().values())
                    .containsExactly(straight.image().values());
            assertThat(swapped.weightMaps().get(0).values())
                    .containsExactly(straight.weightMaps().get(1).values());
            assertThat(straight.notes()).isEmpty();
            FusedImage mistaken = fuser.fuse(List.of(infrared, visible));
            assertThat(mistaken.image().values()).isNotEqualTo(straight.image().values());
            assertThat(mistaken.notes())
                    .containsExactly("the sources are taken as visible, infrared, in the order in which they are given:"
                            + " nothing says which is which, but --roles can");
        }
    }

    /** An image that may be the first or the second is the second where another one has an earlier role of the first. */
    @Test
    void anInputPrefersTheRolesThatAreListedFirst() {
        Inputs inputs = new Inputs(
                2,
                2,
                2,
                List.of(List.of(Role.PET, Role.MRI), List.of(Role.MRI, Role.CT)),
                ColourMode.LUMA,
                1,
                InputNormalisation.none());
        assertThat(inputs.places(List.of(Role.MRI, Role.PET))).contains(List.of(1, 0));
        assertThat(inputs.places(List.of(Role.PET, Role.MRI))).contains(List.of(0, 1));
        assertThat(inputs.places(List.of(Role.MRI, Role.CT))).contains(List.of(0, 1));
        assertThat(inputs.places(List.of(Role.CT, Role.MRI))).contains(List.of(1, 0));
        assertThat(inputs.places(List.of(Role.PET, Role.PET))).isEmpty();
    }

    @Test
    void otherRolesAreRefused() throws Exception {
        try (Fuser fuser = guide().open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            fuser.fuse(List.of(noise(8, 8, 1, 1), noise(8, 8, 1, 2)), List.of(Role.NEAR, Role.FAR)))
                    .withMessage("gate fuses visible, infrared, found near, far");
        }
    }

    /** The infrared image of a colour camera has a colour of its own, which is left out. */
    @Test
    void chromaIsThatOfTheRole() throws Exception {
        Image visible = noise(12, 12, 3, 1);
        try (Fuser fuser = guide().open()) {
            Image first = fuser.fuse(List.of(visible, grayAsRgb(3)), ROLES).image();
            Image second =
                    fuser.fuse(List.of(visible, tinted(grayAsRgb(3))), ROLES).image();
            // Luma differs as the tint changes it; blue minus luma does not.
            assertThat(first.channels()).isEqualTo(3);
            float[] expected = io.dynafuse.image.Bt601.toYCbCr(visible.values());
            for (Image fused : List.of(first, second)) {
                float[] actual = io.dynafuse.image.Bt601.toYCbCr(fused.values());
                int plane = 12 * 12;
                int unclipped = 0;
                for (int i = 0; i < plane; i++) {
                    boolean clipped = false;
                    for (int channel = 0; channel < 3; channel++) {
                        float value = fused.values()[channel * plane + i];
                        clipped |= value <= 0 || value >= 1;
                    }
                    if (!clipped) {
                        unclipped++;
                        assertThat(actual[plane + i])
                                .isCloseTo(expected[plane + i], org.assertj.core.api.Assertions.within(1e-4f));
                    }
                }
                assertThat(unclipped).isPositive();
            }
        }
    }

    private static Image grayAsRgb(long seed) {
        float[] gray = noise(12, 12, 1, seed).values();
        float[] values = new float[3 * gray.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(gray, 0, values, channel * gray.length, gray.length);
        }
        return Image.of(12, 12, 3, values, SampleDepth.FLOAT_32);
    }

    private static Image tinted(Image image) {
        float[] values = image.values();
        for (int i = 0; i < values.length / 3; i++) {
            values[i] = Math.min(1, values[i] + 0.3f);
        }
        return Image.of(12, 12, 3, values, SampleDepth.FLOAT_32);
    }

    @Test
    void aGlobalNetworkIsCutOnlyWhereThatIsAllowed() throws Exception {
        List<Image> images = List.of(noise(200, 150, 1, 1), noise(200, 150, 1, 2));
        Network network = new SharpenedByTheMean();
        try (Fuser whole = Fuser.with(RandomNetworks.load(network, 1))
                        .withoutWeights()
                        .largestTile(64)
                        .open();
                Fuser tiled = Fuser.with(RandomNetworks.load(network, 1))
                        .withoutWeights()
                        .largestTile(64)
                        .inexactTiles()
                        .open()) {
            assertThat(whole.fuse(images).tiles()).isEqualTo(1);
            FusedImage inexact = tiled.fuse(images);
            assertThat(inexact.tiles()).isGreaterThan(1);
            assertThat(inexact.notes())
                    .containsExactly("this network looks at an image as a whole: in " + inexact.tiles()
                            + " tiles the result is not exact");
        }
    }

    @Test
    void aGlobalNetworkThatDoesNotFitIsRefusedWithWhatWould() throws Exception {
        List<Image> images = List.of(noise(2000, 1500, 1, 1), noise(2000, 1500, 1, 2));
        try (Fuser fuser = Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1))
                .withoutWeights()
                .memory(420L << 20)
                .open()) {
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> fuser.fuse(images))
                    .withMessageMatching(
                            "expected \\d+ MB of memory or more for a network that looks at these images as a"
                                    + " whole \\(about \\d+ pixels would fit, or tiles that are not exact: --tiles inexact\\), found a"
                                    + " limit of 420 MB");
        }
    }

    @Test
    void weightsAreRefusedWhereTheyHaveNoPlace() {
        Fuser.Builder builder =
                Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1)).dominability(ofNetwork -> ofNetwork);
        assertThatIllegalArgumentException()
                .isThrownBy(builder::open)
                .withMessage(
                        "sharpened-by-the-mean has no place where fusion weights can act; it fuses statically only");
    }

    @Test
    void withoutAPlaceForWeightsFusionIsStaticUnlessTheyAreAskedFor() throws Exception {
        List<Image> images = List.of(noise(30, 20, 1, 1), noise(30, 20, 1, 2));
        try (Fuser unasked = Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1))
                        .open();
                Fuser asked = Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1))
                        .withoutWeights()
                        .open()) {
            FusedImage fused = unasked.fuse(images);
            assertThat(fused.dominability()).isEmpty();
            assertThat(fused.image().values())
                    .containsExactly(asked.fuse(images).image().values());
        }
    }

    @Test
    void withoutAPlaceForWeightsANetworkCanJudgeImages() throws Exception {
        List<Image> images = List.of(noise(30, 20, 1, 1), noise(30, 20, 1, 2));
        for (String reference : List.of("fused", "self-fused")) {
            try (Fuser judge = Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1))
                    .space(Space.IMAGE)
                    .dominability(usual -> usual.with(reference))
                    .open()) {
                assertThat(judge.fuse(images).dominability().orElseThrow().toString())
                        .startsWith("image, " + reference);
            }
        }
        Fuser.Builder component = Fuser.with(RandomNetworks.load(new SharpenedByTheMean(), 1))
                .space(Space.IMAGE)
                .dominability(usual -> usual.with("component"));
        assertThatIllegalArgumentException()
                .isThrownBy(component::open)
                .withMessage("sharpened-by-the-mean makes no image of one source alone: expected reference fused or"
                        + " self-fused, found component");
    }

    @Test
    void namesOfTheAuthorsAreRead(@TempDir Path folder) throws Exception {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        RandomNetworks.stored(GUIDE, 1).forEach((name, tensor) -> {
            String theirs = name.replace("encoder.visible.", "vi_conv.").replace("encoder.infrared.", "ir_conv.");
            tensors.put("module." + theirs, tensor);
            if (name.startsWith("decoder.")) {
                tensors.put("module.copy_of_" + name, tensor);
            }
        });
        Path file = folder.resolve("gate.safetensors");
        Safetensors.write(file, tensors, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, StoredTensor> read = CheckpointLoader.values(GUIDE, checkpoint);
            assertThat(read.keySet())
                    .containsExactlyElementsOf(GUIDE.parameters().shapes().keySet());
            assertThat(read.get("encoder.infrared.weight").values())
                    .containsExactly(tensors.get("module.ir_conv.weight").values());
        }
    }
}
