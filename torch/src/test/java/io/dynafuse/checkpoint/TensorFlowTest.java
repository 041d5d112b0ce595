package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dynafuse.files.Sha256;
import io.dynafuse.testing.MessageBytes;
import io.dynafuse.testing.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFlowTest {
    private static final String DATA = ".data-00000-of-00001";

    @TempDir
    Path folder;

    private Path of(String name) {
        return folder.resolve("model.ckpt" + name);
    }

    private void assertRefused(Path file, String... mentions) {
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(mentions)
                .message()
                .doesNotContain("\n");
    }

    private void assertIndexRefused(byte[] index, String... mentions) throws IOException {
        new TensorFlowBytes().floats("w", new long[] {2}, 1, 2).write(folder);
        Files.write(of(".index"), index);
        assertRefused(of(".index"), mentions);
    }

    /** A CRC-32C is known for these digits: e3069283. */
    @Test
    void checksumsAreMasked() {
        int checksum = MaskedChecksum.of("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(checksum).isEqualTo((0xe3069283 >>> 15 | 0xe3069283 << 17) + 0xa282ead8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".index", DATA})
    void anyOfItsFilesOrTheirNameOpensAll(String ending) throws IOException {
        TensorFlowBytes bytes = new TensorFlowBytes()
                .floats("net/layer/bias", new long[] {2}, 1, 2)
                .floats("net/layer/scale", new long[] {}, 3)
                .floats("net/table", new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        bytes.write(folder);
        assertThat(Checkpoint.exists(of(ending))).isTrue();
        try (Checkpoint checkpoint = Checkpoint.open(of(ending))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.TENSORFLOW);
            assertThat(checkpoint.name()).isEqualTo(of(ending).toString());
            assertThat(checkpoint.tensors())
                    .containsExactly(
                            new TensorInfo("net.layer.bias", ElementType.FLOAT_32, List.of(2L)),
                            new TensorInfo("net.layer.scale", ElementType.FLOAT_32, List.of()),
                            new TensorInfo("net.table", ElementType.FLOAT_32, List.of(2L, 3L)));
            assertThat(checkpoint.floats("net.layer.bias")).containsExactly(1, 2);
            assertThat(checkpoint.floats("net.layer.scale")).containsExactly(3);
            assertThat(checkpoint.floats("net.table")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(checkpoint.fileChecksums())
                    .containsExactly(
                            entry("model.ckpt.index", sha256(bytes.index())),
                            entry("model.ckpt" + DATA, sha256(bytes.data())));
            assertThat(checkpoint.sha256()).isEqualTo(sha256(TensorFlowBytes.join(bytes.index(), bytes.data())));
        }
    }

    private static String sha256(byte[] bytes) throws IOException {
        return Sha256.hex(Sha256.of(new ByteArrayInputStream(bytes)));
    }

    @Test
    void itsFilesTogetherAreOneCheckpoint() throws IOException {
        new TensorFlowBytes().floats("w", new long[] {1}, 1).write(folder);
        try (Checkpoint checkpoint = Checkpoint.open(List.of(of(DATA), of(".index")))) {
            assertThat(checkpoint.tensors()).hasSize(1);
        }
    }

    /** A kernel of height 1, width 2, 3 inputs and 2 outputs: value 100 w + 10 i + o. */
    @Test
    void kernelsAreGivenByOutputInputHeightAndWidth() throws IOException {
        new TensorFlowBytes()
                .floats("w", new long[] {1, 2, 3, 2}, 0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121)
                .write(folder);
        try (Checkpoint checkpoint = Checkpoint.open(of(""))) {
            assertThat(checkpoint.find("w").orElseThrow().shape()).containsExactly(2L, 3L, 1L, 2L);
            assertThat(checkpoint.floats("w")).containsExactly(0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121);
        }
    }

    @Test
    void tensorsMayLieInSeveralFiles() throws IOException {
        byte[] two = CheckpointBytes.floats(5, 6);
        byte[] index = new TensorFlowBytes()
                .header(2)
                .floats("a", new long[] {1}, 4)
                .entry("b", TensorFlowBytes.description(1, new long[] {2}, 1, 3, two.length, MaskedChecksum.of(two)))
                .index();
        Files.write(of(".index"), index);
        Files.write(of(".data-00000-of-00002"), CheckpointBytes.floats(4));
        assertRefused(of(""), "it is incomplete: model.ckpt.data-00001-of-00002 is missing beside it");
        Files.write(of(".data-00001-of-00002"), TensorFlowBytes.join(new byte[3], two));
        try (Checkpoint checkpoint = Checkpoint.open(of(".data-00001-of-00002"))) {
            assertThat(checkpoint.floats("a")).containsExactly(4);
            assertThat(checkpoint.floats("b")).containsExactly(5, 6);
            assertThat(checkpoint.fileChecksums())
                    .containsOnlyKeys(
                            "model.ckpt.index", "model.ckpt.data-00000-of-00002", "model.ckpt.data-00001-of-00002");
        }
    }

    @Test
    void everyTypeOfNumberIsReadAndTextIsIgnored() throws IOException {
        new TensorFlowBytes()
                .tensor(
                        "double",
                        2,
                        new long[] {1},
                        PickleBytes.littleEndian(8).putDouble(0.5).array())
                .tensor("half", 19, new long[] {1}, new byte[] {0, 0x3c})
                .tensor(
                        "long",
                        9,
                        new long[] {1},
                        PickleBytes.littleEndian(8).putLong(7).array())
                .tensor("truth", 10, new long[] {1}, new byte[] {1})
                .tensor("_CHECKPOINTABLE_OBJECT_GRAPH", 7, new long[] {}, new byte[] {1, 2, 3})
                .write(folder);
        try (Checkpoint checkpoint = Checkpoint.open(of(""))) {
            assertThat(checkpoint.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactly("double", "half", "long", "truth");
            assertThat(checkpoint.floats("double")).containsExactly(0.5f);
            assertThat(checkpoint.floats("half")).containsExactly(1);
            assertThat(checkpoint.floats("long")).containsExactly(7);
            assertThat(checkpoint.floats("truth")).containsExactly(1);
        }
    }

    @Test
    void whatAnOptimizerKeepsIsIgnored() throws IOException {
        new TensorFlowBytes()
                .floats("beta1_power", new long[] {}, 0.9f)
                .floats("scope/beta2_power_1", new long[] {}, 0.9f)
                .floats("layer/Adam", new long[] {1}, 1)
                .floats("net/w", new long[] {1}, 1)
                .floats("net/w/Adam", new long[] {1}, 2)
                .floats("net/w/Adam_1", new long[] {1}, 3)
                .floats("v/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/VARIABLE_VALUE", new long[] {1}, 4)
                .write(folder);
        try (Checkpoint checkpoint = Checkpoint.open(of(""))) {
            assertThat(checkpoint.tensors()).extracting(TensorInfo::name).containsExactly("layer.Adam", "net.w");
        }
    }

    @Test
    void halfOfACheckpointNamesTheOtherHalf() throws IOException {
        new TensorFlowBytes().floats("w", new long[] {1}, 1).write(folder);
        Files.move(of(DATA), folder.resolve("elsewhere"));
        assertRefused(of(".index"), "it is incomplete: model.ckpt" + DATA + " is missing beside it");
        assertRefused(of(""), "it is incomplete: model.ckpt" + DATA);
        Files.move(folder.resolve("elsewhere"), of(DATA));
        Files.move(of(".index"), folder.resolve("renamed"));
        assertRefused(of(DATA), "it is incomplete: model.ckpt.index is missing beside it");
        assertRefused(folder.resolve("renamed"), "the index of a TensorFlow checkpoint under another name");
        assertRefused(of(""), "there is no such file");
        assertRefused(folder.resolve("x.data-00000-of-00001"), "there is no such file");
        Files.createDirectory(folder.resolve("f" + DATA));
        assertRefused(folder.resolve("f" + DATA), "it is a folder");
    }

    @Test
    void whatStandsForTheDataIsNamed() throws IOException {
        new TensorFlowBytes().floats("w", new long[] {40}, new float[40]).write(folder);
        Files.writeString(of(DATA), "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 345\n");
        assertRefused(of(""), "model.ckpt" + DATA + ": it is not a checkpoint but a Git LFS pointer");
        Files.writeString(of(".index"), "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 345\n");
        assertRefused(of(".index"), ": it is not a checkpoint but a Git LFS pointer");
        Files.write(of(".index"), new byte[0]);
        assertRefused(of(".index"), "it is empty");
    }

    @Test
    void damagedNumbersAreNoticedWhenTheyAreRead() throws IOException {
        new TensorFlowBytes()
                .floats("w", new long[] {1}, 1)
                .floats("x", new long[] {1}, 2)
                .write(folder);
        byte[] data = Files.readAllBytes(of(DATA));
        data[5] ^= 1;
        Files.write(of(DATA), data);
        try (Checkpoint checkpoint = Checkpoint.open(of(""))) {
            assertThat(checkpoint.floats("w")).containsExactly(1);
            assertThatThrownBy(() -> checkpoint.floats("x"))
                    .hasMessage(of("") + ": it is damaged: the checksum of x is wrong");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 0, 0, 8, which is not its shape",
        "1, -1, 0, 0, 8, the negative size",
        "1, 4611686018427387904, 0, 0, 8, which is not its shape",
        "1, 2, 0, 1, 8, lies outside of the 8 bytes of model.ckpt.data-00000-of-00001",
        "1, 2, 0, -8, 8, lies outside of the 8 bytes",
        "1, 2, 0, 9223372036854775807, 8, lies outside of the 8 bytes",
        "1, 2305843009213693951, 0, 0, 9223372036854775804, lies outside of the 8 bytes",
        "1, 2, 1, 0, 8, lies in a file that there is not",
        "1, 2, -1, 0, 8, lies in a file that there is not",
        "8, 1, 0, 0, 8, is of TensorFlow's type number 8; expected floating-point numbers",
        "0, 1, 0, 0, 8, is of TensorFlow's type number 0"
    })
    void tensorsThatCannotBeAreRefused(long type, long length, long shard, long offset, long size, String mention)
            throws IOException {
        TensorFlowBytes bytes = new TensorFlowBytes().floats("w", new long[] {2}, 1, 2);
        assertIndexRefused(
                bytes.entry("x", TensorFlowBytes.description(type, new long[] {length}, shard, offset, size, 0))
                        .index(),
                mention);
    }

    @Test
    void damagedIndexesAreRefused() throws IOException {
        TensorFlowBytes bytes = new TensorFlowBytes().floats("w", new long[] {1}, 1);
        byte[] whole = bytes.index();
        assertIndexRefused(Arrays.copyOf(whole, whole.length - 1), "does not end as the index");
        assertIndexRefused(Arrays.copyOfRange(whole, whole.length - 30, whole.length), "does not end as the index");
        byte[] changed = whole.clone();
        changed[9] ^= 1;
        assertIndexRefused(changed, "the checksum of a block is wrong");
        byte[] elsewhere = whole.clone();
        Arrays.fill(elsewhere, whole.length - 48, whole.length - 12, (byte) 0x7f);
        assertIndexRefused(elsewhere, "a block outside of the file");
        Arrays.fill(elsewhere, whole.length - 48, whole.length - 12, (byte) 0xff);
        assertIndexRefused(elsewhere, "a number of more than 64 bits");
        assertIndexRefused(bytes.index(1), "its index is compressed");
        assertIndexRefused(bytes.header(0).index(), "speaks of 0 files");
        assertIndexRefused(bytes.header(-1).index(), "speaks of 18446744073709551615 files");
        assertIndexRefused(bytes.entry("", new byte[] {8}).index(), "ends too early or is damaged");
        assertIndexRefused(bytes.entry("", new byte[] {8, 1, 16, 1}).index(), "big-endian");
        assertIndexRefused(new TensorFlowBytes().index(), "it holds no tensors");
        byte[] header = {8, 1};
        byte[] first = TensorFlowBytes.entry(0, "", header);
        assertIndexRefused(TensorFlowBytes.table(TensorFlowBytes.entry(0, "a", header), 0), "its index has no header");
        assertIndexRefused(TensorFlowBytes.table(TensorFlowBytes.join(first, first), 0), "holds a key twice");
        assertIndexRefused(
                TensorFlowBytes.table(TensorFlowBytes.join(first, TensorFlowBytes.entry(9, "a", header)), 0),
                "shares more than the one before has");
        assertIndexRefused(
                TensorFlowBytes.table(TensorFlowBytes.join(first, MessageBytes.varint(0), MessageBytes.varint(-1)), 0),
                "ends too early or is damaged");
        assertIndexRefused(
                TensorFlowBytes.table(TensorFlowBytes.entry(0, "n".repeat(2_000), header), 0),
                "more than 1000 characters");
    }

    @Test
    void twoNamesThatBecomeOneAreRefused() throws IOException {
        new TensorFlowBytes()
                .floats("a/b", new long[] {1}, 1)
                .floats("a.b", new long[] {1}, 1)
                .write(folder);
        assertRefused(of(""), "two of its tensors are named a.b");
    }

    /** Nothing but an exception of this package, whatever byte is wrong. */
    @Test
    void anyDamageIsReportedInOneLine() throws IOException {
        new TensorFlowBytes()
                .floats("net/w", new long[] {1, 1, 2, 2}, 1, 2, 3, 4)
                .write(folder);
        byte[] whole = Files.readAllBytes(of(".index"));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
            Files.write(of(".index"), Arrays.copyOf(damaged, whole.length - random.nextInt(2) * random.nextInt(60)));
            try (Checkpoint checkpoint = Checkpoint.open(of(""))) {
                assertThat(checkpoint.tensors()).hasSize(1);
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).startsWith(of("") + ": ").doesNotContain("\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sdnet/IR_VIS-IRVIS.model-10, sdnet/IR_VIS, fusion_model.",
        "sdnet/Medical-Medical.model-29, sdnet/Medical, fusion_model.",
        "sdnet/Multi_exposure-MEF.model-11, sdnet/Multi_exposure, fusion_model.",
        "sdnet/Multi_focus-MFF.model-19, sdnet/Multi_focus, fusion_model.",
        "pmgi/IR_VI-CGAN.model-1, pmgi/IR_VI, fusion_model.",
        "pmgi/Medical-CGAN.model-29, pmgi/Medical, fusion_model.",
        "pmgi/Multi-exp-CGAN.model-9, pmgi/Multi-exp, fusion_model.",
        "pmgi/Multi-focus-CGAN.model-1, pmgi/Multi-focus, fusion_model.",
        "u2fusion/model.ckpt, u2fusion/u2fusion, Generator(_1)?."
    })
    void theAuthorsFilesAreWhatTensorFlowReadsFromThem(String published, String converted, String prefix)
            throws IOException {
        Path file = Reference.path("zoo/" + published + ".index");
        try (Checkpoint checkpoint = Checkpoint.open(file);
                Checkpoint expected = Checkpoint.open(Reference.path("zoo/" + converted + ".safetensors"))) {
            assertThat(checkpoint.tensors()).hasSameSizeAs(expected.tensors());
            for (TensorInfo tensor : checkpoint.tensors()) {
                String name = tensor.name().replaceFirst("^" + prefix, "").replaceFirst("kernel$", "weight");
                assertThat(expected.find(name).orElseThrow().shape()).isEqualTo(tensor.shape());
                assertThat(checkpoint.floats(tensor.name())).as(name).isEqualTo(expected.floats(name));
            }
        }
    }
}
