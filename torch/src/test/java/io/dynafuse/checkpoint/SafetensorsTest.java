package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dynafuse.files.UnwritableFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file(String header, byte[] data) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), CheckpointBytes.safetensors(header, data));
    }

    @Test
    void listsInTheOrderOfTheHeaderWhateverTheOrderOfTheBytes() throws IOException {
        Path file = file(
                "{\"__metadata__\":{\"format\":\"pt\",\"by\":\"hand\"},"
                        + "\"module.b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                        + "\"none\":{\"dtype\":\"I64\",\"shape\":[3,0],\"data_offsets\":[12,12]}}  ",
                CheckpointBytes.floats(7, 1.5f, -2));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
            assertThat(checkpoint.tensors())
                    .containsExactly(
                            new TensorInfo("b", ElementType.FLOAT_32, List.of(2L, 1L)),
                            new TensorInfo("a", ElementType.FLOAT_32, List.of()),
                            new TensorInfo("none", ElementType.INT_64, List.of(3L, 0L)));
            assertThat(checkpoint.metadata()).containsExactly(entry("format", "pt"), entry("by", "hand"));
            assertThat(checkpoint.floats("b")).containsExactly(1.5f, -2);
            assertThat(checkpoint.floats("a")).containsExactly(7);
            assertThat(checkpoint.floats("none")).isEmpty();
            assertThat(checkpoint.find("c")).isEmpty();
            assertThatThrownBy(() -> checkpoint.floats("c"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(file + ": it holds no tensor c");
        }
    }

    @Test
    void namesThatTrainingsWrapLoseTheWrapping() throws IOException {
        String header = IntStream.range(0, WRAPPED.size())
                .mapToObj(i -> "\"%s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[%d,%d]}"
                        .formatted(WRAPPED.get(i), 4 * i, 4 * i + 4))
                .collect(Collectors.joining(",", "{", "}"));
        try (Checkpoint checkpoint = Checkpoint.open(file(header, CheckpointBytes.floats(0, 1, 2, 3, 4, 5)))) {
            assertThat(checkpoint.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactly("a", "b", "c", "d", "e.module.f", "g.h");
            assertThat(checkpoint.floats("g.h")).containsExactly(5);
            assertThat(checkpoint.droppedPrefixes()).containsExactly("_orig_mod.", "module.");
        }
    }

    private static final List<String> WRAPPED = List.of(
            "module.a", "_orig_mod.b", "module._orig_mod.c", "_orig_mod.module.d", "e.module.f", "g._orig_mod.h");

    @Test
    void namesThatBecomeOneAreRefused() throws IOException {
        Path file = file(
                "{\"module.a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                new byte[0]);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .hasMessage(file + ": two of its tensors are named a once prefixes are dropped");
    }

    @Test
    void metadataOfMoreEntriesThanAnybodyWritesIsRefused() throws IOException {
        String header = IntStream.range(0, 10_001)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
        Path file = file(header, new byte[0]);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its metadata has more than 10000 entries");
    }

    @Test
    void moreTensorsThanAnyNetworkHasAreRefused() throws IOException {
        String header = IntStream.range(0, 100_001)
                .mapToObj(i -> "\"t" + i + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")
                .collect(Collectors.joining(",", "{", "}"));
        Path file = file(header, new byte[0]);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it has more than 100000 tensors");
    }

    @Test
    void digestsTheWholeFile() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file("{}      ", new byte[0]))) {
            assertThat(checkpoint.sha256())
                    .isEqualTo("9bbcbf73561f6bc5d0a17ea6a2081feed2d1304e87602d8c502d9a5c4bd85576");
        }
    }

    @Test
    void valuesAreGoneOnceClosed() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(
                file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", CheckpointBytes.floats(1)));
        checkpoint.close();
        assertThat(checkpoint.tensors()).hasSize(1);
        assertThatThrownBy(() -> checkpoint.floats("a")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}              | 4 | shape [2]",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}             | 4 | negative size",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}              | 4 | end by 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}              | 4 | start at 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}             | 4 | start at 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}              | 8 | start at 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}              | 8 | fill 4 bytes",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}            | 4 | byte range",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296,4],'data_offsets':[0,0]}} | 0 | impossible size",
                "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}}     | 4 | JSON",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}            | 4 | JSON",
                "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}            | 4 | JSON",
                "{'a':{'dtype':'F32','shape':[null],'data_offsets':[0,4]}}           | 4 | JSON",
                "{'a':{'dtype':'F32','shape':null,'data_offsets':[0,4]}}             | 4 | JSON",
                "{'a':{'dtype':'F32','data_offsets':[0,4]}}                          | 4 | JSON",
                "{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}          | 4 | type F8_E4M3; expected one of [F64, F32",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | a name is there twice",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | start at 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'more':1}}     | 4 | JSON",
                "{'__metadata__':{'a':1}}                                            | 0 | not text",
                "{'__metadata__':[]}                                                 | 0 | metadata is not",
                "{'a':null}                                                          | 0 | no byte range",
                "{'a':3}                                                             | 0 | JSON",
                "{} {}                                                               | 0 | follows",
                "{                                                                   | 0 | JSON",
            })
    void aHeaderThatBreaksTheFormatIsRefused(String header, int bytes, String reason) throws IOException {
        Path file = file(header.replace('\'', '"'), new byte[bytes]);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .message()
                .contains(reason)
                .doesNotContain("\n");
    }

    @Test
    void aHeaderBeyondTheLimitIsRefused() throws IOException {
        byte[] bytes = CheckpointBytes.safetensors("{}", new byte[0]);
        PickleBytes.littleEndian(8).putLong((32 << 20) + 1).flip().get(bytes, 0, 8);
        Path file = Files.write(folder.resolve("x"), bytes);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .hasMessageContaining("its header claims 33554433 bytes; expected at most 33554432");
    }

    @Test
    void writesTheDocumentedBytes() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("w", new StoredTensor(List.of(1L, 2L), new float[] {1, -2}));
        tensors.put("b\"", new StoredTensor(List.of(), new float[] {0.5f}));
        Safetensors.write(file, tensors, Map.of("z", "1", "a", "2"));
        String header = "{\"__metadata__\":{\"a\":\"2\",\"z\":\"1\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"b\\\"\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(padded.getBytes(StandardCharsets.UTF_8).length % 8).isZero();
        assertThat(file).hasBinaryContent(CheckpointBytes.safetensors(padded, CheckpointBytes.floats(1, -2, 0.5f)));
    }

    @Test
    void refusesWhatItCannotWrite() {
        assertThatThrownBy(() -> new StoredTensor(List.of(2L, 2L), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 4 values, found 3");
        assertThatThrownBy(() -> Safetensors.write(
                        folder.resolve("x"),
                        Map.of("__metadata__", new StoredTensor(List.of(), new float[1])),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Safetensors.write(folder.resolve("none/x"), Map.of(), Map.of()))
                .isInstanceOf(UnwritableFileException.class);
    }
}
