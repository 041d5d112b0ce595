package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.task.Task;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PMGI with its authors' parameters of every task against its authors' program, whose numbers are in [−1,1]. */
class PmgiConformanceTest {
    private static ZooCase open(String task, String images) throws IOException {
        return ZooCase.open(Pmgi.NETWORK, "pmgi", "case-" + task + "-" + images, task + ".safetensors")
                .withNumbers(SignedImages::toUnit, SignedImages::of);
    }

    @ParameterizedTest
    @CsvSource({"IR_VI, vi", "Medical, ct", "Medical, pet", "Multi-exp, me", "Multi-focus, mf"})
    void equalsTheOriginal(String task, String images) throws IOException {
        try (ZooCase original = open(task, images)) {
            original.checkResults();
        }
    }

    @Test
    void featuresEqualTheOriginal() throws IOException {
        try (ZooCase original = open("IR_VI", "vi");
                Scope scope = Scope.open()) {
            List<Tensor> features = original.features();
            original.check("encoded0", features.get(0));
            original.check("encoded1", features.get(1));
        }
    }

    /** The authors' files hold statistics and factors of batch normalisations, of which their program for inference uses none. */
    @Test
    void storedNormalisationsAreNotApplied(@TempDir Path folder) throws IOException {
        Map<String, StoredTensor> good = RandomNetworks.stored(Pmgi.NETWORK, 1);
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        good.forEach((name, tensor) -> stored.put(published(name), tensor));
        for (String name : List.of("beta", "gamma", "moving_mean", "moving_variance")) {
            stored.put("fusion_model.layer2_3_vi.BatchNorm." + name, new StoredTensor(List.of(16L), new float[16]));
        }
        Path file = folder.resolve("any.safetensors");
        Safetensors.write(file, stored, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointLoader.fitting(checkpoint)).containsExactly(Pmgi.NETWORK);
            Map<String, StoredTensor> read = CheckpointLoader.values(Pmgi.NETWORK, checkpoint);
            assertThat(read.keySet()).isEqualTo(good.keySet());
            read.forEach((name, tensor) -> assertThat(tensor.values())
                    .as(name)
                    .containsExactly(good.get(name).values()));
        }
    }

    /** As the authors call it, below the name of the whole: {@code layer2_3.weight} is {@code fusion_model.layer2_3.w2_3}. */
    private static String published(String name) {
        return name.replaceFirst("layer(\\w+)\\.(.).*", "fusion_model.layer$1.$2$1");
    }

    @ParameterizedTest
    @CsvSource({
        "pmgi-ir_vi.safetensors, visible-infrared",
        "pmgi-medical.safetensors, medical",
        "pmgi-multi-exp.safetensors, multi-exposure",
        "pmgi-multi-focus.safetensors, multi-focus",
        "cgan.model-1.index, ''"
    })
    void namesOfFilesSayTheTask(String name, String task) {
        assertThat(Pmgi.NETWORK.taskOf(name).map(Task::word))
                .isEqualTo(Optional.of(task).filter(word -> !word.isEmpty()));
    }
}
