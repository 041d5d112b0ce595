package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both PyTorch containers on files assembled byte for byte. */
class PyTorchTest {
    private static final Map<String, byte[]> TWO_FLOATS = Map.of("0", CheckpointBytes.floats(3, 4));

    @TempDir
    Path folder;

    private Checkpoint open(byte[] bytes) throws IOException {
        return Checkpoint.open(Files.write(folder.resolve("x.pth"), bytes));
    }

    private Checkpoint openZip(PickleBytes pickle, Map<String, byte[]> storages) throws IOException {
        return open(CheckpointBytes.zip(pickle.end(), storages));
    }

    private List<String> names(PickleBytes pickle) throws IOException {
        try (Checkpoint checkpoint = openZip(pickle, TWO_FLOATS)) {
            return checkpoint.tensors().stream().map(TensorInfo::name).toList();
        }
    }

    private void assertRefused(PickleBytes pickle, String reason) {
        assertThatThrownBy(() -> openZip(pickle, TWO_FLOATS))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason);
    }

    private static PickleBytes dictionary() {
        return PickleBytes.protocol2().op("}(");
    }

    /** Values by hand from the definition of each format; the expected ones are exact. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT_64, DoubleStorage, 000000000000f83f 9a9999999999b9bf, 1.5 -0.1",
        "FLOAT_32, FloatStorage, 0000c03f cdccccbd, 1.5 -0.1",
        "FLOAT_16, HalfStorage, 003c 00c0 ff7b 0100 0004 007c 00fc 5535 0080, "
                + "1 -2 65504 5.9604644775390625e-8 6.103515625e-5 Infinity -Infinity 0.333251953125 -0.0",
        "FLOAT_16, HalfStorage, 007e ff03, NaN 6.097555160522461e-5",
        "BFLOAT_16, BFloat16Storage, 803f 40c0 4940 807f, 1 -3 3.140625 Infinity",
        "INT_64, LongStorage, feffffffffffffff 0000000001000000, -2 4294967296",
        "INT_32, IntStorage, 00000080 ffffff7f, -2147483648 2147483648",
        "INT_16, ShortStorage, 0080 ff7f, -32768 32767",
        "INT_8, CharStorage, 80 7f, -128 127",
        "UINT_8, ByteStorage, 80 ff, 128 255",
        "BOOL, BoolStorage, 00 01 01, 0 1 1"
    })
    void readsEveryElementType(ElementType type, String storage, String hex, String expected) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        int elements = bytes.length / type.bytes();
        PickleBytes pickle = dictionary()
                .text("t")
                .tensor("0", storage, elements, 0, new long[] {elements}, new long[] {1})
                .op("u");
        List<byte[]> files = List.of(
                CheckpointBytes.zip(pickle.end(), Map.of("0", bytes)),
                CheckpointBytes.stream(pickle.end(), Map.of("0", bytes), type.bytes()),
                CheckpointBytes.safetensors(
                        "{\"t\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                                .formatted(type.safetensorsName(), elements, bytes.length),
                        bytes));
        for (byte[] file : files) {
            try (Checkpoint checkpoint = open(file)) {
                assertThat(checkpoint.tensors()).containsExactly(new TensorInfo("t", type, List.of((long) elements)));
                assertThat(checkpoint.floats("t")).isEqualTo(parsed(expected));
            }
        }
    }

    private static float[] parsed(String numbers) {
        String[] words = numbers.split(" ");
        float[] values = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = Float.parseFloat(words[i]);
        }
        return values;
    }

    @Test
    void readsTransposedAndShiftedTensorsAndExpandedOnes() throws IOException {
        PickleBytes pickle = dictionary()
                .text("transposed")
                .tensor("0", "FloatStorage", 7, 1, new long[] {2, 3}, new long[] {1, 2})
                .text("everySecond")
                .tensor("0", "FloatStorage", 7, 0, new long[] {4}, new long[] {2})
                .text("expanded")
                .tensor("0", "FloatStorage", 7, 5, new long[] {3, 2}, new long[] {0, 1})
                .text("scalar")
                .tensor("0", "FloatStorage", 7, 6, new long[0], new long[0])
                .text("none")
                .tensor("0", "FloatStorage", 7, 7, new long[] {0, 5}, new long[] {5, 1})
                .op("u");
        Map<String, byte[]> storage = Map.of("0", CheckpointBytes.floats(0, 1, 2, 3, 4, 5, 6));
        for (byte[] file :
                List.of(CheckpointBytes.zip(pickle.end(), storage), CheckpointBytes.stream(pickle.end(), storage, 4))) {
            try (Checkpoint checkpoint = open(file)) {
                assertThat(checkpoint.floats("transposed")).containsExactly(1, 3, 5, 2, 4, 6);
                assertThat(checkpoint.floats("everySecond")).containsExactly(0, 2, 4, 6);
                assertThat(checkpoint.floats("expanded")).containsExactly(5, 6, 5, 6, 5, 6);
                assertThat(checkpoint.floats("scalar")).containsExactly(6);
                assertThat(checkpoint.floats("none")).isEmpty();
            }
        }
    }

    @Test
    void readsTheOldestRebuildFunctionParametersAndSizes() throws IOException {
        PickleBytes pickle = dictionary()
                .text("old")
                .global("torch._utils", "_rebuild_tensor")
                .op("(")
                .storage("0", "FloatStorage", 2)
                .number(0)
                .global("torch", "Size")
                .numbers(2)
                .op(0x85)
                .op("R")
                .numbers(1)
                .op("tR")
                .text("parameter")
                .global("torch._utils", "_rebuild_parameter")
                .op("(")
                .floats("0", 2)
                .op(0x88)
                .orderedDictionary()
                .op("tR")
                .op("u");
        try (Checkpoint checkpoint = openZip(pickle, TWO_FLOATS)) {
            assertThat(checkpoint.floats("old")).containsExactly(3, 4);
            assertThat(checkpoint.floats("parameter")).containsExactly(3, 4);
        }
    }

    @Test
    void readsPicklesOfProtocol4AndOfPython2() throws IOException {
        PickleBytes protocol4 = new PickleBytes()
                .op(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0)
                .op("}")
                .op(0x94, 0x8c, 1)
                .op("t")
                .op(0x94, 0x8c, 12)
                .op("torch._utils")
                .op(0x8c, 18)
                .op("_rebuild_tensor_v2")
                .op(0x93)
                .op("(")
                .storage("0", "FloatStorage", 2)
                .number(0)
                .numbers(2)
                .numbers(1)
                .op(0x89)
                .orderedDictionary()
                .op("tRs");
        assertThat(names(protocol4)).containsExactly("t");
        PickleBytes python2 = PickleBytes.protocol2()
                .global("collections", "OrderedDict")
                .op("](](U")
                .op(1)
                .op("t")
                .floats("0", 2)
                .op("ee")
                .op(0x85)
                .op("R");
        assertThat(names(python2)).containsExactly("t");
    }

    @Test
    void keepsTheOrderOfTheFileAndTheLastOfRepeatedKeys() throws IOException {
        PickleBytes pickle = dictionary()
                .text("z")
                .floats("0", 2)
                .text("a")
                .text("replaced below")
                .text("m")
                .floats("0", 2)
                .text("a")
                .floats("0", 2)
                .op("u");
        assertThat(names(pickle)).containsExactly("z", "a", "m");
    }

    /** As trainings store a best score beside their tensors: a type, its state, bytes as a text in Latin-1. */
    @Test
    void numbersOfNumPyAreLeftOut() throws IOException {
        PickleBytes pickle = dictionary()
                .text("score")
                .global("numpy.core.multiarray", "scalar")
                .global("numpy", "dtype")
                .text("f8")
                .number(0)
                .number(1)
                .op(0x87)
                .op("R(")
                .number(3)
                .text("<")
                .op("tb")
                .global("_codecs", "encode")
                .text("12345678")
                .text("latin1")
                .op(0x86)
                .op("R")
                .op(0x86)
                .op("R")
                .text("w")
                .floats("0", 2)
                .op("u");
        assertThat(names(pickle)).containsExactly("w");
    }

    @Test
    void flattensNestedDictionariesAndDropsTheParallelPrefixOfEach() throws IOException {
        PickleBytes pickle = dictionary()
                .text("Encoder")
                .op("}(")
                .text("module.conv.weight")
                .floats("0", 2)
                .text("module.module.weight")
                .floats("0", 2)
                .op("u")
                .text("module.bias")
                .floats("0", 2)
                .text("list")
                .op("](")
                .floats("0", 2)
                .text("no tensor")
                .floats("0", 2)
                .op("e")
                .op("u");
        assertThat(names(pickle))
                .containsExactly("Encoder.conv.weight", "Encoder.module.weight", "bias", "list.0", "list.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model", "model_state_dict", "net", "params", "params_ema"})
    void dropsAWrapperBesideWhichNoNetworkTensorsLie(String wrapper) throws IOException {
        PickleBytes pickle = dictionary()
                .text("epoch")
                .number(7)
                .text("optim")
                .op("}(")
                .text("state")
                .op("}(")
                .number(0)
                .op("}")
                .text("exp_avg")
                .floats("0", 2)
                .op("su")
                .text("param_groups")
                .op("]u")
                .text(wrapper)
                .op("}(")
                .text("module.w")
                .floats("0", 2)
                .op("u")
                .text("dtype")
                .global("torch", "float16")
                .op("u");
        assertThat(names(pickle)).containsExactly("w");
    }

    @Test
    void keepsAKeyThatIsNoWrapperOrNotTheOnlyOne() throws IOException {
        byte[] one = new PickleBytes().op("}").text("w").floats("0", 2).op("s").body();
        assertThat(names(dictionary().text("Encoder").raw(one).op("u"))).containsExactly("Encoder.w");
        assertThat(names(dictionary().text("model").floats("0", 2).op("u"))).containsExactly("model");
        assertThat(names(dictionary()
                        .text("model")
                        .raw(one)
                        .text("model_ema")
                        .raw(one)
                        .op("u")))
                .containsExactly("model.w", "model_ema.w");
        assertThat(names(dictionary()
                        .text("state_dict")
                        .op("}")
                        .text("net")
                        .raw(one)
                        .op("su")))
                .containsExactly("w");
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        assertRefused(
                dictionary()
                        .text("module.w")
                        .floats("0", 2)
                        .text("w")
                        .floats("0", 2)
                        .op("u"),
                "two of its tensors are named w");
    }

    @Test
    void aFileWithoutNamedTensorsIsRefused() {
        assertRefused(PickleBytes.protocol2().op("}"), "it holds no named tensors; expected a state dict");
        assertRefused(PickleBytes.protocol2().op("N"), "it holds no named tensors");
        assertRefused(PickleBytes.protocol2().floats("0", 2), "it holds no named tensors");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 3, 1, leaves its storage of 2 elements",
        "2, 1, 2, 1, leaves its storage",
        "2, 0, 2, 2, leaves its storage",
        "2, -1, 1, 1, impossible strides",
        "2, 0, 2, -1, impossible strides",
        "2, 0, -2, 1, negative size",
        "2, 3, 0, 1, leaves its storage",
        "2, 9223372036854775807, 2, 1, leaves its storage",
        "2, 0, 9223372036854775807, 9223372036854775807, leaves its storage",
        "2, 0, 1000000000, 0, is expanded from only 2 elements",
        "-1, 0, 1, 1, storage 0 has the impossible size -1",
        "9223372036854775807, 0, 1, 1, storage 0 has the impossible size",
        "3, 0, 1, 1, storage 0 has 8 bytes; expected 12"
    })
    void aTensorThatLeavesItsStorageIsRefused(long elements, long offset, long size, long stride, String reason) {
        PickleBytes pickle = dictionary()
                .text("t")
                .tensor("0", "FloatStorage", elements, offset, new long[] {size}, new long[] {stride})
                .op("u");
        assertRefused(pickle, reason);
    }

    @Test
    void impossibleShapesAreRefused() {
        assertRefused(
                dictionary()
                        .text("t")
                        .tensor("0", "FloatStorage", 2, 0, new long[] {2}, new long[] {1, 1})
                        .op("u"),
                "impossible strides");
        assertRefused(
                dictionary()
                        .text("t")
                        .tensor("0", "FloatStorage", 2, 0, new long[] {1L << 32, 1L << 32}, new long[] {0, 0})
                        .op("u"),
                "impossible size");
        assertRefused(
                dictionary()
                        .text("t")
                        .tensor("0", "FloatStorage", 2, 0, new long[1000], new long[1000])
                        .op("u"),
                "1000 dimensions");
        assertRefused(
                dictionary()
                        .text("t")
                        .floats("0", 2)
                        .text("u")
                        .tensor("0", "HalfStorage", 4, 0, new long[] {4}, new long[] {1})
                        .op("u"),
                "storage 0 is described in two ways");
    }

    @Test
    void aStreamHonoursViewsWithinTheirStorage() throws IOException {
        Map<String, byte[]> storages = Map.of("0", CheckpointBytes.floats(10, 11, 12, 13));
        try (Checkpoint checkpoint = open(CheckpointBytes.stream(viewed(1, 2, 1, 1), storages, 4))) {
            assertThat(checkpoint.floats("t")).containsExactly(12);
        }
        assertThatThrownBy(() -> open(CheckpointBytes.stream(viewed(3, 2, 0, 1), storages, 4)))
                .hasMessageContaining("a view of storage 0 leaves its 4 elements");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(viewed(-1, 2, 0, 1), storages, 4)))
                .hasMessageContaining("a view of storage 0 leaves");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(viewed(1, 2, 1, 2), storages, 4)))
                .hasMessageContaining("leaves its storage of 2 elements");
    }

    /** A tensor in a view of a storage of four floats. */
    private static byte[] viewed(long viewOffset, long viewElements, long offset, long elements) {
        return dictionary()
                .text("t")
                .global("torch._utils", "_rebuild_tensor")
                .op("((")
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .number(4)
                .op("(")
                .text("view")
                .number(viewOffset)
                .number(viewElements)
                .op("ttQ")
                .number(offset)
                .numbers(elements)
                .numbers(1)
                .op("tRu")
                .end();
    }

    @Test
    void aStreamHoldsItsStoragesInTheOrderOfItsKeys() throws IOException {
        PickleBytes pickle =
                dictionary().text("a").floats("2", 1).text("b").floats("1", 2).op("u");
        Map<String, byte[]> storages = new LinkedHashMap<>();
        storages.put("1", CheckpointBytes.floats(1, 2));
        storages.put("2", CheckpointBytes.floats(3));
        try (Checkpoint checkpoint = open(CheckpointBytes.stream(pickle.end(), storages, 4))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.PYTORCH_STREAM);
            assertThat(checkpoint.format().displayName()).isEqualTo("PyTorch stream (before 1.6)");
            assertThat(checkpoint.floats("a")).containsExactly(3);
            assertThat(checkpoint.floats("b")).containsExactly(1, 2);
        }
    }

    @Test
    void aStreamThatContradictsItselfIsRefused() {
        byte[] pickle = dictionary().text("a").floats("0", 2).op("u").end();
        assertThatThrownBy(() -> open(CheckpointBytes.stream(pickle, Map.of(), 4)))
                .hasMessageContaining("storage 0 is missing");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(pickle, Map.of("1", new byte[4]), 4)))
                .hasMessageContaining("storage 1 belongs to no tensor");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(pickle, Map.of("0", new byte[4]), 4)))
                .hasMessageContaining("storage 0 is not of the 2 elements");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(true, 1002, pickle, TWO_FLOATS, 4)))
                .hasMessageContaining("unknown version; expected 1001");
        assertThatThrownBy(() -> open(CheckpointBytes.stream(false, 1001, pickle, TWO_FLOATS, 4)))
                .hasMessageContaining("big-endian");
    }

    @Test
    void archivesThatAreNoCheckpointsSayWhatTheyAre() {
        byte[] pickle = dictionary().text("a").floats("0", 2).op("u").end();
        assertThatThrownBy(() -> open(CheckpointBytes.archive(Map.of("mimetype", new byte[2]))))
                .hasMessageContaining(
                        "zip archive with 0 entries data.pkl; expected a safetensors, PyTorch, TensorFlow or NumPy (.npz) checkpoint");
        assertThatThrownBy(() -> open(CheckpointBytes.archive(
                        Map.of("net/data.pkl", pickle, "net/constants.pkl", pickle, "net/code/x.py", pickle))))
                .hasMessageContaining("a TorchScript archive, a network with its code; fuse with it by --interface");
        assertThatThrownBy(() -> open(CheckpointBytes.archive(Map.of("a/data.pkl", pickle, "b/data.pkl", pickle))))
                .hasMessageContaining("2 entries data.pkl");
        assertThatThrownBy(() -> open(CheckpointBytes.archive(Map.of("a/data.pkl", pickle))))
                .hasMessageContaining("the entry a/data/0 is missing");
        assertThatThrownBy(() -> open(CheckpointBytes.archive(
                        Map.of("a/data.pkl", pickle, "a/byteorder", "big".getBytes(StandardCharsets.US_ASCII)))))
                .hasMessageContaining("big-endian");
    }

    @Test
    void entriesThatClaimMoreThanTheFileHoldsAreRefused() {
        byte[] file = CheckpointBytes.zip(
                dictionary().text("a").floats("0", 2).op("u").end(), TWO_FLOATS);
        // Both sizes of an entry stand 20 bytes into its record of the directory, which begins with PK 1 2.
        int record = new String(file, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        PickleBytes.littleEndian(8)
                .putInt(2_000_000_000)
                .putInt(2_000_000_000)
                .flip()
                .get(file, record + 20, 8);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("claims to be larger than the file");
        ByteBuffer.wrap(file).put(record + 20, (byte) 1);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("is compressed; expected it stored");
    }
}
