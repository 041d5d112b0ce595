package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not there, not checkpoints, cut short, or changed on their way. */
@Tag("slow")
class DamagedCheckpointTest {
    @TempDir
    Path folder;

    /** One small file of each format, with two tensors. */
    static List<byte[]> files() {
        byte[] pickle = PickleBytes.protocol2()
                .op("}(")
                .text("a")
                .floats("0", 2)
                .text("b")
                .tensor("1", "LongStorage", 4, 0, new long[] {2, 2}, new long[] {1, 2})
                .op("u")
                .end();
        Map<String, byte[]> storages = Map.of("0", CheckpointBytes.floats(1, 2), "1", new byte[32]);
        byte[] oneStorage =
                PickleBytes.protocol2().op("}").text("a").floats("0", 2).op("s").end();
        return List.of(
                CheckpointBytes.zip(pickle, storages),
                CheckpointBytes.stream(oneStorage, Map.of("0", CheckpointBytes.floats(1, 2)), 4),
                CheckpointBytes.safetensors(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                                + "\"b\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[8,10]}}",
                        new byte[10]));
    }

    @ParameterizedTest
    @MethodSource("files")
    void wholeFilesRead(byte[] bytes) throws IOException {
        readAll(Files.write(folder.resolve("x"), bytes));
    }

    @ParameterizedTest
    @MethodSource("files")
    void filesCutAnywhereAreRefused(byte[] bytes) throws IOException {
        Path file = folder.resolve("x");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .as("cut to %d of %d bytes", length, bytes.length)
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void changedBytesReadOrAreRefusedAndNothingElse(byte[] bytes) throws IOException {
        Random random = new Random(7);
        Path file = folder.resolve("x");
        for (int round = 0; round < 3000; round++) {
            byte[] changed = bytes.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                changed[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, changed);
            try {
                readAll(file);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageStartingWith(file + ": ").message().doesNotContain("\n");
            }
        }
    }

    private static void readAll(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (TensorInfo tensor : checkpoint.tensors()) {
                assertThat(checkpoint.floats(tensor.name())).hasSize((int) tensor.elements());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000000d49484452, it is not a checkpoint but a PNG image; expected a safetensors",
        "7b2261223a20312c2022623a7b7d7d7d, it is not a checkpoint",
        "80027d2e, it is not a checkpoint",
        "50, it is not a checkpoint",
        "'', it is empty; expected a safetensors",
        "504b0304, it ends too early or is damaged",
        "ff000000000000007b, it ends too early; expected a whole checkpoint"
    })
    void otherFilesAreNamedForWhatTheyAre(String hex, String reason) throws IOException {
        Path file = Files.write(folder.resolve("x.pth"), HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    @Test
    void textIsNotACheckpoint() throws IOException {
        Path file = Files.write(
                folder.resolve("x.pth"), "<!DOCTYPE html>\n<p>Not Found".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageStartingWith(file + ": it is not a checkpoint");
    }

    @Test
    void missingFilesAndFoldersSaySo() {
        Path missing = folder.resolve("none.pth");
        assertThatThrownBy(() -> Checkpoint.open(missing))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessage(folder
                        + ": it is a folder; expected a safetensors, PyTorch, TensorFlow or NumPy (.npz) checkpoint");
    }

    /** The name of a file says nothing; a large one lists as fast as a small one. */
    @Test
    void aLargeFileListsWithoutReadingItsTensors() throws IOException {
        long elements = 400_000_000;
        byte[] pickle = PickleBytes.protocol2()
                .op("}")
                .text("a")
                .floats("0", elements)
                .op("s")
                .end();
        byte[] start = CheckpointBytes.stream(pickle, Map.of("0", new byte[0]), 4);
        Path file = folder.resolve("large.safetensors");
        PickleBytes.littleEndian(8).putLong(elements).flip().get(start, start.length - 8, 8);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(start);
            sparse.setLength(start.length + 4 * elements);
        }
        assertTimeout(Duration.ofSeconds(1), () -> {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.tensors())
                        .containsExactly(new TensorInfo("a", ElementType.FLOAT_32, List.of(elements)));
            }
        });
    }
}
