package io.dynafuse.network.refusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are, and that are not, ReFusion's. */
class ReFusionCheckpointTest {
    private static final String ONE = "encoder1.0.attn.qkv.weight";

    private final Map<String, StoredTensor> good = RandomNetworks.stored(ReFusion.FULL, 1);

    @TempDir
    private Path folder;

    private Path write(Map<String, StoredTensor> tensors) throws IOException {
        Path file = folder.resolve("refusion.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private static Map<String, StoredTensor> read(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return CheckpointLoader.values(CheckpointLoader.choose(checkpoint).network(), checkpoint);
        }
    }

    private static void refused(Path file, String... words) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> read(file))
                .withMessageContainingAll(words)
                .matches(e -> e.getMessage().lines().count() == 1);
    }

    /** The name of a convolution's weight a level down. */
    private static String twin(String name) {
        return name.replace(".weight", ".conv.weight");
    }

    private static boolean isOfConvolution(Map.Entry<String, StoredTensor> tensor) {
        return tensor.getValue().shape().size() == 4;
    }

    @Test
    void eitherNameIsRead() throws IOException {
        Map<String, StoredTensor> down = new LinkedHashMap<>();
        good.entrySet()
                .forEach(tensor ->
                        down.put(isOfConvolution(tensor) ? twin(tensor.getKey()) : tensor.getKey(), tensor.getValue()));
        assertThat(down.keySet()).isNotEqualTo(good.keySet());
        requireSame(read(write(down)));
        Map<String, StoredTensor> both = new LinkedHashMap<>(good);
        both.putAll(down);
        requireSame(read(write(both)));
    }

    private void requireSame(Map<String, StoredTensor> read) {
        assertThat(read.keySet()).isEqualTo(good.keySet());
        read.forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .containsExactly(good.get(name).values()));
    }

    @Test
    void namesThatDisagreeAreRefused() throws IOException {
        Map<String, StoredTensor> both = new LinkedHashMap<>(good);
        float[] other = good.get(ONE).values().clone();
        other[3] += 1;
        both.put(twin(ONE), new StoredTensor(good.get(ONE).shape(), other));
        refused(write(both), ONE, twin(ONE), "two names of one parameter");
    }

    @Test
    void aMissingModuleIsNamed() throws IOException {
        Map<String, StoredTensor> without = good.entrySet().stream()
                .filter(tensor -> !tensor.getKey().startsWith("FM."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        refused(write(without), "fits no known network; the nearest is refusion", "missing: FM.");
    }

    @Test
    void numbersThatAreNoneAreNamed() throws IOException {
        Map<String, StoredTensor> broken = new LinkedHashMap<>(good);
        float[] values = good.get(ONE).values().clone();
        values[0] = Float.NaN;
        broken.put(ONE, new StoredTensor(good.get(ONE).shape(), values));
        refused(write(broken), ONE + " holds NaN");
    }

    @Test
    void aPublishedFileCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Reference.path("refusion/ReFusion_MIF.pth"));
        Path file = folder.resolve("ReFusion_MIF.pth");
        for (int length : new int[] {whole.length / 2, whole.length - 1, 1000, 0}) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, "ReFusion_MIF.pth: ");
        }
    }

    @Test
    void aFileOfAnotherNetworkIsNotTakenForThisOne() throws IOException {
        try (Checkpoint other = Checkpoint.open(Reference.path("ifcnn/IFCNN-MAX.pth"))) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> CheckpointLoader.values(ReFusion.FULL, other))
                    .withMessageContaining("does not fit refusion: missing: ")
                    .withMessageContaining("; it fits ifcnn-");
        }
    }
}
