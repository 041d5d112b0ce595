package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.task.Task;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointNetworkTest {
    private static final List<Image> SOURCES =
            List.of(TestNetworks.image(30, 200, SampleDepth.BITS_8), TestNetworks.image(90, 120, SampleDepth.BITS_8));

    private Path weights;

    @BeforeEach
    void write(@TempDir Path folder) throws Exception {
        weights = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
    }

    /** Table 8: what runs at a level is the network with so many deviations of each tensor on its parameters. */
    @Test
    void aLevelOfNoiseIsOnTheParameters() throws Exception {
        float[] noisy = fused(0.3);
        assertThat(noisy).containsExactly(byHand(new ParameterNoise(0.3, ParameterNoise.Unit.TENSOR_DEVIATION, 1)));
        assertThat(fused(0.3)).containsExactly(noisy);
        assertThat(fused(0)).isNotEqualTo(noisy);
        assertThat(fused(0.1)).isNotEqualTo(noisy);
    }

    private float[] fused(double noise) throws Exception {
        try (NetworkSource.Loaded loaded = new NetworkSource.OfCheckpoint(
                        CheckpointSource.of(weights), Optional.empty(), OutputRule.CUT, Optional.empty())
                .open(noise)) {
            return loaded.fuse(SOURCES, List.of(), "static").image().values();
        }
    }

    private float[] byHand(ParameterNoise noise) throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(weights);
                Parameters clean = CheckpointLoader.load(Ifcnn.SUM, checkpoint);
                Parameters noisy = noise.applyTo(clean);
                Fuser fuser = Fuser.with(Ifcnn.SUM.create(noisy, Device.CPU, Precision.FP32))
                        .withoutWeights()
                        .networkColours()
                        .depth(SampleDepth.FLOAT_32)
                        .open()) {
            return fuser.fuse(SOURCES).image().values();
        }
    }

    /** A router for each task, and the range that TC-MoA's authors write; the sizes of theirs, too, as these images are small. */
    @Test
    void aNetworkWithRoutersFusesAsItsAuthorsDo(@TempDir Path folder) throws Exception {
        Path checkpoint = folder.resolve("small.safetensors");
        Safetensors.write(checkpoint, RandomNetworks.stored(TcMoa.SMALL, 1), Map.of());
        float[] infrared = fused(checkpoint, Task.VISIBLE_INFRARED);
        assertThat(fused(checkpoint, Task.MULTI_FOCUS)).isNotEqualTo(infrared);
        try (Checkpoint opened = Checkpoint.open(checkpoint);
                Parameters parameters = CheckpointLoader.load(TcMoa.SMALL, opened);
                Fuser fuser = Fuser.with(((PromptedModel) TcMoa.SMALL.create(parameters, Device.CPU, Precision.FP32))
                                .with(PromptSettings.AS_MADE, Sizing.PUBLISHED))
                        .withoutWeights()
                        .task(Task.VISIBLE_INFRARED)
                        .range(OutputRange.STRETCHED)
                        .depth(SampleDepth.BITS_8)
                        .open()) {
            assertThat(infrared).containsExactly(fuser.fuse(SOURCES).image().values());
        }
    }

    private static float[] fused(Path checkpoint, Task task) throws Exception {
        try (NetworkSource.Loaded loaded = new NetworkSource.OfCheckpoint(
                        CheckpointSource.of(checkpoint), Optional.empty(), OutputRule.ROUNDED, Optional.of(task))
                .open(0)) {
            return loaded.fuse(SOURCES, List.of(), "static").image().values();
        }
    }
}
