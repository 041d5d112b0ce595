package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are, and that are not, TC-MoA's. */
class TcMoaCheckpointTest {
    private static final Map<String, StoredTensor> GOOD = RandomNetworks.stored(TcMoa.SMALL, 1);

    @TempDir
    private Path folder;

    private Path write(Map<String, StoredTensor> tensors) throws IOException {
        Path file = folder.resolve("any.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private static Map<String, StoredTensor> only(Predicate<String> kept) {
        return changed(kept, name -> name);
    }

    private static Map<String, StoredTensor> changed(Predicate<String> kept, UnaryOperator<String> names) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        GOOD.forEach((name, tensor) -> {
            if (kept.test(name)) {
                tensors.put(names.apply(name), tensor);
            }
        });
        return tensors;
    }

    private static boolean isEmbedding(String name) {
        return name.contains("modal_shifts");
    }

    private static void refused(Path file, String... words) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> {
                    try (Checkpoint checkpoint = Checkpoint.open(file)) {
                        CheckpointLoader.choose(checkpoint);
                    }
                })
                .withMessageContainingAll(words)
                .matches(e -> e.getMessage().lines().count() == 1);
    }

    private static void holds(String name, StoredTensor tensor, float[] values) {
        // Comparing millions of values one by one takes minutes.
        assertThat(Arrays.equals(tensor.values(), values)).as(name).isTrue();
    }

    @Test
    void embeddingsThatAreNotThereAreZerosAndNoted() throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(write(only(name -> !isEmbedding(name))))) {
            assertThat(CheckpointLoader.fitting(checkpoint)).containsExactly(TcMoa.SMALL);
            Map<String, StoredTensor> read = CheckpointLoader.values(TcMoa.SMALL, checkpoint);
            assertThat(read.keySet()).isEqualTo(GOOD.keySet());
            read.forEach((name, tensor) -> holds(
                    name,
                    tensor,
                    isEmbedding(name) ? new float[192] : GOOD.get(name).values()));
            assertThat(CheckpointLoader.notes(TcMoa.SMALL, checkpoint))
                    .singleElement()
                    .asString()
                    .startsWith("holds no blocks_MoA.0.modal_shifts.0, ")
                    .endsWith(" and 13 more, in place of which there are zeros");
        }
    }

    @Test
    void namesOfTheOlderLayoutAreReadAndNoted() throws Exception {
        Map<String, StoredTensor> older = changed(
                name -> true,
                name -> name.contains("blocks_MoA")
                        ? name.replace(".MoA.", ".mlp.")
                                .replace("blocks_MoA", "blocks_SSF_rgb")
                                .replace("dimReduction", "SE_en_linear")
                                .replace("modal_shifts", "SSF_beta")
                        : name.replace("de_FusionLayer", "de_projAdapter")
                                .replaceFirst("^FusionLayer", "en_projAdapter"));
        assertThat(older.keySet()).isNotEqualTo(GOOD.keySet());
        try (Checkpoint checkpoint = Checkpoint.open(write(older))) {
            assertThat(CheckpointLoader.choose(checkpoint).network()).isEqualTo(TcMoa.SMALL);
            CheckpointLoader.values(TcMoa.SMALL, checkpoint)
                    .forEach(
                            (name, tensor) -> holds(name, tensor, GOOD.get(name).values()));
            assertThat(CheckpointLoader.notes(TcMoa.SMALL, checkpoint))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "is of an older layout, whose names are taken for today's: blocks_SSF_rgb.0.SE_en_linear");
        }
    }

    @Test
    void todaysNamesAreNotNoted() throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(write(GOOD))) {
            assertThat(CheckpointLoader.notes(TcMoa.SMALL, checkpoint)).isEmpty();
        }
    }

    @Test
    void adaptersAloneLackTheirBackbone() throws Exception {
        Set<String> adapters =
                TcMoa.SMALL.companions().get(TcMoa.ADAPTERS).shapes().keySet();
        for (Predicate<String> kept :
                List.<Predicate<String>>of(adapters::contains, name -> adapters.contains(name) && !isEmbedding(name))) {
            refused(
                    write(only(kept)),
                    "is the adapters module of tc-moa-small alone; expected a checkpoint that holds its backbone too");
        }
    }

    @Test
    void theAutoencoderAloneLacksTheAdapters() throws Exception {
        Map<String, StoredTensor> backbone =
                only(TcMoa.SMALL.companions().get(TcMoa.BACKBONE).shapes().keySet()::contains);
        backbone.put("mask_token", new StoredTensor(List.of(1L, 1L, 192L), new float[192]));
        refused(
                write(backbone),
                "is the backbone module of tc-moa-small alone; expected a checkpoint that holds its adapters too");
    }

    @Test
    void anotherWidthAndAnotherPatchAreTold() throws Exception {
        TcMoaShape wider =
                new TcMoaShape(16, new Stack(96, 8, 6), new Stack(192, 4, 6), 4, 4, true, Positions.OF_WINDOWS, 448);
        refused(
                write(RandomNetworks.stored(TcMoa.of(wider), 1)),
                "fits no known network; the nearest is tc-moa-small",
                "of another shape: cls_token [1, 1, 96] in place of [1, 1, 192]");
        TcMoaShape finer =
                new TcMoaShape(8, new Stack(192, 8, 6), new Stack(192, 4, 6), 4, 4, true, Positions.OF_WINDOWS, 448);
        refused(
                write(RandomNetworks.stored(TcMoa.of(finer), 1)),
                "fits no known network; the nearest is tc-moa-small",
                "patch_embed.proj.weight [192, 3, 8, 8] in place of [192, 3, 16, 16]");
    }

    @Test
    void aPublishedFileCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Reference.path("tcmoa/tiny.pth"));
        Path file = folder.resolve("checkpoint-19-base.pth");
        for (int length : new int[] {whole.length / 2, whole.length - 1, 1000, 0}) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, "checkpoint-19-base.pth: ");
        }
    }

    @Test
    void aMachineThatIsTooSmallIsToldBeforeAnythingIsRead() throws IOException {
        Map<String, StoredTensor> broken = only(name -> true);
        broken.put("cls_token", new StoredTensor(List.of(1L, 1L, 192L), filledWithNothing()));
        Path file = write(broken);
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() -> Fuser.with(file).memory(200L << 20).open())
                .withMessageMatching(
                        "expected \\d+ MB of memory or more for tc-moa-small, a network of \\d+ parameters,"
                                + " found a limit of 200 MB");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Fuser.with(file).memory(4L << 30).open())
                .withMessageContaining("cls_token holds NaN");
    }

    private static float[] filledWithNothing() {
        float[] values = new float[192];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
