package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.torch.Device;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that are not as a training left them. */
class TrainingFolderTest {
    private static final TrainingPlan PLAN = SmallTraining.plan(1, 4);
    private static final String STATE = "state-4.safetensors";

    @TempDir
    static Path trained;

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeAll
    static void train() throws Exception {
        try (TrainingFolder made = TrainingFolder.open(trained)) {
            Validation even = network -> new Validation.Result(1, Map.of("measure", 7.0));
            new Training(PLAN, SmallTraining.batches(PLAN), even, made, Device.CPU, new TrainingListener() {}).run(2);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectory(temporary.resolve("training"));
        for (String name : List.of("training.json", STATE, "weights.safetensors", "losses.csv", "validations.csv")) {
            Files.copy(trained.resolve(name), folder.resolve(name));
        }
    }

    private void load() throws IOException {
        try (TrainingFolder opened = TrainingFolder.open(folder);
                TrainingState state = opened.load(PLAN, Device.CPU)) {
            assertThat(state.done()).isEqualTo(opened.steps());
        }
    }

    private void assertRefused(String file, String mention) throws IOException {
        Map<String, String> before = contents();
        assertThatIOException()
                .isThrownBy(this::load)
                .withMessageStartingWith(folder.resolve(file).toString())
                .withMessageContaining(mention)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.endsWith(".lock")).toList()) {
                boolean small = Files.isRegularFile(file) && Files.size(file) < 1 << 24;
                contents.put(
                        file.getFileName().toString(),
                        small ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "");
            }
        }
        return contents;
    }

    private void editRecord(UnaryOperator<String> edit) throws IOException {
        Path file = folder.resolve("training.json");
        String before = Files.readString(file);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    @Test
    void asItWasLeftItIsRead() throws IOException {
        load();
        try (TrainingFolder opened = TrainingFolder.open(folder)) {
            assertThat(opened.steps()).isEqualTo(4);
            assertThat(opened.best().orElseThrow().getValue().measures()).containsEntry("measure", 7.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "7", "{\"format\": 1}", "not JSON", "{\"plan\": {", "\u0000\u0000"})
    void whatIsNoRecordIsRefused(String text) throws IOException {
        editRecord(before -> text);
        assertRefused("training.json", "is no record of a training (");
    }

    @Test
    void aRecordThatIsCutShortOrGoesOnIsRefused() throws IOException {
        String whole = Files.readString(folder.resolve("training.json"));
        for (int length : new int[] {1, whole.length() / 3, whole.length() - 3}) {
            Files.writeString(folder.resolve("training.json"), whole.substring(0, length));
            assertRefused("training.json", "is no record of a training (");
        }
        Files.writeString(folder.resolve("training.json"), whole + whole);
        assertRefused("training.json", "is no record of a training (");
    }

    @Test
    void aRecordThatIsHugeOrAFolderIsRefused() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("training.json").toFile(), "rw")) {
            file.setLength(65L << 20);
        }
        assertRefused("training.json", "expected at most");
        Files.delete(folder.resolve("training.json"));
        Files.createDirectory(folder.resolve("training.json"));
        assertRefused("training.json", "is no record of a training (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"steps\" : 4,          | \"steps\" : -4,            | it is at step -4",
                "\"steps\" : 4,          | \"steps\" : 3,             | its state is in no file of this folder",
                "\"steps\" : 4,          | \"steps\" : 0,             | its state is in no file of this folder",
                "\"steps\" : 4,          | \"steps\" : 4.5,           | is no record",
                "\"steps\" : 4,          | \"steps\" : \"4\",         | is no record",
                "\"steps\" : 4,          | \"steps\" : null,          | is no record",
                "\"steps\" : 4,          | \"steps\" : 99999999999,   | is no record",
                "\"threads\" :           | \"threads\" : -1, \"no\" : | is no record",
                "state-4.safetensors     | ../state-4.safetensors     | its state is in no file of this folder",
                "state-4.safetensors     | /etc/passwd                | its state is in no file of this folder",
                "\"network\" :           | \"other\" : null, \"network\" : | it has gaps",
                "\"validations\" : [     | \"validations\" : [ null,  | it has gaps",
                "\"step\" : 4            | \"step\" : 5               | its validations are out of order",
                "\"score\" : 1.0         | \"score\" : \"NaN\"        | the score of a validation is NaN",
                "\"score\" : 1.0         | \"score\" : 1e999          | the score of a validation is Infinity",
                "\"measure\" : 7.0       | \"measure\" : null         | it has gaps"
            })
    void aRecordThatCannotBeIsRefused(String found, String instead, String mention) throws IOException {
        editRecord(text -> text.replace(found, instead));
        assertRefused("training.json", mention);
    }

    @Test
    void aRecordBeyondItsPlanIsRefused() throws IOException {
        editRecord(text -> text.replace("\"steps\" : 4,", "\"steps\" : 5,").replace(STATE, "state-5.safetensors"));
        assertRefused("training.json", "it is at step 5 of 4");
    }

    @Test
    void anotherPlanIsRefusedWithWhatDiffers() throws IOException {
        editRecord(text -> text.replace("halves of noise", "something\\nelse"));
        assertRefused("training.json", "is of another training, whose data is something else and not halves of noise;");
    }

    @Test
    void scenesOfAnotherFormatAreRefused() throws IOException {
        editRecord(text -> text.replace("\"format\" : \"1\"", "\"format\" : \"0\""));
        assertRefused("training.json", "is of another training, whose format is 0 and not 1;");
    }

    /** Their scenes, and what they validate on, are those of the first format. */
    @Test
    void trainingsBegunBeforeThereWereFormatsGoOn() throws IOException {
        editRecord(text -> text.replaceAll("(?s),\\s*\"format\" : \"1\",\\s*\"validation\" : \"[^\"]*\"", ""));
        assertThat(folder.resolve("training.json")).content().doesNotContain("format");
        load();
    }

    @Test
    void aStateThatIsNotAsItWasIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(STATE));
        byte[] changed = whole.clone();
        changed[whole.length - 1] ^= 1;
        Files.write(folder.resolve(STATE), changed);
        assertRefused(STATE, "its checksum is not that of");
        Files.write(folder.resolve(STATE), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(STATE, "");
        Files.write(folder.resolve(STATE), new byte[0]);
        assertRefused(STATE, "it is empty");
        Files.delete(folder.resolve(STATE));
        assertRefused(STATE, "there is no such file");
    }

    /** Writes a state of other tensors, with the record saying that this is right. */
    private void changeState(Consumer<Map<String, StoredTensor>> change) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        String before;
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(STATE))) {
            before = checkpoint.sha256();
            for (TensorInfo tensor : checkpoint.tensors()) {
                tensors.put(tensor.name(), new StoredTensor(tensor.shape(), checkpoint.floats(tensor.name())));
            }
        }
        change.accept(tensors);
        Safetensors.write(folder.resolve(STATE), tensors, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(STATE))) {
            String after = checkpoint.sha256();
            editRecord(text -> text.replace(before, after));
        }
    }

    @Test
    void aStateOfOtherTensorsIsRefused() throws IOException {
        changeState(tensors -> tensors.put("average.conv4.bias", new StoredTensor(List.of(1L), new float[1])));
        assertRefused(STATE, "its tensor average.conv4.bias is of shape [1]; expected [3]");
        changeState(tensors -> tensors.remove("average.conv4.bias"));
        assertRefused(STATE, "it holds no tensor average.conv4.bias");
    }

    @Test
    void aStateOfTooFewLossesOrOfWhatIsNoNumberIsRefused() throws IOException {
        changeState(tensors -> tensors.put("losses", new StoredTensor(List.of(3L), new float[3])));
        assertRefused(STATE, "its tensor losses is of shape [3]; expected [4]");
        changeState(tensors -> {
            tensors.put("losses", new StoredTensor(List.of(4L), new float[4]));
            tensors.get("second-moments.conv4.bias").values()[1] = Float.NaN;
        });
        assertRefused(STATE, "its tensor second-moments.conv4.bias holds NaN; expected finite numbers");
    }

    @Test
    void theBestParametersMustBeThere() throws IOException {
        Files.delete(folder.resolve("weights.safetensors"));
        assertRefused("weights.safetensors", "there is no such file; expected the best parameters");
    }

    @Test
    void whatSomebodyElseMadeIsLeftAlone() throws IOException {
        Files.delete(folder.resolve("training.json"));
        Files.writeString(folder.resolve(".01234567-89ab.partial"), "half");
        assertRefused("", "holds files, but no training.json; expected an empty folder");
        assertThat(folder.resolve(".lock")).doesNotExist();
        folder = folder.resolve("losses.csv");
        assertThatIOException().isThrownBy(this::load).withMessage(folder + ": cannot be written: it is not a folder");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws IOException {
        Map<String, String> own = contents();
        for (String name : List.of(".01234567-89ab.partial", "state-2.safetensors", "state-77.safetensors")) {
            Files.writeString(folder.resolve(name), "left");
        }
        List<String> others = List.of("notes.txt", "state-two.safetensors", "state-3.safetensors.bak", ".hidden");
        for (String name : others) {
            Files.writeString(folder.resolve(name), "mine");
        }
        Files.createDirectory(folder.resolve("state-9.safetensors"));
        load();
        others.forEach(name -> own.put(name, "mine"));
        own.put("state-9.safetensors", "");
        assertThat(contents()).isEqualTo(own);
    }

    /** Before the first checkpoint there is nothing to go on from but the plan. */
    @Test
    void aTrainingThatWasOnlyBegunIsBegunAgain() throws IOException {
        folder = temporary.resolve("new");
        load();
        assertThat(contents()).containsOnlyKeys("training.json");
        Files.writeString(folder.resolve("state-2.safetensors"), "written, and not yet recorded");
        load();
        assertThat(contents()).containsOnlyKeys("training.json");
    }

    @Test
    void oneProcessAtATime() throws IOException {
        try (TrainingFolder held = TrainingFolder.open(folder)) {
            assertThat(held.threads()).isPresent();
            assertRefused("", "is in use by another training; wait for its end, or take another folder");
        }
        load();
    }
}
