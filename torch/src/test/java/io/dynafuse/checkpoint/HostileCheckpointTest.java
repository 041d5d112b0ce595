package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that want to run something, or to exhaust memory, stack or time. */
@Tag("slow")
class HostileCheckpointTest {
    private static final Map<String, byte[]> TWO_FLOATS = Map.of("0", CheckpointBytes.floats(3, 4));

    @TempDir
    Path folder;

    /** Opens the pickle in both containers; neither may read it, take long, or reserve much. */
    private void assertRefused(PickleBytes pickle, String reason) throws IOException {
        byte[] bytes = pickle.end();
        assertRefused(CheckpointBytes.zip(bytes, TWO_FLOATS), reason);
        assertRefused(CheckpointBytes.stream(bytes, Map.of(), 4), reason);
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = Files.write(folder.resolve("x.pth"), bytes);
        assertTimeout(Duration.ofSeconds(10), () -> {
            long before = allocated();
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining(reason)
                    .message()
                    .doesNotContain("\n");
            assertThat(allocated() - before).isLessThan((128L << 20) + 200L * bytes.length);
        });
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "__builtin__, getattr",
        "builtins, bytearray",
        "builtins, complex",
        "copy_reg, _reconstructor",
        "operator, attrgetter",
        "exceptions, Exception",
        "datetime, datetime",
        "decimal, Decimal",
        "numpy.core.multiarray, _reconstruct",
        "numpy, load",
        "argparse, Namespace",
        "torch._utils, _rebuild_qtensor",
        "torch, load",
        "torch.nn.modules.conv, Conv2d",
        "java.lang, Runtime"
    })
    void namesOfAnythingElseAreRefused(String module, String name) throws IOException {
        String reason = "not loaded: its pickle names " + module + "." + name
                + "; only tensors, parameters and dictionaries are constructed";
        assertRefused(
                PickleBytes.protocol2()
                        .global(module, name)
                        .op("(")
                        .text("echo")
                        .op("tR"),
                reason);
        assertRefused(
                new PickleBytes()
                        .op(0x80, 4)
                        .text(module)
                        .text(name)
                        .op(0x93)
                        .op(")")
                        .op(0x81),
                reason);
        assertRefused(new PickleBytes().op("(").text("echo").op("i" + module + "\n" + name + "\n"), reason);
        assertRefused(
                new PickleBytes().op("(").global(module, name).text("echo").op("o"), reason);
    }

    @Test
    void namesCannotDressUpAsLines() throws IOException {
        assertRefused(
                PickleBytes.protocol2()
                        .text("os\n\u001b[2J\r")
                        .text("system\u2028x")
                        .op(0x93),
                "its pickle names os [2J.system x;");
        assertRefused(PickleBytes.protocol2().global("a".repeat(100_000), "b"), "aaa…");
    }

    /** INST, OBJ, NEWOBJ, extensions, buffers, sets, and whatever no pickle has. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                'o', 0x81, 0x82, 0x83, 0x84, 0x92, 0x97, 0x98, 0x96, 0x8f, 0x90, 0x91, 'P', '1', '2', 'L', 'S', 'V',
                'F', 0x8b, 0x8d, 0x8e, 'B', 'C', 0, 0xff
            })
    void instructionsThatDataDoesNotNeedAreRefused(int instruction) throws IOException {
        assertRefused(
                PickleBytes.protocol2()
                        .orderedDictionary()
                        .op(")")
                        .op(instruction)
                        .op("\0\0\0\0\0\0\0\0"),
                "its pickle has the instruction 0x" + String.format("%02x", instruction));
    }

    @Test
    void whatIsNotAFunctionIsNotCalledAndWhatIsNotADictionaryGetsNoState() throws IOException {
        assertRefused(PickleBytes.protocol2().text("os.system").op(")R"), "calls something that is not a function");
        assertRefused(PickleBytes.protocol2().global("torch", "FloatStorage").op(")R"), "calls something");
        assertRefused(PickleBytes.protocol2().text("a").text("b").op("b"), "it is damaged");
        assertRefused(PickleBytes.protocol2().global("torch", "FloatStorage").op("}b"), "it is damaged");
        assertRefused(
                PickleBytes.protocol2().global("collections", "OrderedDict").op("}b"), "it is damaged");
        assertRefused(
                PickleBytes.protocol2().op("(").text("module").text("source").op("tQ"), "refers to more than storages");
        assertRefused(PickleBytes.protocol2().floats("0", 2).op("QRs"), "it is damaged");
    }

    @Test
    void claimedLengthsReserveNothing() throws IOException {
        for (int instruction : new int[] {'X', 'T'}) {
            assertRefused(PickleBytes.protocol2().op(instruction, 0xff, 0xff, 0xff, 0x7f), "text of 2147483647 bytes");
            assertRefused(PickleBytes.protocol2().op(instruction, 0xff, 0xff, 0xff, 0xff), "text of 4294967295 bytes");
        }
        assertRefused(
                PickleBytes.protocol2().op(0x8d, 0, 0, 0, 0x7f, 0, 0, 0, 0), "its pickle has the instruction 0x8d");
    }

    @Test
    void deepNestingDoesNotReachTheStack() throws IOException {
        PickleBytes tuples = PickleBytes.protocol2().op(")");
        PickleBytes dictionaries = PickleBytes.protocol2();
        for (int i = 0; i < 100_000; i++) {
            tuples.op(0x85);
            dictionaries.op("}").text("k");
        }
        assertRefused(tuples, "nested too deeply");
        dictionaries.op("}").op("s".repeat(100_000));
        assertRefused(dictionaries, "nested too deeply");
    }

    @Test
    void containersThatHoldThemselvesAreRefused() throws IOException {
        assertRefused(
                PickleBytes.protocol2()
                        .op("}q")
                        .op(0)
                        .text("self")
                        .op("h")
                        .op(0)
                        .op("s"),
                "hold themselves");
        assertRefused(PickleBytes.protocol2().op("]q").op(0).op("h").op(0).op("a"), "hold themselves");
        assertRefused(PickleBytes.protocol2().op("}q").op(0).op("h").op(0).op("Ns"), "container for a key");
        assertRefused(PickleBytes.protocol2().op("}]q").op(0).op("h").op(0).op("aNs"), "container for a key");
    }

    @Test
    void exponentiallySharedContainersAreRefused() throws IOException {
        PickleBytes dictionaries = PickleBytes.protocol2().op("}q").op(0);
        for (int level = 0; level < 30; level++) {
            dictionaries
                    .op("}(")
                    .text("a")
                    .op("h")
                    .op(level)
                    .text("b")
                    .op("h")
                    .op(level)
                    .op("uq")
                    .op(level + 1);
        }
        assertRefused(sharedLists(), "hold themselves");
        assertRefused(dictionaries, "hold themselves");
    }

    /** Lists of two lists of two lists …, in thirty levels. */
    private static PickleBytes sharedLists() {
        PickleBytes lists = PickleBytes.protocol2().op("]q").op(0);
        for (int level = 0; level < 30; level++) {
            lists.op("](h").op(level).op("h").op(level).op("eq").op(level + 1);
        }
        return lists;
    }

    @Test
    void exponentiallySharedContainersAreNeitherPrintedNorHashed() throws IOException {
        assertRefused(sharedLists().text("system").op(0x93), "it is damaged");
        assertRefused(sharedLists().op("Ns"), "it is damaged");
        assertRefused(sharedLists().op(0x85).op("Q"), "refers to more than storages");
        byte[] magic = Arrays.copyOf(CheckpointBytes.stream(new byte[0], Map.of(), 4), 15);
        byte[] version = PickleBytes.protocol2().op("M").op(0xe9, 0x03).end();
        byte[] system = PickleBytes.protocol2()
                .op("}")
                .text("little_endian")
                .op(0x88)
                .op("s")
                .end();
        byte[] lists = sharedLists().end();
        byte[] listOfLists =
                sharedLists().op("q").op(99).op("](h").op(99).op("e").end();
        assertRefused(new PickleBytes().raw(magic).raw(lists).body(), "unknown version");
        assertRefused(
                new PickleBytes()
                        .raw(magic)
                        .raw(version)
                        .raw(system)
                        .raw(PickleBytes.protocol2().op("}").end())
                        .raw(listOfLists)
                        .body(),
                "it is damaged");
    }

    @Test
    void sharedPartsDoNotMultiply() throws IOException {
        PickleBytes pairs = PickleBytes.protocol2()
                .op("NN")
                .op(0x86)
                .op("q")
                .op(0)
                .op("](")
                .op("h\0".repeat(100_000))
                .op("e")
                .op(0x85)
                .op("q")
                .op(1)
                .global("collections", "OrderedDict")
                .op("q")
                .op(2)
                .op("]q")
                .op(3)
                .op("(")
                .op("h\2h\1R".repeat(1000))
                .op("e");
        assertRefused(pairs, "more than 2000000 instructions");
        PickleBytes names = PickleBytes.protocol2()
                .op("}")
                .text("k".repeat(1_000_000))
                .op("](")
                .floats("0", 2)
                .op("q")
                .op(0)
                .op("h\0".repeat(50_000))
                .op("es");
        assertRefused(CheckpointBytes.zip(names.end(), TWO_FLOATS), "a name of more than 1000 characters");
        PickleBytes tensors = PickleBytes.protocol2()
                .op("](")
                .floats("0", 2)
                .op("q")
                .op(0)
                .op("h\0".repeat(100_000))
                .op("e");
        assertRefused(CheckpointBytes.zip(tensors.end(), TWO_FLOATS), "more than 100000 tensors");
    }

    @Test
    void endlessProgramsAreStopped() throws IOException {
        assertRefused(PickleBytes.protocol2().op("N".repeat(2_000_001)), "more than 2000000 instructions");
        assertRefused(PickleBytes.protocol2().op("I" + "1".repeat(33 << 20)), "longer than 33554432 bytes");
    }
}
