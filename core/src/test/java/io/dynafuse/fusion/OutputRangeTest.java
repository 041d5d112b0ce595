package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.task.Task;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the output of a network becomes an image: by the network, its checkpoint, or the caller, who comes first. */
class OutputRangeTest {
    @TempDir
    private Path folder;

    private static Image image(float... values) {
        return Image.of(values.length, 1, 1, values, SampleDepth.FLOAT_32);
    }

    /** The means are 0.2, 0.3, 0.6; from the least to the greatest these are 0, a quarter and all of the way. */
    @Test
    void theCallerStretches() throws Exception {
        List<Image> sources = List.of(image(0.1f, 0.2f, 0.5f), image(0.3f, 0.4f, 0.7f));
        assertThat(fused(Fuser.with(new MeanOfLuma()), sources))
                .containsExactly(new float[] {0.2f, 0.3f, 0.6f}, within(1e-6f));
        assertThat(fused(Fuser.with(new MeanOfLuma()).range(OutputRange.STRETCHED), sources))
                .containsExactly(new float[] {0, 0.25f, 1}, within(1e-6f));
        assertThat(fused(Fuser.with(new MeanOfLuma()).range(OutputRange.SCALED), sources))
                .containsExactly(new float[] {1 / 3f, 0.5f, 1}, within(1e-6f));
    }

    @Test
    void aConstantImageIsNotStretched() throws Exception {
        assertThat(fused(
                        Fuser.with(new MeanOfLuma()).range(OutputRange.STRETCHED),
                        List.of(image(0.25f, 0.25f), image(0.75f, 0.75f))))
                .containsExactly(0, 0);
        assertThat(fused(Fuser.with(new MeanOfLuma()).range(OutputRange.SCALED), List.of(image(0, 0), image(0, 0))))
                .containsExactly(0, 0);
    }

    private static float[] fused(Fuser.Builder builder, List<Image> sources) throws Exception {
        try (Fuser fuser = builder.withoutWeights().open()) {
            return fuser.fuse(sources).image().values();
        }
    }

    @Test
    void theCheckpointOverrulesTheNetworkAndTheCallerBoth() throws Exception {
        for (Network network : List.of(ReFusion.FULL, Ifcnn.MEAN)) {
            OutputRange usual = network.facts().range();
            assertThat(range(network, Map.of(), Optional.empty())).isEqualTo(usual);
            for (OutputRange stated : OutputRange.values()) {
                Map<String, String> metadata = Map.of(OutputRange.KEY, stated.word());
                assertThat(range(network, metadata, Optional.empty())).isEqualTo(stated);
                for (OutputRange asked : OutputRange.values()) {
                    assertThat(range(network, metadata, Optional.of(asked))).isEqualTo(asked);
                }
            }
        }
    }

    private Path write(Network network, Map<String, String> metadata) throws Exception {
        Path file = folder.resolve(network.id() + ".safetensors");
        Safetensors.write(file, RandomNetworks.stored(network, 1), metadata);
        return file;
    }

    /** The range that a fuser says, which is also what its images have. */
    private OutputRange range(Network network, Map<String, String> metadata, Optional<OutputRange> asked)
            throws Exception {
        Fuser.Builder builder =
                Fuser.with(write(network, metadata)).withoutWeights().depth(SampleDepth.FLOAT_32);
        asked.ifPresent(builder::range);
        try (Fuser fuser = builder.open()) {
            float[] values = fuser.fuse(List.of(noise(1), noise(2))).image().values();
            float least = 1;
            float most = 0;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            // A network of colours is stretched over all three, and gray is a mean of these.
            boolean stretchesGray = network.facts().inputs().colour() == ColourMode.LUMA;
            assertThat(least == 0 && most == 1).isEqualTo(stretchesGray && fuser.range() == OutputRange.STRETCHED);
            return fuser.range();
        }
    }

    /** Of so little contrast that no network makes black and white of it. */
    private static Image noise(long seed) {
        Random random = new Random(seed);
        float[] values = new float[24 * 24];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + 0.01f * random.nextFloat();
        }
        return Image.of(24, 24, 1, values, SampleDepth.FLOAT_32);
    }

    @Test
    void anotherWordIsRefused() throws Exception {
        Path file = write(ReFusion.FULL, Map.of(OutputRange.KEY, "wide"));
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Fuser.with(file).open())
                .withMessage(file + ": its metadata state the range wide; expected as-is, stretched or scaled");
    }

    @Test
    void aCheckpointForAnotherTaskIsNoted() throws Exception {
        Path file = folder.resolve("ReFusion_IVIF.safetensors");
        Safetensors.write(file, RandomNetworks.stored(ReFusion.FULL, 1), Map.of());
        String note =
                "ReFusion_IVIF.safetensors is called a checkpoint for visible-infrared, but the task is multi-focus";
        try (Fuser other = Fuser.with(file).task(Task.MULTI_FOCUS).open();
                Fuser same = Fuser.with(file).task(Task.VISIBLE_INFRARED).open()) {
            assertThat(other.fuse(List.of(noise(1), noise(2))).notes()).contains(note);
            assertThat(same.fuse(List.of(noise(1), noise(2))).notes()).doesNotContain(note);
        }
    }
}
