package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes first where a name could mean several things. */
class CheckpointLibraryTest {
    @TempDir
    private Path folder;

    private EmbeddedCheckpoint embedded;
    private InstalledFolder installed;
    private CheckpointLibrary library;

    @BeforeEach
    void prepare() throws IOException {
        embedded = TestCheckpoints.embedded(folder, "ifcnn-sum", Ifcnn.SUM, Task.MEDICAL);
        installed = new InstalledFolder(Optional.of(folder.resolve("models")));
        library = new CheckpointLibrary(List.of(embedded), installed);
    }

    private InstalledCheckpoint install(String name) throws IOException {
        return installed
                .install(folder.resolve("ifcnn-sum.safetensors"), Optional.of(name), Optional.empty(), false)
                .checkpoint();
    }

    @Test
    void aFileComesFirst() throws Exception {
        install("mine");
        Path file = folder.resolve("ifcnn-sum.safetensors");
        assertThat(library.find(file.toString()).file()).contains(file);
        assertThat(library.find(file.toString()).name()).isEqualTo(file.toString());
    }

    /** A name that only the files of a TensorFlow checkpoint begin with. */
    @Test
    void theNameThatTwoFilesHaveInCommonIsAFileToo() throws Exception {
        Path name = folder.resolve("model.ckpt");
        Files.createFile(folder.resolve("model.ckpt.index"));
        assertThat(library.find(name.toString()).file()).contains(name);
    }

    @Test
    void whatIsInstalledHidesWhatIsEmbedded() throws Exception {
        assertThat(library.find("ifcnn-sum")).isEqualTo(embedded);
        assertThat(library.find("IFCNN-SUM")).isEqualTo(embedded);
        InstalledCheckpoint mine = install("ifcnn-sum");
        assertThat(library.find("ifcnn-sum")).isEqualTo(mine);
        assertThat(library.find("installed:ifcnn-sum")).isEqualTo(mine);
        assertThat(library.find("embedded:ifcnn-sum")).isEqualTo(embedded);
    }

    /** A file that is called so can still be named with its folder. */
    @Test
    void prefixesPassOverFilesOfThatVeryName() throws Exception {
        Path file = Path.of("embedded:ifcnn-sum");
        Files.createFile(file);
        try {
            assertThat(library.find("embedded:ifcnn-sum")).isEqualTo(embedded);
            assertThat(library.find("./embedded:ifcnn-sum").file()).isPresent();
        } finally {
            Files.delete(file);
        }
        assertThat(library.embedded("embedded:ifcnn-sum")).contains(embedded);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() throws Exception {
        assertThatThrownBy(() -> library.find("ifcnn-min"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "ifcnn-min: there is no such file and no checkpoint of that name; expected a file or one of ifcnn-sum");
        install("mine");
        for (String wrong : List.of("installed:ifcnn-sum", "embedded:mine", "../mine", "nowhere/x.pth")) {
            assertThatThrownBy(() -> library.find(wrong)).as(wrong).hasMessageContaining("one of ifcnn-sum, mine");
        }
        CheckpointLibrary empty = new CheckpointLibrary(List.of(), new InstalledFolder(Optional.empty()));
        assertThatThrownBy(() -> empty.find("x"))
                .hasMessageEndingWith("expected a file, as no checkpoint has a name yet");
    }

    @Test
    void aFolderIsNoFile() throws Exception {
        Path same = Files.createDirectory(folder.resolve("folder"));
        assertThatThrownBy(() -> library.find(same.toString()).open())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void damagedFactsAreNotPassedOver() throws Exception {
        install("ifcnn-sum");
        Files.writeString(folder.resolve("models/ifcnn-sum.json"), "{");
        assertThatThrownBy(() -> library.find("ifcnn-sum")).hasMessageContaining("ifcnn-sum.json: is not what");
        assertThat(library.find("embedded:ifcnn-sum")).isEqualTo(embedded);
    }
}
