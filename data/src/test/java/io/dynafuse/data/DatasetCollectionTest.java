package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets in one folder, as far as names go. */
class DatasetCollectionTest {
    @TempDir
    private Path root;

    private DatasetFolder folder;

    @BeforeEach
    void prepare() {
        folder = new DatasetFolder(root);
    }

    private List<String> members(String place) throws IOException {
        return DatasetCollection.read(root.resolve(place)).members().stream()
                .map(member -> member.name() + " "
                        + member.task().map(Task::word).orElse("?") + " " + folder.scenes(member.dataset()))
                .toList();
    }

    /** Results beside the sources are no source and no dataset. */
    @Test
    void namesOfFoldersSayTheTask() throws IOException {
        folder.with(
                "peers/README.md",
                "peers/multi-focus/a/1.png",
                "peers/multi-focus/b/1.png",
                "peers/multi-focus/results/CNN/1.png",
                "peers/multi-focus/results/DSIFT/1.png",
                "peers/multi-exposure/under/x.png",
                "peers/multi-exposure/over/x.png");
        assertThat(members("peers"))
                .containsExactly(
                        "peers multi-exposure [x: under=peers/multi-exposure/under/x.png"
                                + " over=peers/multi-exposure/over/x.png]",
                        "peers multi-focus [1: a=peers/multi-focus/a/1.png b=peers/multi-focus/b/1.png]");
        assertThat(members("peers/multi-focus"))
                .containsExactly(
                        "multi-focus multi-focus [1: a=peers/multi-focus/a/1.png b=peers/multi-focus/b/1.png]");
    }

    @Test
    void datasetsMayLieDeeperAndInOtherLayouts() throws IOException {
        folder.with(
                "medical/mri-ct/1-mri.png",
                "medical/mri-ct/1-ct.png",
                "medical/mri-ct/2-mri.png",
                "medical/mri-ct/2-ct.png",
                "medical/mri-pet/7-mri.png",
                "medical/mri-pet/7-pet.png",
                "medical/mri-pet/8-mri.png",
                "medical/mri-pet/8-pet.png");
        List<DatasetCollection.Member> members =
                DatasetCollection.read(root.resolve("medical")).members();
        assertThat(members).extracting(DatasetCollection.Member::name).containsExactly("mri-ct", "mri-pet");
        assertThat(members).extracting(DatasetCollection.Member::task).containsOnly(Optional.of(Task.MEDICAL));
        assertThat(members.get(0).first(1).dataset().scenes()).hasSize(1);
    }

    @Test
    void descriptionsMakeDatasets() throws IOException {
        folder.with("all/one/x/1.png", "all/one/y/1.png", "all/two/x/1.png", "all/two/y/1.png");
        for (String name : List.of("one", "two")) {
            Files.writeString(
                    root.resolve("all/" + name + "/dataset.yaml"),
                    "name: " + name + "\ntask: multi-focus\nsources:\n  x: x/*.png\n  y: y/*.png\n");
        }
        assertThat(members("all"))
                .containsExactly(
                        "all-one multi-focus [1: x=all/one/x/1.png y=all/one/y/1.png]",
                        "all-two multi-focus [1: x=all/two/x/1.png y=all/two/y/1.png]");
        assertThat(members("all/two/dataset.yaml"))
                .containsExactly("two multi-focus [1: x=all/two/x/1.png y=all/two/y/1.png]");
    }

    /** One that cannot be read does not hide the others. */
    @Test
    void whatIsNoDatasetIsNamed() throws IOException {
        folder.with("d/multi-focus/a/1.png", "d/multi-focus/b/1.png", "d/multi-exposure/1.png");
        DatasetCollection found = DatasetCollection.read(root.resolve("d"));
        assertThat(found.members()).hasSize(1);
        assertThat(found.failures()).singleElement().asString().contains("multi-exposure");
        assertThatThrownBy(() -> DatasetCollection.read(root.resolve("d/multi-exposure")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing tells which images belong to one scene");
        assertThatThrownBy(() -> DatasetCollection.read(root.resolve("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such folder");
    }
}
