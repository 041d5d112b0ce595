package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.corruption.Corruption;
import io.dynafuse.corruption.NoisyNetwork;
import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterNoiseStudyTest {
    @TempDir
    private Path folder;

    @Test
    void everyLevelIsDrawnSeveralTimesAndNoneIsTheNetworkItself() throws Exception {
        Path data = Scenes.write(folder.resolve("data"), 1);
        Path weights = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        NoisyNetwork network = new NoisyNetwork(CheckpointSource.of(weights), Optional.of(Ifcnn.SUM));
        List<ParameterNoise> drawn = new ArrayList<>();
        Findings findings = Scenes.run(
                new ParameterNoiseStudy(),
                data,
                RandomNetworks.load(Ifcnn.SUM, 1),
                noise -> {
                    drawn.add(noise);
                    return network.load(noise);
                },
                List.of("static", "fused"),
                Optional.empty());
        assertThat(drawn).doesNotHaveDuplicates().hasSize(1 + 5 * 3);
        Table table = findings.tables().get(0);
        assertThat(table.rows()).hasSize(6 * 2);
        assertThat(Scenes.number(table, "first source's mean weight", "0.3", "static"))
                .isCloseTo(0.5, within(1e-9));
        // The same sources, fused by the network as it is.
        double clean = Scenes.number(table, "SD ↑", "0.0", "static");
        double again = Scenes.number(
                Scenes.run(
                                new CorruptionStudy(),
                                data,
                                RandomNetworks.load(Ifcnn.SUM, 1),
                                List.of("fused"),
                                Corruption.BLUR)
                        .tables()
                        .get(1),
                "SD ↑",
                "blur",
                "0, clean",
                "fused");
        assertThat(Scenes.number(table, "SD ↑", "0.0", "fused"))
                .isEqualTo(again)
                .isNotEqualTo(clean);
        assertThat(Scenes.number(table, "SD ↑", "0.5", "static")).isNotEqualTo(clean);
    }
}
