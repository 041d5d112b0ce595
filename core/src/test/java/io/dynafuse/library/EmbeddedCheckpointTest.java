package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestCheckpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedCheckpointTest {
    @TempDir
    private Path folder;

    /** Whatever is embedded in this build. */
    @Test
    void allThatComeWithTheProgramAreWholeSmallAndOfTheNetworkThatTheirCardNames() throws Exception {
        assertThat(EmbeddedCheckpoint.all()).extracting(EmbeddedCheckpoint::id).doesNotHaveDuplicates();
        for (EmbeddedCheckpoint weights : EmbeddedCheckpoint.all()) {
            assertThat(CheckpointName.of(weights.id()).text()).isEqualTo(weights.id());
            try (InputStream in = EmbeddedCheckpoint.class.getResourceAsStream(weights.id() + ".safetensors")) {
                assertThat(in.readAllBytes().length).as(weights.id()).isLessThan(EmbeddedCheckpoint.LARGEST);
            }
            ModelCard card = weights.card();
            assertThat(card.results()).as(weights.id()).isNotEmpty();
            assertThat(card.limits()).as(weights.id()).isNotEmpty();
            try (Checkpoint checkpoint = weights.open()) {
                CheckpointLoader.Choice choice = CheckpointLoader.choose(checkpoint);
                assertThat(choice.network().id()).isEqualTo(card.network());
                assertThat(choice.alternatives())
                        .as("metadata of %s", weights.id())
                        .isEmpty();
                assertThat(CheckpointLoader.values(choice.network(), checkpoint))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void openFromMemoryUnderTheirOwnName() throws Exception {
        EmbeddedCheckpoint weights = TestCheckpoints.embedded(folder, "tiny", Ifcnn.MEAN);
        byte[] bytes = Files.readAllBytes(folder.resolve("tiny.safetensors"));
        try (Checkpoint checkpoint = weights.open()) {
            Files.delete(folder.resolve("tiny.safetensors"));
            assertThat(checkpoint.name()).isEqualTo("embedded:tiny");
            assertThat(checkpoint.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(CheckpointLoader.choose(checkpoint).network()).isEqualTo(Ifcnn.MEAN);
            assertThat(checkpoint.floats("conv4.bias")).hasSize(3);
            assertThatThrownBy(() -> checkpoint.floats("conv9"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage("embedded:tiny: it holds no tensor conv9");
        }
    }

    @Test
    void whatIsCutShortOrSomethingElseIsRefused() throws Exception {
        TestCheckpoints.embedded(folder, "tiny", Ifcnn.MEAN);
        byte[] bytes = Files.readAllBytes(folder.resolve("tiny.safetensors"));
        for (int length : new int[] {0, 5, 8, 100, bytes.length / 2, bytes.length - 1}) {
            assertThatThrownBy(() -> Checkpoint.open("embedded:tiny", Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("embedded:tiny: ");
        }
        assertThatThrownBy(() -> Checkpoint.open("x", "PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("x: it is PyTorch zip; expected safetensors");
        byte[] claims = bytes.clone();
        claims[4] = 1;
        assertThatThrownBy(() -> Checkpoint.open("x", claims)).hasMessageContaining("expected at most 33554432");
    }

    @Test
    void theFirstThatServeATaskServeItAndTheFirstOfAllTheRest() throws Exception {
        EmbeddedCheckpoint sum = TestCheckpoints.embedded(folder, "sum", Ifcnn.SUM, Task.MEDICAL);
        EmbeddedCheckpoint mean = TestCheckpoints.embedded(folder, "mean", Ifcnn.MEAN, Task.MULTI_FOCUS, Task.MEDICAL);
        List<EmbeddedCheckpoint> all = List.of(sum, mean);
        assertThat(EmbeddedCheckpoint.best(all, Optional.of(Task.MEDICAL), 2)).contains(sum);
        assertThat(EmbeddedCheckpoint.best(all, Optional.of(Task.MULTI_FOCUS), 2))
                .contains(mean);
        assertThat(EmbeddedCheckpoint.best(all, Optional.of(Task.MULTI_EXPOSURE), 2))
                .contains(sum);
        assertThat(EmbeddedCheckpoint.best(all, Optional.empty(), 2)).contains(sum);
        assertThat(EmbeddedCheckpoint.best(List.of(), Optional.empty(), 2)).isEmpty();
        assertThatThrownBy(() -> EmbeddedCheckpoint.require(List.of(), Optional.of(Task.MEDICAL), 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected --checkpoint FILE");
    }

    @Test
    void whatAddsUpFeaturesIsPassedOverForMoreSourcesThanItKnows() throws Exception {
        EmbeddedCheckpoint sum = TestCheckpoints.embedded(folder, "sum", Ifcnn.SUM, Task.MULTI_FOCUS);
        EmbeddedCheckpoint mean = TestCheckpoints.embedded(folder, "mean", Ifcnn.MEAN, Task.MEDICAL);
        List<EmbeddedCheckpoint> all = List.of(sum, mean);
        assertThat(EmbeddedCheckpoint.best(all, Optional.of(Task.MULTI_FOCUS), 3))
                .contains(mean);
        assertThat(EmbeddedCheckpoint.best(all, Optional.empty(), 3)).contains(mean);
        assertThat(EmbeddedCheckpoint.best(List.of(sum), Optional.of(Task.MULTI_FOCUS), 3))
                .contains(sum);
    }

    @Test
    void theCardTellsItsResultsInTheirOrder() throws Exception {
        ModelCard card = TestCheckpoints.embedded(folder, "tiny", Ifcnn.SUM).card();
        assertThat(card.results()).containsExactly(entry("PSNR, dB", "9.5"), entry("looks", "bad"));
        assertThat(card.seed()).isEqualTo(1);
        assertThat(card.limits()).containsExactly("Good for nothing.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"network\": \"ifcnn-sum\"",
                "{\"network\": null}",
                "CARD more",
                "CARD {}",
                "MISSPELT",
                "DOUBLED"
            })
    void aCardThatLacksOrMisspellsSomethingIsBroken(String text) throws Exception {
        EmbeddedCheckpoint weights = TestCheckpoints.embedded(folder, "tiny", Ifcnn.SUM);
        String broken = text.replace("CARD", TestCheckpoints.CARD)
                .replace("MISSPELT", TestCheckpoints.CARD.replace("limits", "limit"))
                .replace("DOUBLED", TestCheckpoints.CARD.replace("\"seed\"", "\"steps\": 1, \"seed\""));
        Files.writeString(folder.resolve("tiny.json"), broken);
        assertThatThrownBy(weights::card)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("embedded:tiny: this build of dynafuse is broken: expected a model card");
        Files.delete(folder.resolve("tiny.json"));
        Files.delete(folder.resolve("tiny.safetensors"));
        assertThatThrownBy(weights::card).isInstanceOf(IOException.class).hasMessageContaining("tiny.json is missing");
        assertThatThrownBy(weights::open).isExactlyInstanceOf(CheckpointException.class);
    }
}
