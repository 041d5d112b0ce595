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
import io.dynafuse.network.ifcnn.Ifcnn;
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
                        CheckpointSource.of(weights), Optional.empty(), OutputRule.CUT)
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
}
