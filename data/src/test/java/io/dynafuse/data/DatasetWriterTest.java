package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetWriterTest {
    private static final List<String> NAMES = List.of("near", "far");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(SampleDepth.class)
    void whatIsWrittenIsReadAsItWas(SampleDepth depth) throws Exception {
        Image truth = image(depth);
        Image near = Image.of(21, 15, 3, doubled(truth), depth);
        Image far = Image.of(21, 15, 3, new float[3 * 15 * 21], depth);
        Path folder = temporary.resolve("new/set");
        new DatasetWriter(folder, NAMES).write("a b.1", List.of(near, far), Optional.of(truth));
        assertThat(read(folder, "near").values()).containsExactly(near.values());
        assertThat(read(folder, "far").values()).containsExactly(far.values());
        assertThat(read(folder, "truth").values()).containsExactly(truth.values());
        assertThat(read(folder, "truth").depth()).isEqualTo(depth);
        assertThat(ImageFolder.read(folder.resolve("near").toString()).images()).containsOnlyKeys("a b.1");
    }

    /** As in Pascal VOC, where the first column is 1 and the last one belongs to the box. */
    @Test
    void objectsAreAnnotationsOfPascalVoc() throws Exception {
        Image image = image(SampleDepth.BITS_8);
        List<LabelledObject> objects =
                List.of(new LabelledObject("person", 0, 2, 5, 9, false), new LabelledObject("car", 7, 3, 21, 15, true));
        new DatasetWriter(temporary, NAMES)
                .write("s", List.of(image, image), Optional.empty(), Optional.empty(), Optional.of(objects));
        assertThat(Files.readString(temporary.resolve("objects/s.xml")).replaceAll("\\s", ""))
                .isEqualTo("<annotation><size><width>21</width><height>15</height><depth>3</depth></size>"
                        + "<object><name>person</name><difficult>0</difficult>"
                        + "<bndbox><xmin>1</xmin><ymin>3</ymin><xmax>5</xmax><ymax>9</ymax></bndbox></object>"
                        + "<object><name>car</name><difficult>1</difficult>"
                        + "<bndbox><xmin>8</xmin><ymin>4</ymin><xmax>21</xmax><ymax>15</ymax></bndbox></object>"
                        + "</annotation>");
    }

    @Test
    void objectsWithoutASizeOrANameAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelledObject("a<b", 0, 0, 1, 1, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelledObject("car", 3, 0, 3, 1, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelledObject("car", 0, 2, 3, 1, false));
    }

    @Test
    void aSceneAppearsWholeOrNotAtAll() throws Exception {
        Files.writeString(temporary.resolve("far"), "a file where a folder is to be");
        assertThatExceptionOfType(UnwritableFileException.class).isThrownBy(() -> write("s", NAMES));
        try (Stream<Path> paths = Files.walk(temporary)) {
            assertThat(paths.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
                    .containsExactly("far");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".hidden", "..", "../out", "a/b", "a\\b", "/etc"})
    void namesLeadNowhereElse(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(name, NAMES))
                .withMessageContaining("\"" + name + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new DatasetWriter(temporary, List.of("near", name)));
    }

    @Test
    void everySourceHasAFolderOfItsOwn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DatasetWriter(temporary, List.of("near", "near")));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatasetWriter(temporary, List.of("near", "truth")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write("s", List.of("a", "b", "c")))
                .withMessage("expected 3 sources ([a, b, c]), found 2");
    }

    /** The roles say nothing of the task here, and their natural order is another one. */
    @ParameterizedTest
    @EnumSource(Task.class)
    void aDescriptionIsReadBack(Task task) throws IOException {
        DatasetWriter writer = new DatasetWriter(temporary.resolve("set"), List.of("b-2", "a-1"));
        writer.describe("some-scenes", task, "made by\na test", true);
        Image image = image(SampleDepth.BITS_8);
        writer.write("0001", List.of(image, image), Optional.of(image));
        writer.write("0002", List.of(image, image), Optional.of(image));
        Dataset dataset = Dataset.read(temporary.resolve("set"));
        assertThat(dataset.name()).isEqualTo("some-scenes");
        assertThat(dataset.task()).contains(task);
        assertThat(dataset.scenes())
                .hasSize(2)
                .allMatch(scene -> roles(scene).equals(List.of("b-2", "a-1")))
                .allMatch(scene -> scene.truth().isPresent());
    }

    @Test
    void aDescriptionHasNothingToEscape() {
        DatasetWriter writer = new DatasetWriter(temporary, List.of("a", "b: c"));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.describe("set", Task.MEDICAL, "", false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatasetWriter(temporary, NAMES).describe("*", Task.MEDICAL, "", false));
        assertThat(temporary).isEmptyDirectory();
    }

    private void write(String name, List<String> roles) throws IOException {
        Image image = image(SampleDepth.BITS_8);
        new DatasetWriter(temporary, roles).write(name, List.of(image, image), Optional.of(image));
    }

    private static Image image(SampleDepth depth) {
        return TestImages.textured(21, 15, 3, depth);
    }

    private static List<String> roles(DatasetScene scene) {
        return scene.sources().stream().map(SourceFile::role).toList();
    }

    private static float[] doubled(Image image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return values;
    }

    private static Image read(Path folder, String place) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(place))) {
            return ImageFiles.read(files.toList().get(0));
        }
    }
}
