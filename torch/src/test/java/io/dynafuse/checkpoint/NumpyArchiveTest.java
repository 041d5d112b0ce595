package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.testing.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyArchiveTest {
    private static final byte[] ONE_TO_SIX = CheckpointBytes.floats(1, 2, 3, 4, 5, 6);

    @TempDir
    Path folder;

    private static byte[] array(String type, boolean columns, String shape, byte[] values) {
        return array(
                "{'descr': " + type + ", 'fortran_order': " + (columns ? "True" : "False") + ", 'shape': " + shape
                        + ", }",
                values);
    }

    private static byte[] array(String header, byte[] values) {
        byte[] text = (header + "  \n").getBytes(StandardCharsets.ISO_8859_1);
        return TensorFlowBytes.join(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
                PickleBytes.littleEndian(2).putShort((short) text.length).array(),
                text,
                values);
    }

    private Path archive(byte[]... arrays) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (int i = 0; i < arrays.length; i++) {
            entries.put("arr_" + i + ".npy", arrays[i]);
        }
        return Files.write(folder.resolve("weights.npz"), CheckpointBytes.archive(entries));
    }

    private static byte[] compressed(byte[] array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("w.npy"));
            zip.write(array);
        }
        return bytes.toByteArray();
    }

    private void assertRefused(Path file, String... mentions) {
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(mentions)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void arraysAreNamedByTheirEntriesAndReadByRows() throws IOException {
        Path file = archive(
                array("'<f4'", false, "(2, 3)", ONE_TO_SIX),
                array("'<f4'", true, "(2, 3)", ONE_TO_SIX),
                array("'<f4'", false, "()", CheckpointBytes.floats(7)),
                array("'<f4'", false, "(0,)", new byte[0]));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.NUMPY);
            assertThat(checkpoint.tensors())
                    .containsExactly(
                            new TensorInfo("arr_0", ElementType.FLOAT_32, List.of(2L, 3L)),
                            new TensorInfo("arr_1", ElementType.FLOAT_32, List.of(2L, 3L)),
                            new TensorInfo("arr_2", ElementType.FLOAT_32, List.of()),
                            new TensorInfo("arr_3", ElementType.FLOAT_32, List.of(0L)));
            assertThat(checkpoint.floats("arr_0")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(checkpoint.floats("arr_1")).containsExactly(1, 3, 5, 2, 4, 6);
            assertThat(checkpoint.floats("arr_2")).containsExactly(7);
            assertThat(checkpoint.floats("arr_3")).isEmpty();
        }
    }

    @Test
    void everyTypeOfNumberIsRead() throws IOException {
        Path file = archive(
                array(
                        "'<f8'",
                        false,
                        "(1,)",
                        PickleBytes.littleEndian(8).putDouble(0.5).array()),
                array("'<f2'", false, "(1,)", new byte[] {0, 0x3c}),
                array(
                        "'<i8'",
                        false,
                        "(1,)",
                        PickleBytes.littleEndian(8).putLong(-2).array()),
                array(
                        "'<i4'",
                        false,
                        "(1L,)",
                        PickleBytes.littleEndian(4).putInt(3).array()),
                array("'<i2'", false, "(1,)", new byte[] {4, 0}),
                array("'|i1'", false, "(1,)", new byte[] {-5}),
                array("'|u1'", false, "(1,)", new byte[] {-1}),
                array("'|b1'", false, "(1,)", new byte[] {1}));
        float[] expected = {0.5f, 1, -2, 3, 4, -5, 255, 1};
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (int i = 0; i < expected.length; i++) {
                assertThat(checkpoint.floats("arr_" + i)).containsExactly(expected[i]);
            }
        }
    }

    @Test
    void entriesMayBeCompressedAndHeadersOfALaterVersion() throws IOException {
        byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }\n".getBytes(StandardCharsets.UTF_8);
        byte[] array = TensorFlowBytes.join(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0},
                PickleBytes.littleEndian(4).putInt(header.length).array(),
                header,
                ONE_TO_SIX);
        Path file = Files.write(folder.resolve("weights.npz"), compressed(array));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.floats("w")).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'|O' ; (6,) ; its entry arr_1 is not loaded: it holds Python objects",
                "[('a', '|O')] ; (6,) ; its entry arr_1 is not loaded: it holds Python objects",
                "'>f4' ; (6,) ; holds big-endian numbers",
                "'<c8' ; (3,) ; is of NumPy's type '<c8'",
                "'<U6' ; (1,) ; is of NumPy's type '<U6'",
                "[('a', '<f4')] ; (6,) ; is of NumPy's type [('a', '<f4')]",
                "'<f4' ; (7,) ; has 24 bytes, which is not its shape [7]",
                "'<f4' ; (5,) ; has 24 bytes, which is not its shape [5]",
                "'<f4' ; (4611686018427387904, 4) ; the impossible size",
                "'<f4' ; (4611686018427387910,) ; which is not its shape",
                "'<f4' ; (99999999999999999999,) ; has the impossible size 99999999999999999999",
                "'<f4' ; (6 6,) ; has the impossible size 6 6",
                "'<f4' ; (-6,) ; has a header that NumPy does not write",
                "'<f4' ; (6,), 'x': (1,) ; has a header that NumPy does not write"
            })
    void whatCannotBeParametersIsRefused(String type, String shape, String mention) throws IOException {
        assertRefused(
                archive(array("'<f4'", false, "()", new byte[4]), array(type, false, shape, ONE_TO_SIX)), mention);
    }

    @Test
    void whatIsNoArrayIsRefused() throws IOException {
        assertRefused(archive(new byte[3]), "its entry arr_0 ends too early");
        assertRefused(archive("no array at all".getBytes(StandardCharsets.US_ASCII)), "arr_0 is not a NumPy array");
        byte[] array = array("'<f4'", false, "(6,)", ONE_TO_SIX);
        assertRefused(archive(Arrays.copyOf(array, 30)), "its entry arr_0 ends too early");
        byte[] version = array.clone();
        version[6] = 9;
        assertRefused(archive(version), "of the unknown version 9");
        version[6] = 2;
        assertRefused(archive(version), "claims a header of ");
        assertRefused(archive(array("no dictionary", ONE_TO_SIX)), "has a header that NumPy does not write");
        byte[] whole = Files.readAllBytes(archive(array));
        assertRefused(
                Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, whole.length - 40)), "ends too early");
    }

    @Test
    void aNameThatIsThereTwiceIsRefused() throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        byte[] array = array("'<f4'", false, "(6,)", ONE_TO_SIX);
        entries.put("aa.npy", array);
        entries.put("bb.npy", array);
        String twice =
                new String(CheckpointBytes.archive(entries), StandardCharsets.ISO_8859_1).replace("bb.npy", "aa.npy");
        assertRefused(
                Files.write(folder.resolve("x.npz"), twice.getBytes(StandardCharsets.ISO_8859_1)),
                "two of its tensors are named aa");
    }

    @Test
    void aSmallFileThatExpandsWithoutEndIsRefused() throws IOException {
        byte[] zeros = array("'<f4'", false, "(1000000,)", new byte[4_000_000]);
        assertRefused(
                Files.write(folder.resolve("x.npz"), compressed(zeros)),
                "claims to expand to more than 100 times as many");
    }

    @Test
    void numbersThatAreNotWhatTheArchiveSaysAreNoticedWhenTheyAreRead() throws IOException {
        Path file = archive(array("'<f4'", false, "(6,)", ONE_TO_SIX));
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("(6,), }  \n") + 12;
        bytes[at] ^= 1;
        Files.write(file, bytes);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> checkpoint.floats("arr_0"))
                    .hasMessage(file
                            + ": its entry arr_0 is damaged: its length or its checksum is not what the archive says");
        }
    }

    /** The central directory says less than the compressed bytes hold. */
    @Test
    void anEntryLargerThanItSaysIsNoticed() throws IOException {
        byte[] array = array("'<f4'", false, "(6,)", ONE_TO_SIX);
        byte[] bytes = compressed(TensorFlowBytes.join(array, new byte[4]));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(bytes.length - 6);
        file.putInt(directory + 24, array.length);
        Path path = Files.write(folder.resolve("x.npz"), bytes);
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            assertThatThrownBy(() -> checkpoint.floats("w"))
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Nothing but an exception of this package, whatever byte is wrong. */
    @Test
    void anyDamageIsReportedInOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(archive(array("'<f4'", true, "(2, 3)", ONE_TO_SIX)));
        Random random = new Random(1);
        Path file = folder.resolve("damaged.npz");
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
            Files.write(file, damaged);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                for (TensorInfo tensor : checkpoint.tensors()) {
                    assertThat(checkpoint.floats(tensor.name())).hasSize((int) tensor.elements());
                }
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
            }
        }
    }

    /** Kernels for true convolution; beside them lie the same turned by 180 degrees, as others would save them. */
    @Test
    void theAuthorsFileIsWhatNumpyReadsFromIt() throws IOException {
        Path file = Reference.path("zoo/deepfuse/DF_model_Epoch99.npz");
        try (Checkpoint checkpoint = Checkpoint.open(file);
                Checkpoint turned = Checkpoint.open(Reference.path("zoo/deepfuse/weights.safetensors"))) {
            assertThat(checkpoint.tensors()).hasSize(6);
            float[] values = checkpoint.floats("arr_5");
            assertThat(checkpoint.find("arr_5").orElseThrow().shape()).containsExactly(1L, 16L, 7L, 7L);
            TensorInfo last = turned.tensors().stream()
                    .filter(tensor -> tensor.shape().equals(List.of(1L, 16L, 7L, 7L)))
                    .findFirst()
                    .orElseThrow();
            float[] expected = turned.floats(last.name());
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(expected[i / 49 * 49 + 48 - i % 49]);
            }
        }
    }
}
