package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.files.FolderLock;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledFolderTest {
    private static final int ROUNDS = 10;
    private static final long A_WHILE_MILLISECONDS = 300;

    @TempDir
    private Path temporary;

    private Path file;
    private Path models;
    private InstalledFolder installed;

    @BeforeEach
    void prepare() throws IOException {
        file = temporary.resolve("IFCNN-Mean.safetensors");
        models = temporary.resolve("data/models");
        installed = new InstalledFolder(Optional.of(models));
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of("trained", "by hand"));
    }

    private InstalledCheckpoint install(String name) throws IOException {
        return installed
                .install(file, Optional.of(name), Optional.empty(), false)
                .checkpoint();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsEveryBitAndSaysWhereItCameFrom() throws Exception {
        Map<String, StoredTensor> tensors = RandomNetworks.stored(Ifcnn.MEAN, 1);
        tensors.get("conv4.bias").values()[0] = -0f;
        tensors.get("conv4.bias").values()[1] = Float.MIN_VALUE;
        Safetensors.write(file, tensors, Map.of("trained", "by hand"));
        InstalledFolder.Installation installation = installed.install(file, Optional.empty(), Optional.empty(), false);
        assertThat(installation.alternatives()).isEmpty();
        assertThat(files()).containsExactly("ifcnn-mean.json", "ifcnn-mean.safetensors");
        JsonNode facts =
                new ObjectMapper().readTree(models.resolve("ifcnn-mean.json").toFile());
        assertThat(facts.at("/name").asText()).isEqualTo("ifcnn-mean");
        assertThat(facts.at("/network").asText()).isEqualTo("ifcnn-mean");
        assertThat(facts.at("/originalFile").asText()).isEqualTo("IFCNN-Mean.safetensors");
        assertThat(facts.at("/originalSha256").asText()).isEqualTo(sha256(file));
        assertThat(facts.at("/sha256").asText()).isEqualTo(sha256(models.resolve("ifcnn-mean.safetensors")));
        try (Checkpoint checkpoint = installed.find("IFCNN-mean").orElseThrow().open()) {
            assertThat(checkpoint.metadata()).containsOnly(entry("network", "ifcnn-mean"), entry("trained", "by hand"));
            tensors.forEach((name, tensor) -> assertThat(bits(checkpoint, name)).isEqualTo(bits(tensor.values())));
            assertThat(checkpoint.tensors()).hasSize(tensors.size());
        }
    }

    private static int[] bits(Checkpoint checkpoint, String name) {
        try {
            return bits(checkpoint.floats(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    @Test
    void whatANetworkHasNoUseForIsLeftOut() throws Exception {
        Map<String, StoredTensor> tensors = RandomNetworks.stored(Ifcnn.MEAN, 1);
        tensors.put("conv2.bn.num_batches_tracked", new StoredTensor(List.of(), new float[] {7}));
        Safetensors.write(file, tensors, Map.of());
        try (Checkpoint checkpoint = install("x").open()) {
            assertThat(checkpoint.find("conv2.bn.num_batches_tracked")).isEmpty();
        }
    }

    @Test
    void whatNothingTellsApartIsSaid() throws Exception {
        Path unnamed = Files.move(file, temporary.resolve("unnamed.bin"));
        InstalledFolder.Installation installation =
                installed.install(unnamed, Optional.empty(), Optional.empty(), false);
        assertThat(installation.checkpoint().facts().network()).isEqualTo("ifcnn-sum");
        assertThat(installation.alternatives()).containsExactly(Ifcnn.MEAN, Ifcnn.MAX);
        installation = installed.install(unnamed, Optional.of("other"), Optional.of(Ifcnn.MAX), false);
        assertThat(installation.checkpoint().facts().network()).isEqualTo("ifcnn-max");
        assertThat(installation.alternatives()).isEmpty();
    }

    @Test
    void nothingIsReplacedUnasked() throws Exception {
        install("mine");
        List<String> before = List.of(sha256(models.resolve("mine.safetensors")), sha256(models.resolve("mine.json")));
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 2), Map.of());
        assertThatThrownBy(() -> install("MINE"))
                .isInstanceOf(IOException.class)
                .hasMessage("mine: is installed already; expected another --name, or --replace to replace it");
        assertThat(List.of(sha256(models.resolve("mine.safetensors")), sha256(models.resolve("mine.json"))))
                .isEqualTo(before);
        installed.install(file, Optional.of("mine"), Optional.empty(), true);
        try (Checkpoint checkpoint = installed.find("mine").orElseThrow().open()) {
            assertThat(checkpoint.floats("conv4.bias"))
                    .isEqualTo(RandomNetworks.stored(Ifcnn.MEAN, 2)
                            .get("conv4.bias")
                            .values());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                "/x",
                ".hidden",
                "-x",
                "a b",
                "ä",
                "a\nb",
                "a\u0000b",
                "a:b"
            })
    void aNameThatCouldLeadElsewhereIsNone(String name) {
        assertThatThrownBy(() -> install(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a name");
        assertThat(models).doesNotExist();
    }

    @Test
    void aNameOfAnyLengthUpToTheLimitIsOne() throws Exception {
        install("a".repeat(64));
        assertThatThrownBy(() -> install("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThat(installed.names()).containsExactly("a".repeat(64));
    }

    @Test
    void aDiskThatTakesNothingLeavesNothing() throws Exception {
        Files.createDirectories(models.getParent());
        Files.writeString(models, "a file in the way");
        assertThatThrownBy(() -> install("x")).isInstanceOf(IOException.class).hasMessageContaining("models");
        assertThat(models).hasContent("a file in the way");
    }

    @Test
    void hostileFilesAreRefusedAndLeaveNothing() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Path bad = temporary.resolve("bad.safetensors");
        for (int length : new int[] {0, 7, 8, 200, whole.length - 1}) {
            assertRefused(Files.write(bad, Arrays.copyOf(whole, length)), "expected");
        }
        byte[] huge = whole.clone();
        huge[5] = 1;
        assertRefused(Files.write(bad, huge), "expected at most");
        assertRefused(Files.writeString(bad, "Dear diary"), "it is not a checkpoint");
        assertRefused(Files.createDirectory(temporary.resolve("folder.pth")), "it is a folder");
        assertRefused(temporary.resolve("missing.pth"), "there is no such file");
        Map<String, StoredTensor> tensors = RandomNetworks.stored(Ifcnn.MEAN, 1);
        tensors.get("conv4.bias").values()[1] = Float.POSITIVE_INFINITY;
        Safetensors.write(bad, tensors, Map.of());
        assertRefused(bad, "conv4.bias holds Infinity");
        Safetensors.write(bad, Map.of("enc.w", new StoredTensor(List.of(2L), new float[2])), Map.of());
        assertRefused(bad, "fits no known network: it holds 1 tensor, enc.w [2]");
    }

    private void assertRefused(Path bad, String mention) {
        assertThatThrownBy(() -> installed.install(bad, Optional.of("bad"), Optional.empty(), false))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(bad + ": ")
                .hasMessageContaining(mention)
                .message()
                .doesNotContain("\n");
        assertThat(models).doesNotExist();
    }

    @Test
    void throughALinkTheFileIsMeantAndTheLinkNamesIt() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("ifcnn-max.pth"), file);
        InstalledCheckpoint weights = installed
                .install(link, Optional.empty(), Optional.empty(), false)
                .checkpoint();
        assertThat(weights.id()).isEqualTo("ifcnn-max");
        assertThat(weights.facts().originalSha256()).isEqualTo(sha256(file));
        assertThat(Files.isSymbolicLink(weights.path())).isFalse();
    }

    @Test
    void aFileThatChangedIsNoticedWhenItIsUsed() throws Exception {
        InstalledCheckpoint weights = install("mine");
        byte[] bytes = Files.readAllBytes(weights.path());
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights.path(), bytes);
        assertThatThrownBy(weights::open)
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(weights.path() + ": has changed since it was installed: expected SHA-256 "
                        + weights.facts().sha256() + ", found " + sha256(weights.path()))
                .hasMessageContaining("--replace");
        Files.delete(weights.path());
        assertThatThrownBy(weights::open).hasMessage(weights.path() + ": there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"name\": \"mine\"}", "HUGE", "OTHER", "NODIGEST", "NONETWORK"})
    void factsThatAreDamagedAreListedAsSuchAndCanBeReplacedAndRemoved(String text) throws Exception {
        install("good");
        install("mine");
        Path facts = models.resolve("mine.json");
        String whole = Files.readString(facts);
        Files.writeString(
                facts,
                text.replace("HUGE", whole + " ".repeat(1 << 15))
                        .replace("OTHER", whole.replace("\"mine\"", "\"good\""))
                        .replace("NONETWORK", whole.replace("\"network\" : \"ifcnn-mean\"", "\"network\" : \"x\""))
                        .replace("NODIGEST", whole.replaceAll("[0-9a-f]{64}", "no checksum")));
        InstalledFolder.Listing listing = installed.list();
        assertThat(listing.checkpoints()).extracting(InstalledCheckpoint::id).containsExactly("good");
        assertThat(listing.damaged())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(facts + ": ")
                .doesNotContain("\n", "com.fasterxml", "Cannot", "Unexpected", "No content");
        assertThatThrownBy(() -> installed.find("mine"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(facts + ": ");
        installed.install(file, Optional.of("mine"), Optional.empty(), true);
        assertThat(installed.find("mine")).isPresent();
        Files.writeString(facts, text);
        assertThat(installed.remove("Mine")).isTrue();
        assertThat(installed.names()).containsExactly("good");
    }

    @Test
    void removesWhatIsThereAndNothingElse() throws Exception {
        install("a");
        install("b");
        Path other = Files.writeString(temporary.resolve("data/c.json"), "mine");
        assertThat(installed.remove("a")).isTrue();
        assertThat(installed.remove("a")).isFalse();
        assertThat(installed.remove("../c")).isFalse();
        assertThat(other).exists();
        assertThat(files()).containsExactly("b.json", "b.safetensors");
    }

    @Test
    void aUserWithoutAFolderHasNothingAndIsToldWhy() throws Exception {
        InstalledFolder nowhere = new InstalledFolder(Optional.empty());
        assertThat(nowhere.list().checkpoints()).isEmpty();
        assertThat(nowhere.find("x")).isEmpty();
        assertThat(nowhere.remove("x")).isFalse();
        assertThatThrownBy(() -> nowhere.install(file, Optional.empty(), Optional.empty(), false))
                .hasMessageContaining("DYNAFUSE_HOME");
    }

    @Test
    void otherFilesInTheFolderAreNotTakenForWeights() throws Exception {
        install("a");
        Files.writeString(models.resolve("Upper.json"), "{}");
        Files.writeString(models.resolve(".hidden.json"), "{}");
        Files.writeString(models.resolve("notes.txt"), "x");
        assertThat(installed.names()).containsExactly("a");
        assertThat(installed.list().damaged()).isEmpty();
    }

    /** A pipe without a writer would hold up whoever opens it. */
    @Test
    @Timeout(60)
    void aPipeInThePlaceOfFactsIsDamagedAndHoldsUpNobody() throws Exception {
        install("good");
        pipe(models.resolve("pipe.json"));
        pipe(models.resolve("other.safetensors"));
        InstalledFolder.Listing listing = installed.list();
        assertThat(listing.checkpoints()).extracting(InstalledCheckpoint::id).containsExactly("good");
        assertThat(listing.damaged()).singleElement().asString().contains("pipe.json", "expected a regular file");
        installed.install(file, Optional.of("pipe"), Optional.empty(), true);
        installed.install(file, Optional.of("other"), Optional.empty(), true);
        assertThat(installed.list().checkpoints())
                .extracting(InstalledCheckpoint::id)
                .containsExactly("good", "other", "pipe");
    }

    private static void pipe(Path file) throws Exception {
        Process made = new ProcessBuilder("mkfifo", file.toString()).start();
        assumeThat(made.waitFor()).as("mkfifo makes pipes here").isZero();
    }

    @Test
    void aFileOfThatNameCountsThoughNothingIsInstalled() throws Exception {
        Files.createDirectories(models);
        Path precious = Files.writeString(temporary.resolve("precious"), "mine");
        Path inTheWay = Files.createSymbolicLink(models.resolve("x.safetensors"), precious);
        assertThatThrownBy(() -> install("x"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(inTheWay + ": is there already")
                .hasMessageContaining("--replace");
        assertThat(precious).hasContent("mine");
        assertThat(inTheWay).isSymbolicLink();
        installed.install(file, Optional.of("x"), Optional.empty(), true);
        assertThat(precious).hasContent("mine");
        assertThat(Files.isSymbolicLink(inTheWay)).isFalse();
        assertThat(installed.list().damaged()).isEmpty();
    }

    @Test
    void factsThatLeadOutOfTheFolderAreReplacedThemselves() throws Exception {
        install("x");
        Path elsewhere = Files.move(models.resolve("x.json"), temporary.resolve("elsewhere.json"));
        String before = Files.readString(elsewhere);
        Files.createSymbolicLink(models.resolve("x.json"), elsewhere);
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 2), Map.of());
        installed.install(file, Optional.of("x"), Optional.empty(), true);
        assertThat(elsewhere).hasContent(before);
        assertThat(Files.isSymbolicLink(models.resolve("x.json"))).isFalse();
    }

    @Test
    void whatAFileSaysIsBelievedOrOverruledAloud() throws Exception {
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of("network", "no-such"));
        assertRefused(file, "says that it is for the network no-such");
        InstalledFolder.Installation installation =
                installed.install(file, Optional.of("a"), Optional.of(Ifcnn.SUM), false);
        assertThat(installation.overruled()).contains("no-such");
        assertThat(installation.checkpoint().facts().network()).isEqualTo("ifcnn-sum");
        Safetensors.write(file, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of());
        assertThat(installed
                        .install(file, Optional.of("b"), Optional.of(Ifcnn.SUM), false)
                        .overruled())
                .contains("ifcnn-mean");
        assertThat(installed
                        .install(file, Optional.of("c"), Optional.of(Ifcnn.MEAN), false)
                        .overruled())
                .isEmpty();
    }

    @Test
    void finiteWeightsThatGiveNoNumbersAreRefused() throws Exception {
        Map<String, StoredTensor> tensors = RandomNetworks.stored(Ifcnn.MEAN, 1);
        tensors.forEach((name, tensor) -> {
            if (name.endsWith("weight")) {
                Arrays.fill(tensor.values(), 3e38f);
            }
        });
        Safetensors.write(file, tensors, Map.of());
        assertRefused(file, "this checkpoint gives no numbers");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1000})
    void weightsThatAreMissingOrCutShortAreDamaged(int length) throws Exception {
        install("good");
        Path weights = install("mine").path();
        byte[] whole = Files.readAllBytes(weights);
        Files.delete(weights);
        if (length >= 0) {
            Files.write(weights, Arrays.copyOf(whole, length));
        }
        InstalledFolder.Listing listing = installed.list();
        assertThat(listing.checkpoints()).extracting(InstalledCheckpoint::id).containsExactly("good");
        assertThat(listing.damaged()).singleElement().asString().startsWith(weights + ": ");
        assertThat(installed.remove("installed:mine")).isTrue();
        assertThat(files()).containsExactly("good.json", "good.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "Installed", "con", "NUL", "com1", "lpt9.x", "aux.2", "a."})
    void aNameThatMeansSomethingElseIsNone(String name) {
        assertThatThrownBy(() -> install(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a name");
        assertThat(models).doesNotExist();
    }

    @Test
    void aFolderInThePlaceOfWeightsStays() throws Exception {
        Path weights = install("x").path();
        Files.delete(weights);
        Files.createDirectories(weights.resolve("inner"));
        assertThat(installed.remove("x")).isTrue();
        assertThat(weights.resolve("inner")).isDirectory();
        Files.createDirectories(models.resolve("y.json/inner"));
        assertThatThrownBy(() -> installed.remove("y"))
                .isInstanceOf(IOException.class)
                .hasMessage(models.resolve("y.json") + ": cannot be removed: it is a folder with files in it");
    }

    /** One of two is told that the name is taken, and what is there is whole: the file of one and the facts of the same. */
    @Test
    void ofTwoAtOnceOneInstallsAndTheOtherIsRefused() throws Exception {
        Path other = temporary.resolve("other.safetensors");
        Safetensors.write(other, RandomNetworks.stored(Ifcnn.MEAN, 2), Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                Future<String> first = threads.submit(() -> raced(together, file));
                Future<String> second = threads.submit(() -> raced(together, other));
                assertThat(List.of(first.get(), second.get()))
                        .containsExactlyInAnyOrder(
                                "installed",
                                "raced: is installed already; expected another --name, or --replace to replace it");
                InstalledCheckpoint weights = installed.find("raced").orElseThrow();
                weights.open().close();
                assertThat(weights.facts().originalFile())
                        .isEqualTo((first.get().equals("installed") ? file : other)
                                .getFileName()
                                .toString());
                installed.remove("raced");
            }
        } finally {
            threads.shutdown();
        }
    }

    private String raced(CyclicBarrier together, Path from) throws Exception {
        together.await();
        try {
            installed.install(from, Optional.of("raced"), Optional.of(Ifcnn.MEAN), false);
            return "installed";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Test
    void whoeverInstallsOrRemovesWaitsForTheOther() throws Exception {
        install("there");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<InstalledCheckpoint> installing;
            Future<Boolean> removing;
            try (FolderLock held = FolderLock.take(models, "test")) {
                installing = threads.submit(() -> install("new"));
                removing = threads.submit(() -> installed.remove("there"));
                Thread.sleep(A_WHILE_MILLISECONDS);
                assertThat(installing.isDone()).isFalse();
                assertThat(removing.isDone()).isFalse();
                assertThat(files()).containsExactly("there.json", "there.safetensors");
            }
            installing.get().open().close();
            assertThat(removing.get()).isTrue();
        } finally {
            threads.shutdown();
        }
        assertThat(files()).containsExactly("new.json", "new.safetensors");
    }

    @Test
    void whatLiesBelowAKeyCanBeInstalledAlone() throws Exception {
        Map<String, StoredTensor> both = new LinkedHashMap<>();
        RandomNetworks.stored(Ifcnn.MEAN, 1).forEach((name, tensor) -> both.put("params." + name, tensor));
        RandomNetworks.stored(Ifcnn.MEAN, 2).forEach((name, tensor) -> both.put("params_ema." + name, tensor));
        Safetensors.write(file, both, Map.of("network", "ifcnn-mean"));
        InstalledFolder.Installation average = installed.install(file, Optional.of("average"), Optional.empty(), false);
        assertThat(average.notes())
                .containsExactly(
                        "holds ifcnn-mean 2 times: the running average, below params_ema, is taken, not what is"
                                + " below params");
        assertThat(bias(average)).isEqualTo(both.get("params_ema.conv4.bias").values());
        InstalledFolder.Installation last = installed.install(
                CheckpointSource.of(file).below("params"), Optional.of("last"), Optional.empty(), false);
        assertThat(last.notes()).isEmpty();
        assertThat(bias(last)).isEqualTo(both.get("params.conv4.bias").values());
        assertThatThrownBy(() -> installed.install(
                        CheckpointSource.of(file).below("generator"), Optional.of("x"), Optional.empty(), false))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessage(file + ": holds no tensors below the key generator; expected one of params, params_ema");
    }

    private static float[] bias(InstalledFolder.Installation installation) throws IOException {
        try (Checkpoint checkpoint = installation.checkpoint().open()) {
            return checkpoint.floats("conv4.bias");
        }
    }

    @Test
    void whatKilledProcessesLeftIsRemovedWhenItIsOld() throws Exception {
        Files.createDirectories(models);
        Path old = Files.writeString(models.resolve(".01234567-89ab.partial"), "half");
        Path fresh = Files.writeString(models.resolve(".01234567-89ac.partial"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        install("x");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }
}
