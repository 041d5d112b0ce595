package io.dynafuse.network.cddfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.task.Task;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are, and that are not, CDDFuse's. */
class CddFuseCheckpointTest {
    private static final Map<String, String> DICTIONARIES = Map.of(
            "encoder", "DIDF_Encoder",
            "decoder", "DIDF_Decoder",
            "base_fusion", "BaseFuseLayer",
            "detail_fusion", "DetailFuseLayer");

    private final Map<String, StoredTensor> good = RandomNetworks.stored(CddFuse.QUARTER, 1);

    @TempDir
    private Path folder;

    private Path write(String name, Map<String, StoredTensor> tensors) throws IOException {
        Path file = folder.resolve(name);
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private Map<String, StoredTensor> renamed(UnaryOperator<String> names) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        good.forEach((name, tensor) -> tensors.put(names.apply(name), tensor));
        return tensors;
    }

    private static String published(String name) {
        String module = name.substring(0, name.indexOf('.'));
        return DICTIONARIES.get(module) + ".module" + name.substring(module.length());
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

    /** The names of the authors' four dictionaries, with and without those of their wrapper, and below another name. */
    @Test
    void dictionariesAreModules() throws IOException {
        List<UnaryOperator<String>> layouts = List.of(
                CddFuseCheckpointTest::published,
                name -> published(name).replace(".module.", "."),
                name -> "model." + published(name),
                UnaryOperator.identity());
        for (UnaryOperator<String> layout : layouts) {
            Map<String, StoredTensor> read = read(write("any.safetensors", renamed(layout)));
            assertThat(read.keySet()).isEqualTo(good.keySet());
            read.forEach((name, tensor) -> assertThat(tensor.values())
                    .as(name)
                    .containsExactly(good.get(name).values()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIDF_Encoder", "DIDF_Decoder", "BaseFuseLayer", "DetailFuseLayer"})
    void aMissingDictionaryIsNamed(String dictionary) throws IOException {
        Map<String, StoredTensor> without = renamed(CddFuseCheckpointTest::published).entrySet().stream()
                .filter(tensor -> !tensor.getKey().startsWith(dictionary))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        String module = DICTIONARIES.entrySet().stream()
                .filter(each -> each.getValue().equals(dictionary))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        refused(
                write("any.safetensors", without),
                "fits no known network; the nearest is cddfuse-16",
                "missing: " + module + ".");
    }

    @Test
    void numbersThatAreNoneAreNamed() throws IOException {
        Map<String, StoredTensor> broken = renamed(CddFuseCheckpointTest::published);
        String one = published("decoder.output.2.weight");
        float[] values = broken.get(one).values().clone();
        values[5] = Float.POSITIVE_INFINITY;
        broken.put(one, new StoredTensor(broken.get(one).shape(), values));
        refused(write("any.safetensors", broken), one + " holds Infinity");
    }

    @ParameterizedTest
    @CsvSource({
        "CDDFuse_IVF.pth, cddfuse, visible-infrared",
        "CDDFuse_MIF.pth, cddfuse-medical, medical",
        "cddfuse-medical.safetensors, cddfuse-medical, ''",
        "cddfuse.pth, cddfuse, ''",
        "cddfuse-32.safetensors, cddfuse-32, ''",
        "cddfuse-16-seed-1.safetensors, cddfuse-16, ''"
    })
    void namesOfFilesSayWhich(String name, String network, String task) throws IOException {
        Path file = write(name, good);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Network named = CheckpointLoader.named(checkpoint).orElseThrow();
            assertThat(named.id()).isEqualTo(network);
            assertThat(CheckpointLoader.task(named, checkpoint).map(Task::word))
                    .isEqualTo(Optional.of(task).filter(word -> !word.isEmpty()));
        }
    }

    @Test
    void aPublishedFileCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Reference.path("cddfuse/cddfuse-random.pth"));
        Path file = folder.resolve("CDDFuse_IVF.pth");
        for (int length : new int[] {whole.length / 2, whole.length - 1, 1000, 0}) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, "CDDFuse_IVF.pth: ");
        }
    }
}
