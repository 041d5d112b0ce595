package io.dynafuse.evaluation.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.evaluation.ImageFolder;
import io.dynafuse.evaluation.corruption.TestImages;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruthFolderTest {
    private static final List<String> NAMES = List.of("near", "far");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(SampleDepth.class)
    void whatIsWrittenIsReadAsItWas(SampleDepth depth) throws Exception {
        TruthScene scene = scene("a b.1", depth);
        Path folder = temporary.resolve("new/set");
        new TruthFolder(folder, NAMES).write(scene);
        assertThat(read(folder, "near").values())
                .containsExactly(scene.sources().get(0).values());
        assertThat(read(folder, "far").values())
                .containsExactly(scene.sources().get(1).values());
        assertThat(read(folder, "truth").values()).containsExactly(scene.truth().values());
        assertThat(read(folder, "truth").depth()).isEqualTo(depth);
        assertThat(ImageFolder.read(folder.resolve("near").toString()).images()).containsOnlyKeys("a b.1");
    }

    @Test
    void aSceneAppearsWholeOrNotAtAll() throws Exception {
        Files.writeString(temporary.resolve("truth"), "a file where a folder is to be");
        TruthFolder folder = new TruthFolder(temporary, NAMES);
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> folder.write(scene("s", SampleDepth.BITS_8)));
        try (Stream<Path> paths = Files.walk(temporary)) {
            assertThat(paths.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
                    .containsExactly("truth");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".hidden", "..", "../out", "a/b", "a\\b", "/etc"})
    void namesLeadNowhereElse(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TruthFolder(temporary, NAMES).write(scene(name, SampleDepth.BITS_8)))
                .withMessageContaining("\"" + name + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new TruthFolder(temporary, List.of("near", name)));
    }

    @Test
    void everySourceHasAFolderOfItsOwn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TruthFolder(temporary, List.of("near", "near")));
        assertThatIllegalArgumentException().isThrownBy(() -> new TruthFolder(temporary, List.of("near", "truth")));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TruthFolder(temporary, List.of("a", "b", "c")).write(scene("s", SampleDepth.BITS_8)))
                .withMessage("expected 3 sources ([a, b, c]), found 2");
    }

    @Test
    void aSceneHasTwoSourcesOfOneSize() {
        Image truth = TestImages.textured(5, 4, 1, SampleDepth.BITS_8);
        Image other = TestImages.textured(4, 5, 1, SampleDepth.BITS_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TruthScene("s", List.of(truth), truth))
                .withMessage("expected 2 or more sources, found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TruthScene("s", List.of(truth, other), truth))
                .withMessage("expected sources of 5x4 pixels, found 4x5 pixels");
    }

    private static TruthScene scene(String name, SampleDepth depth) {
        return FocusScenes.standard().scene(name, TestImages.textured(21, 15, 3, depth), 1);
    }

    private static Image read(Path folder, String place) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(place))) {
            return ImageFiles.read(files.toList().get(0));
        }
    }
}
