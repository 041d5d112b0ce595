package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import io.dynafuse.testing.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights by name, from their installation to their removal. */
@Tag("slow")
class InstallCommandTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path models;
    private CheckpointLibrary library;

    @BeforeEach
    void prepare() throws IOException {
        file = folder.resolve("IFCNN-MEAN.safetensors");
        models = folder.resolve("models");
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of());
        library = new CheckpointLibrary(
                List.of(TestCheckpoints.embedded(folder, "embedded-one", Ifcnn.SUM, Task.MEDICAL)),
                new InstalledFolder(Optional.of(models)));
    }

    private CommandProcess.Result here(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(library, arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    /** One line, and nothing installed. */
    private void refused(int exitCode, String mention, Object... arguments) {
        CommandProcess.Result result = here(exitCode, arguments);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mention);
    }

    @Test
    void fromInstallationToRemoval() throws Exception {
        ImageFiles.write(Image.of(9, 7, 1, new float[63], SampleDepth.BITS_8), folder.resolve("a.png"));
        CommandProcess.Result result = CommandProcess.run(folder, "install", file, "--name", "Mine");
        assertThat(result.exitCode()).as(result.error()).isZero();
        Path home = folder.resolve(CommandProcess.HOME).resolve("models");
        assertThat(result.output().strip())
                .isEqualTo("mine: installed from IFCNN-MEAN.safetensors for ifcnn-mean, "
                        + home.resolve("mine.safetensors"));
        assertThat(result.error().strip())
                .matches(
                        "note: IFCNN-MEAN.safetensors is no published checkpoint of ifcnn-mean, whose files `dynafuse models"
                                + " ifcnn-mean` lists: its SHA-256 is [0-9a-f]{12}…");
        result = CommandProcess.run(
                folder,
                "fuse",
                "a.png",
                "a.png",
                "-o",
                "b.png",
                "--checkpoint",
                "MINE",
                "--task",
                "medical",
                "--json",
                "j");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output()).contains(", ifcnn-mean, ");
        assertThat(Files.readString(folder.resolve("j"))).contains("mine.safetensors");
        assertThat(CommandProcess.runIn(folder, "uninstall", "mine").output().strip())
                .isEqualTo("mine: removed");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).extracting(each -> each.getFileName().toString()).containsExactly(".lock");
        }
    }

    @Test
    void ofTwoProcessesAtOnceOneIsRefused() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<CommandProcess.Result> install =
                    () -> CommandProcess.run(folder, "install", file, "--name", "raced");
            List<CommandProcess.Result> both = new ArrayList<>();
            for (Future<CommandProcess.Result> each : threads.invokeAll(List.of(install, install))) {
                both.add(each.get());
            }
            both.sort(Comparator.comparing(CommandProcess.Result::exitCode));
            assertThat(both.get(0).exitCode()).as(both.get(0).error()).isZero();
            assertThat(both.get(1).exitCode()).isOne();
            assertThat(both.get(1).error().lines())
                    .contains("raced: is installed already; expected another --name, or --replace to replace it");
            assertThat(both.get(1).output()).isEmpty();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aPartOfAFileIsInstalledByItsKey() throws Exception {
        Map<String, StoredTensor> both = new LinkedHashMap<>();
        RandomNetworks.stored(Ifcnn.MEAN, 1).forEach((name, tensor) -> both.put("params." + name, tensor));
        RandomNetworks.stored(Ifcnn.MEAN, 2).forEach((name, tensor) -> both.put("params_ema." + name, tensor));
        Safetensors.write(file, both, Map.of("network", "ifcnn-mean"));
        assertThat(here(0, "install", file, "--name", "average").error().strip())
                .isEqualTo(
                        "note: IFCNN-MEAN.safetensors holds ifcnn-mean 2 times: the running average, below params_ema,"
                                + " is taken, not what is below params");
        assertThat(here(0, "install", file, "--name", "last", "--key", "params").error())
                .isEmpty();
        refused(
                1,
                "holds no tensors below the key generator; expected one of params, params_ema",
                "install",
                file,
                "--name",
                "x",
                "--key",
                "generator");
        assertThat(here(0, "inspect", file).output())
                .contains("network  ifcnn-sum, ifcnn-mean, ifcnn-max", "read     below params_ema", "note     holds");
        assertThat(here(0, "inspect", file, "--key", "params").output())
                .contains("tensors  13 with")
                .doesNotContain("note     holds", "read     below");
    }

    @Test
    void helpSaysWhereCopiesLieOnEverySystem() throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(folder, "install", "--help");
        assertThat(result.output()).contains("$XDG_DATA_HOME/dynafuse", "%LOCALAPPDATA%\\dynafuse");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void whatCannotBeToldIsAssumedAloud() throws Exception {
        Path unnamed = Files.move(file, folder.resolve("unnamed.safetensors"));
        assertThat(here(0, "install", unnamed).error().lines())
                .hasSize(2)
                .contains(
                        "note: unnamed.safetensors fits ifcnn-mean and ifcnn-max as well, and nothing in it says which"
                                + " it was trained for: ifcnn-sum assumed; --model says otherwise");
        assertThat(here(0, "install", unnamed, "--model", "ifcnn-max", "--replace")
                        .error()
                        .strip())
                .startsWith("note: unnamed.safetensors is no published checkpoint of ifcnn-max, ")
                .doesNotContain("\n");
        assertThat(here(
                                0,
                                "install",
                                library.installed()
                                        .find("unnamed")
                                        .orElseThrow()
                                        .path(),
                                "--name",
                                "sum",
                                "--model",
                                "ifcnn-sum")
                        .error()
                        .strip())
                .isEqualTo(
                        "note: unnamed.safetensors calls itself a checkpoint of ifcnn-max; installed for ifcnn-sum, as"
                                + " --model says");
        assertThat(here(0, "models").output())
                .contains("unnamed           for ifcnn-max, from unnamed.safetensors, SHA-256 ");
    }

    @Test
    void hidingEmbeddedWeightsIsSaid() {
        assertThat(here(0, "install", file, "--name", "embedded-one").error())
                .contains("embedded:embedded-one means the one that comes with dynafuse");
        assertThat(here(0, "models", "embedded-one").output()).contains("installed checkpoint", "embedded checkpoint");
        assertThat(here(0, "inspect", "embedded:embedded-one").output()).contains("file     embedded:embedded-one");
        assertThat(here(0, "inspect", "embedded-one").output()).contains("network: ifcnn-mean");
    }

    @Test
    void wrongNamesAndFilesAreRefused() throws Exception {
        refused(2, "--name: expected a name", "install", file, "--name", "../x");
        refused(
                2,
                "the file's own name is not valid for an installed checkpoint: expected a name of at most 64",
                "install",
                Files.copy(file, folder.resolve("a b.pth")));
        refused(2, "a".repeat(80) + "…\"", "install", file, "--name", "a".repeat(5000));
        refused(2, "expected the name of a file", "install", "");
        refused(1, "missing.pth: there is no such file", "install", folder.resolve("missing.pth"));
        refused(1, "it is a folder", "install", folder, "--name", "x");
        refused(1, "it is empty", "install", Files.createFile(folder.resolve("empty.pth")));
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(1, cut + ": ", "install", cut);
        refused(2, "expected one of ifcnn-sum, ifcnn-mean, ifcnn-max", "install", file, "--model", "ifcnn-min");
        assertThat(models).doesNotExist();
        here(0, "install", file, "--name", "x");
        refused(1, "x: is installed already; expected another --name, or --replace", "install", file, "--name", "x");
        refused(1, "y: no checkpoint of that name is installed; expected one of x", "uninstall", "y");
        refused(1, "../x: no checkpoint of that name", "uninstall", "../x");
        refused(1, "nobody: is neither a network nor a checkpoint", "models", "nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fuse A B -o C",
                "evaluate D -o C",
                "study covariance --data D",
                "reproduce ttd-table3 --data D",
                "inspect"
            })
    void everyCommandThatTakesWeightsKnowsTheNames(String command) throws Exception {
        for (String name : new String[] {"D/1-mri.png", "D/1-ct.png", "A.png", "B.png"}) {
            Files.createDirectories(folder.resolve("D"));
            ImageFiles.write(Image.of(9, 7, 1, new float[63], SampleDepth.BITS_8), folder.resolve(name));
        }
        String arguments = command.replace(" A B ", " " + folder + "/A.png " + folder + "/B.png ")
                        .replace(" D", " " + folder + "/D")
                        .replace(" C", " " + folder + "/C.png")
                + (command.equals("inspect") ? " nobody" : " --checkpoint nobody");
        CommandProcess.Result result = here(1, (Object[]) arguments.split(" "));
        assertThat(result.error().lines().filter(line -> !line.startsWith("note: ")))
                .as(result.error())
                .containsExactly(
                        "nobody: there is no such file and no checkpoint of that name; expected a file or one of"
                                + " embedded-one");
    }

    @Test
    void aChangedFileIsNoticedBeforeItIsUsed() throws Exception {
        here(0, "install", file, "--name", "x");
        Path installed = models.resolve("x.safetensors");
        byte[] bytes = Files.readAllBytes(installed);
        bytes[bytes.length - 2] ^= 4;
        Files.write(installed, bytes);
        refused(1, installed + ": has changed since it was installed", "inspect", "x");
        Files.writeString(models.resolve("x.json"), "{}");
        refused(1, "x.json: is not what `dynafuse install` writes", "inspect", "x");
        assertThat(here(1, "models").output()).contains("damaged: " + models.resolve("x.json"));
        assertThat(here(0, "uninstall", "installed:x").output().strip()).isEqualTo("x: removed");
    }

    @Test
    void modelsTellsWhereEmbeddedWeightsComeFrom() {
        assertThat(here(0, "models").output())
                .contains("embedded-one      for medical: random numbers for tests")
                .doesNotContain("PSNR")
                .contains("installed checkpoints: none");
        assertThat(here(0, "models", "embedded-one").output())
                .contains("embedded checkpoint embedded-one: random numbers for tests")
                .contains("steps    0", "result   PSNR, dB: 9.5", "limit    Good for nothing.", "licence  Apache-2.0");
        assertThat(here(0, "models", "ifcnn-max").output()).contains("83,587 parameters");
    }

    @Test
    void theAuthorsFilesCanBeInstalledAndAModuleForTrainingCannot() throws Exception {
        Path sum = Reference.path("ifcnn/IFCNN-SUM.pth");
        assertThat(here(0, "install", sum).output())
                .startsWith("ifcnn-sum: installed from IFCNN-SUM.pth for ifcnn-sum, ");
        Path refusion = Reference.path("refusion/ReFusion_MFIF.pth");
        assertThat(here(0, "install", refusion).output())
                .startsWith("refusion_mfif: installed from ReFusion_MFIF.pth for refusion, ");
        assertThat(here(0, "models", "refusion_mfif").output()).contains("task     multi-focus");
        assertThat(here(0, "install", refusion, "--replace").error())
                .contains(
                        "note: ReFusion_MFIF.pth is the published models/ReFusion_MFIF.pth of github.com/HaowenBai/ReFusion at 54b7334, for"
                                + " multi-focus");
        Path renamed = Files.copy(Reference.path("refusion/ReFusion_MIF.pth"), folder.resolve("renamed.pth"));
        here(0, "install", renamed);
        assertThat(here(0, "models", "renamed").output()).contains("task     medical");
        Path max = Files.copy(Reference.path("ifcnn/IFCNN-MAX.pth"), folder.resolve("any.pth"));
        assertThat(here(0, "install", max).output()).startsWith("any: installed from any.pth for ifcnn-max, ");
        Path other = Reference.path("piafusion/best_cls.pth");
        refused(1, other + ": is the illumination module of piafusion alone", "install", other);
    }

    @Test
    void aCheckpointInSeveralFilesIsInstalledWhole() throws Exception {
        Path encoder = Reference.path("zoo/didfuse/Encoder_weight_IJCAI.pkl");
        Path decoder = Reference.path("zoo/didfuse/Decoder_weight_IJCAI.pkl");
        refused(
                1,
                "it was published in the files Encoder_weight_IJCAI.pkl, Decoder_weight_IJCAI.pkl: where one checkpoint is several"
                        + " files, `dynafuse install` takes them all at once",
                "install",
                encoder);
        refused(
                1,
                ": holds weight.cov5.cov5.0.weight, as another of these files does",
                "install",
                decoder,
                Files.copy(decoder, folder.resolve("again.pkl")));
        refused(1, "it fits didfuse", "install", encoder, decoder, "--model", "ifcnn-sum");
        CommandProcess.Result result = here(0, "install", encoder, decoder);
        assertThat(result.output())
                .startsWith(
                        "didfuse: installed from Encoder_weight_IJCAI.pkl + Decoder_weight_IJCAI.pkl for didfuse, ");
        assertThat(result.error().strip())
                .isEqualTo(
                        "note: Encoder_weight_IJCAI.pkl + Decoder_weight_IJCAI.pkl is the published Models/Encoder_weight_IJCAI.pkl and"
                                + " Models/Decoder_weight_IJCAI.pkl of github.com/Zhaozixiang1228/IVIF-DIDFuse at 5f28730");
        assertThat(here(0, "inspect", "didfuse").output()).contains("network  didfuse");
        refused(1, "didfuse: is installed already", "install", encoder, decoder);
        refused(2, "expected the name of a file", "install", encoder, "");
    }

    @Test
    void theFilesOfATensorFlowCheckpointAreInspectedByTheirName() {
        Path name = Reference.path("zoo/u2fusion/model.ckpt.index").resolveSibling("model.ckpt");
        assertThat(here(0, "inspect", name).output())
                .contains(
                        "format   TensorFlow checkpoint",
                        " of model.ckpt.index",
                        " of model.ckpt.data-00000-of-00001",
                        "tensors  20 with 659,217");
    }
}
