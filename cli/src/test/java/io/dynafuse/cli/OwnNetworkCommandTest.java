package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.OnnxBuilder;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.TestCheckpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that Dynafuse does not know, in the command. */
@Tag("slow")
class OwnNetworkCommandTest {
    private static final float[] DARK = samples(0.2f);
    private static final float[] BRIGHT = samples(0.6f);

    @TempDir
    private Path folder;

    private Path models;
    private Path script;
    private CheckpointLibrary library;

    @BeforeEach
    void prepare() throws IOException {
        models = folder.resolve("models");
        script = script("tiny-fusion.pt");
        library = new CheckpointLibrary(
                List.of(TestCheckpoints.embedded(folder, "embedded-one", Ifcnn.SUM, Task.MEDICAL)),
                new InstalledFolder(Optional.of(models)));
        write("a.png", DARK);
        write("b.png", BRIGHT);
    }

    private static float[] samples(float value) {
        float[] samples = new float[20 * 14];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = value + i % 5 * 0.05f;
        }
        return samples;
    }

    private void write(String name, float[] samples) throws IOException {
        ImageFiles.write(Image.of(20, 14, 1, samples, SampleDepth.BITS_8), folder.resolve(name));
    }

    private Path script(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = OwnNetworkCommandTest.class.getResourceAsStream("/io/dynafuse/testing/scripts/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private Path interfaceFile(String yaml) throws IOException {
        return Files.writeString(folder.resolve("net.yaml"), yaml);
    }

    private CommandProcess.Result here(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(library, arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    /** One line that says why, and no image. */
    private void refused(int exitCode, String mention, Object... more) {
        Object[] given = {"fuse", folder.resolve("a.png"), folder.resolve("b.png"), "-o", folder.resolve("f.png")};
        CommandProcess.Result result = here(
                exitCode,
                Stream.concat(Arrays.stream(given), Arrays.stream(more)).toArray());
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mention);
        assertThat(folder.resolve("f.png")).doesNotExist();
    }

    private CommandProcess.Result fused(Object... more) {
        Object[] given = {"fuse", folder.resolve("a.png"), folder.resolve("b.png"), "-o", folder.resolve("f.png")};
        return here(0, Stream.concat(Arrays.stream(given), Arrays.stream(more)).toArray());
    }

    @Test
    void programsAreNotRunWithoutTrust() throws Exception {
        refused(
                1,
                "tiny-fusion.pt: is a network with a program of its own (TorchScript), which is run only with --trust",
                "--checkpoint",
                script);
        Path graph = mean(folder.resolve("mean.onnx"));
        refused(
                1,
                "mean.onnx: is a network with a program of its own (ONNX), which is run only with",
                "--checkpoint",
                graph);
        refused(
                2,
                "--interface: expected --trust beside it",
                "--checkpoint",
                script,
                "--interface",
                interfaceFile("inputs: 2"));
        CommandProcess.Result installed = here(1, "install", script);
        assertThat(installed.error()).contains("is run only with --trust");
        assertThat(models.resolve("tiny-fusion.pt")).doesNotExist();
    }

    /** What never ends is the guard's business, which its own test ends sooner. */
    @Test
    void hostileProgramsAreRefusedOrStopped() throws Exception {
        refused(
                1,
                "thief.pt: refused: its code reads or writes files (from_file in",
                "--checkpoint",
                script("thief.pt"),
                "--trust");
        refused(1, "greedy.pt: it fuses no images: ", "--checkpoint", script("greedy.pt"), "--trust");
        refused(1, "fails.pt: it fuses no images: ", "--checkpoint", script("fails.pt"), "--trust");
    }

    @Test
    void weighsTheFeaturesOfAScript() throws Exception {
        assertThat(fused("--checkpoint", script, "--trust", "--static").output())
                .contains("own:tiny-fusion");
        float[] fixed = ImageFiles.read(folder.resolve("f.png")).values();
        fused(
                "--checkpoint",
                script,
                "--trust",
                "--scale",
                "30",
                "--normalisation",
                "proportional",
                "--json",
                folder.resolve("how.json"));
        assertThat(ImageFiles.read(folder.resolve("f.png")).values()).isNotEqualTo(fixed);
        assertThat(Files.readString(folder.resolve("how.json"))).contains("\"network\" : \"own:tiny-fusion\"");
    }

    @Test
    void aStaticGraphGivesItsOwnResult() throws Exception {
        fused("--checkpoint", mean(folder.resolve("mean.onnx")), "--trust");
        float[] mean = new float[DARK.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (DARK[i] + BRIGHT[i]) / 2;
        }
        write("mean.png", mean);
        Path expected = folder.resolve("mean.png");
        assertThat(ImageFiles.read(folder.resolve("f.png")).values())
                .isEqualTo(ImageFiles.read(expected).values());
    }

    private static Path mean(Path file) throws IOException {
        OnnxBuilder graph = new OnnxBuilder()
                .input("infrared", 1, 1, -1, -1)
                .input("visible", 1, 1, -1, -1)
                .add(OnnxBuilder.floats("half", new long[] {}, 0.5f))
                .add(OnnxBuilder.node("Add").inputs("infrared", "visible").outputs("sum"))
                .add(OnnxBuilder.node("Mul").inputs("sum", "half").outputs("fused"))
                .output("fused", 1, 1, -1, -1);
        return Files.write(file, graph.model());
    }

    @Test
    void aWrongInterfaceIsRefusedByWhatTheGraphGives() throws Exception {
        Object[] trusted = {"--checkpoint", script, "--trust", "--interface", interfaceFile("colour: luma")};
        refused(1, "tiny-fusion.pt: it fuses no images: with colour luma, encode fails: ", trusted);
        interfaceFile("fusion: sum");
        refused(1, "forward gives another image than features fused by sum", trusted);
        interfaceFile("color: rgb");
        refused(1, "net.yaml: unknown key color; did you mean colour?", trusted);
        refused(
                1,
                "nothing.yaml: there is no such file",
                "--checkpoint",
                script,
                "--trust",
                "--interface",
                "nothing.yaml");
        refused(
                1,
                "is a network of its own, own:tiny-fusion; expected a checkpoint of ifcnn-sum",
                "--checkpoint",
                script,
                "--trust",
                "--model",
                "ifcnn-sum");
    }

    @Test
    void saysHowAStateDictBecomesANetwork() throws Exception {
        Path numbers = folder.resolve("numbers.safetensors");
        Safetensors.write(numbers, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of());
        refused(
                1,
                "numbers.safetensors: holds no program, only numbers or something else; expected TorchScript or ONNX",
                "--checkpoint",
                numbers,
                "--trust",
                "--interface",
                interfaceFile("inputs: 2"));
    }

    @Test
    void inspectReadsWithoutRunning() {
        String output = here(0, "inspect", script).output();
        assertThat(output)
                .contains("TorchScript, a program with its numbers; it was read, not run")
                .contains("function encode takes image")
                .contains("function forward takes first, second")
                .contains("encoder.0.weight");
    }

    @Test
    void installedNetworksAreKnownByName() throws Exception {
        interfaceFile("receptive-field: {encoder: 1, decoder: 1}");
        CommandProcess.Result installed =
                here(0, "install", script, "--trust", "--interface", folder.resolve("net.yaml"), "--name", "tiny");
        assertThat(installed.output())
                .startsWith(
                        "tiny: installed from tiny-fusion.pt, a network of one's own, 2 or more sources, rgb, features of 8"
                                + " channels fused by mean");
        Files.delete(script);
        assertThat(fused("--checkpoint", "tiny").output()).contains("own:tiny");
        assertThat(here(0, "models").output()).contains("tiny").contains("for own:tiny, from tiny-fusion.pt");
        assertThat(here(0, "models", "tiny").output()).contains("tiny.yaml");
        Files.writeString(models.resolve("tiny.yaml"), "fusion: sum");
        Files.delete(folder.resolve("f.png"));
        refused(1, "tiny.yaml: has changed since it was installed", "--checkpoint", "tiny");
        here(0, "uninstall", "tiny");
        try (Stream<Path> left = Files.list(models)) {
            assertThat(left).extracting(each -> each.getFileName().toString()).containsExactly(".lock");
        }
    }

    @Test
    void factsThatMeanNothingAreOneLine() throws Exception {
        here(0, "install", script, "--trust", "--name", "tiny");
        Path facts = models.resolve("tiny.json");
        String text = Files.readString(facts);
        for (String files :
                List.of("{}", "null", "{ \".yaml\" : \"" + "0".repeat(64) + "\" }", "{ \".pt\" : null }", "7")) {
            Files.writeString(
                    facts,
                    text.replaceFirst("\"ownFiles\" : \\{[^}]*}", "\"ownFiles\" : " + Matcher.quoteReplacement(files)));
            refused(1, "tiny.json: is not what `dynafuse install` writes", "--checkpoint", "tiny");
        }
    }

    @Test
    void aNetworkTakesThePlaceOfACheckpointWithAllItsFiles() throws Exception {
        Path numbers = folder.resolve("numbers.safetensors");
        Safetensors.write(numbers, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of("network", "ifcnn-mean"));
        here(0, "install", numbers, "--name", "one");
        assertThat(here(1, "install", script, "--trust", "--name", "one").error())
                .contains("is installed already");
        here(0, "install", script, "--trust", "--name", "one", "--replace");
        assertThat(models.resolve("one.safetensors")).doesNotExist();
        here(0, "install", numbers, "--name", "one", "--replace");
        assertThat(models.resolve("one.pt")).doesNotExist();
    }
}
