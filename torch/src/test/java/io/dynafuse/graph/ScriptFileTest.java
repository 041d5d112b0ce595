package io.dynafuse.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.ElementType;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.testing.Scripts;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files declare, compared with the Python text that they were made from, and what is refused. */
class ScriptFileTest {
    private static final String CODE = "average/code/__torch__.py";

    @TempDir
    Path folder;

    private static List<Port> ports(String... names) {
        return Arrays.stream(names).map(name -> new Port(name, List.of())).toList();
    }

    private static TensorInfo floats(String name, Long... shape) {
        return new TensorInfo(name, ElementType.FLOAT_32, List.of(shape));
    }

    @Test
    void functionsAndTensorsAreThoseOfTheModule() throws Exception {
        Path path = Scripts.copy("tiny-fusion", folder);
        GraphFile file = GraphFile.read(path);
        assertThat(file.path()).isEqualTo(path);
        assertThat(file.format()).isEqualTo(GraphFormat.TORCHSCRIPT);
        assertThat(file.sha256()).isEqualTo(Sha256.hex(Sha256.begin().digest(Files.readAllBytes(path))));
        assertThat(file.functions())
                .containsExactlyInAnyOrder(
                        new GraphFunction("forward", ports("first", "second"), ports("output")),
                        new GraphFunction("encode", ports("image"), ports("output")),
                        new GraphFunction("decode", ports("features"), ports("output")));
        assertThat(file.tensors())
                .containsExactlyInAnyOrder(
                        floats("encoder.0.weight", 8L, 3L, 3L, 3L),
                        floats("encoder.0.bias", 8L),
                        floats("decoder.weight", 3L, 8L, 3L, 3L),
                        floats("decoder.bias", 3L));
        assertThat(file.notes()).containsExactly("module of the class TinyFusion");
    }

    @Test
    void tuplesAndListsAreToldApart() throws Exception {
        assertThat(GraphFile.read(Scripts.copy("two-streams", folder)).functions())
                .containsExactlyInAnyOrder(
                        new GraphFunction("forward", ports("first", "second"), List.of()),
                        new GraphFunction("encode", ports("image"), ports("output 1", "output 2")),
                        new GraphFunction("decode", ports("base", "detail"), ports("output")));
    }

    @Test
    void tracedModulesAreRead() throws Exception {
        GraphFile file = GraphFile.read(Scripts.copy("traced", folder));
        assertThat(file.functions()).containsExactly(new GraphFunction("forward", ports("input"), ports("output")));
        assertThat(file.tensors()).containsExactly(floats("0.weight", 2L, 1L, 3L, 3L), floats("0.bias", 2L));
    }

    @Test
    void whatIsNotUsedIsSaid() throws Exception {
        GraphFile file = GraphFile.read(withCode("""
                class Average(Module):
                  training : bool
                  def forward(self: __torch__.Average,
                    first: Tensor,
                    scale: Tuple[int, int]=(1, 2),
                    sizes: Dict[str, int]={}) -> Tensor:
                    return first
                  def scaled(it: __torch__.Average,
                    first: Tensor,
                    scale: float) -> Tensor:
                    return first
                  def named(self: __torch__.Average,
                    first: Tensor) -> Dict[str, Tensor]:
                    return {}
                class Other(Module):
                  def hidden(self: __torch__.Other,
                    first: Tensor) -> Tensor:
                    return first
                """));
        assertThat(file.functions()).containsExactly(new GraphFunction("forward", ports("first"), ports("output")));
        assertThat(file.notes())
                .containsExactly(
                        "module of the class Average",
                        "forward also takes scale: Tuple[int, int]=(1, 2), sizes: Dict[str, int]={}, left as it is",
                        "scaled also takes scale: float: not used",
                        "named returns Dict[str, Tensor], which is no tensors: not used");
    }

    private static Map<String, byte[]> entries(Path path) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] archive(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                CRC32 sum = new CRC32();
                sum.update(each.getValue());
                entry.setMethod(method);
                entry.setSize(each.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Map<String, byte[]> average() throws IOException {
        Path original = folder.resolve("average.pt");
        return entries(Files.exists(original) ? original : Scripts.copy("average", folder));
    }

    private Path with(String name, byte[] content) throws IOException {
        Map<String, byte[]> entries = average();
        entries.put(name, content);
        return Files.write(folder.resolve("net.pt"), archive(entries, ZipEntry.STORED));
    }

    private Path withCode(String code) throws IOException {
        return with(CODE, code.getBytes(StandardCharsets.UTF_8));
    }

    private Path withStatement(String statement) throws IOException {
        return withCode(
                "class Average(Module):\n  def forward(self: __torch__.Average,\n    first: Tensor) -> Tensor:\n    "
                        + statement + "\n    return first\n");
    }

    private static void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> GraphFile.read(path))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aFileThatReadsFilesIsRefused() {
        assertRefused(
                Scripts.copy("thief", folder),
                "refused: its code reads or writes files (from_file in __torch__.py); expected one that only computes with tensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "torch.save(first, \"/tmp/x\") | reads or writes files (save in",
                "_0 = (first).save(\"/tmp/x\") | reads or writes files",
                "_0 = ops.aten.from_file(\"/etc/passwd\", False, 3) | reads or writes files",
                "_0 = ops.torchvision.nms(first, first, 0.5) | needs an operator that PyTorch itself does not have (torchvision::nms in",
                "_0 = ops.image.read_file(\"/etc/passwd\") | operator that PyTorch itself does not have (image::read_file in",
                "o = ops | needs operators in a way that cannot be checked",
                "_0 = rpc_async(\"worker\", f) | calls other processes",
                "_0 = __torch__.torch.classes.shell.Run(\"ls\") | needs an extension",
                "_0 = getattr(torch, \"sa\" \"ve\")(first, \"x\") | names an attribute in a way that cannot be checked",
                "_0 = getattr(torch, \"cat\")([first]) | names an attribute",
                "_0 = getattr(t, \"save\")(first, \"x\") | names an attribute",
                "_0 = getattr(t, \"s\\x61ve\")(first, \"x\") | names an attribute",
            })
    void codeThatReachesOutsideIsRefused(String statement, String reason) throws Exception {
        assertRefused(withStatement(statement), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_0 = getattr(self, \"0\")",
                "_0 = ops.aten.relu(first)",
                "_0 = ops.prim.RaiseException(\"torch.save it\", \"builtins.RuntimeError\")",
                "print(\"from_file\")  # ops.shell.run",
                "_0 = torch.warn(\"see ops.x.y\")",
                "ops : int = 3"
            })
    void codeThatComputesIsNot(String statement) throws Exception {
        assertThat(GraphFile.read(withStatement(statement)).functions()).hasSize(1);
    }

    @Test
    void codeThatTheEngineCannotCompileIsRefusedWhenItIsOpened() throws Exception {
        Path path = withStatement("_0 = torch.paint(first)");
        GraphFile file = GraphFile.read(path);
        assertThatThrownBy(() -> file.open(Device.CPU))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(path + ": the engine refuses it: engine: Unknown builtin op: aten::paint")
                .message()
                .doesNotContain("\n");
    }

    /** What a view needs, channels last do not give; both runs must give the same. */
    @Test
    void scriptsMayLookAtImagesInAnotherShape() throws Exception {
        GraphFile file = GraphFile.read(withStatement("first = torch.mul(torch.view(first, [1, 6]), 2)"));
        try (Scope scope = Scope.open();
                Graph graph = file.open(Device.CPU)) {
            Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2);
            for (int i = 0; i < 2; i++) {
                assertThat(graph.run("forward", List.of(image)).get(0).toFloats())
                        .containsExactly(2, 4, 6, 8, 10, 12);
            }
        }
    }

    @Test
    void scriptsThatAskHowImagesLieFindThemAsInPython() throws Exception {
        GraphFile file = GraphFile.read(withStatement("first = torch.as_strided(first, [6], [1])"));
        try (Scope scope = Scope.open();
                Graph graph = file.open(Device.CPU)) {
            Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2);
            assertThat(graph.run("forward", List.of(image)).get(0).toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    /** The engine's reader of code would run out of stack. */
    @Test
    void deepBracketsAreRefused() throws Exception {
        assertRefused(withStatement("_0 = " + "(".repeat(100_000) + "1" + ")".repeat(100_000)), "is nested too deeply");
    }

    @Test
    void damagedFilesAreRefusedWhereverTheyEnd() throws Exception {
        byte[] whole = Files.readAllBytes(Scripts.copy("tiny-fusion", folder));
        Path path = folder.resolve("short.pt");
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Files.write(path, Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertThatThrownBy(() -> GraphFile.read(path))
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(path + ": ");
        }
    }

    /** Anything else than {@link CheckpointException} fails the test. */
    @Test
    void changedBytesAreReadOrRefused() throws Exception {
        byte[] whole = Files.readAllBytes(Scripts.copy("tiny-fusion", folder));
        Path path = folder.resolve("changed.pt");
        Random random = new Random(8);
        for (int i = 0; i < 400; i++) {
            byte[] changed = whole.clone();
            for (int k = 0; k < 1 + i % 4; k++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Files.write(path, changed);
            try {
                assertThat(GraphFile.read(path).functions()).isNotEmpty();
            } catch (CheckpointException e) {
                assertThat(e).hasMessageStartingWith(path + ": ").message().doesNotContain("\n");
            }
        }
    }

    @Test
    void whatIsNoGraphIsRefused() throws Exception {
        assertRefused(Files.write(folder.resolve("empty.pt"), new byte[0]), "expected a TorchScript or ONNX file");
        assertRefused(
                Files.write(folder.resolve("text.pt"), new byte[] {'h', 'i'}), "expected a TorchScript or ONNX file");
        assertRefused(folder, "expected a TorchScript or ONNX file");
        assertThat(GraphFile.formatOf(folder.resolve("none.pt"))).isEmpty();
        assertThat(GraphFile.formatOf(Scripts.copy("average", folder))).contains(GraphFormat.TORCHSCRIPT);
    }

    @Test
    void hostileArchivesAreRefused() throws Exception {
        assertRefused(
                with("average/code/__TORCH__.py", new byte[3]), "it holds the entry average/code/__TORCH__.py twice");
        assertRefused(with("other/code/__torch__.py", new byte[3]), "lies outside of its folder average");
        assertRefused(with("average/../../x", new byte[3]), "lies outside of its folder");
        assertRefused(with("average/x\\..\\y", new byte[3]), "lies outside of its folder");
        assertRefused(with("average/byteorder", "big".getBytes(StandardCharsets.US_ASCII)), "big-endian");
        assertRefused(withCode("class Other(Module):\n"), "its code has no class __torch__.Average");
        assertRefused(withCode("class Average(Module):\n  training : bool\n"), "no function of tensors");
    }

    @Test
    void codeThatExpandsWithoutEndIsRefused() throws Exception {
        Map<String, byte[]> entries = average();
        byte[] pickle = entries.remove("average/data.pkl");
        byte[] bomb = new byte[20 << 20];
        Map<String, byte[]> stored = new LinkedHashMap<>(entries);
        stored.put("average/code/x.py", bomb);
        Path path = folder.resolve("bomb.pt");
        stored.put("average/data.pkl", pickle);
        Files.write(path, archive(stored, ZipEntry.DEFLATED));
        assertThat(Files.size(path)).isLessThan(100_000);
        assertRefused(path, "is compressed; expected it stored");
        Files.write(path, archive(stored, ZipEntry.STORED));
        assertRefused(path, "its code is longer than 16777216 bytes");
    }

    /** Of two archives behind each other, one reader takes the first and another the second. */
    @Test
    void archivesWithRoomForAnotherAreRefused() throws Exception {
        byte[] whole = Files.readAllBytes(Scripts.copy("tiny-fusion", folder));
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        assertRefused(Files.write(folder.resolve("two.pt"), twice), "its directory is not where its end says");
        assertRefused(
                Files.write(folder.resolve("more.pt"), Arrays.copyOf(whole, whole.length + 1)),
                "expected a whole zip archive");
    }

    @Test
    void picklesMayOnlyHoldModulesAndTensors() throws Exception {
        assertRefused(
                with(
                        "average/data.pkl",
                        "\u0080\u0002cos\nsystem\n(X\u0002\0\0\0lstR.".getBytes(StandardCharsets.ISO_8859_1)),
                "not loaded: its pickle names os.system; expected modules of TorchScript");
        assertRefused(
                with(
                        "average/data.pkl",
                        "\u0080\u0002c__torch__.torch.classes.x\nY\n)\u0081.".getBytes(StandardCharsets.ISO_8859_1)),
                "it holds an object of the extension __torch__.torch.classes.x.Y");
        assertRefused(
                with("average/data.pkl", "\u0080\u0002}.".getBytes(StandardCharsets.ISO_8859_1)), "it holds no module");
    }
}
