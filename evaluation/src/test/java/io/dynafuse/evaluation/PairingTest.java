package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {
    @TempDir
    private Path root;

    private ImageFolder folder(String name, String... files) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        for (String file : files) {
            Files.createFile(folder.resolve(file));
        }
        return ImageFolder.read(folder.toString());
    }

    private ImageFolder pattern(String text) throws IOException {
        return ImageFolder.read(root.resolve(text).toString());
    }

    private static Pairing pair(ImageFolder fused, ImageFolder... sources) throws IOException {
        return Pairing.of(fused, List.of(sources), Optional.empty());
    }

    private static List<String> names(Pairing pairing) {
        return pairing.scenes().stream().map(Scene::name).toList();
    }

    private List<String> files(Scene scene) {
        List<String> files = new ArrayList<>(List.of(shown(scene.fused())));
        scene.sources().forEach(source -> files.add(shown(source)));
        scene.truth().ifPresent(truth -> files.add(shown(truth)));
        return files;
    }

    private String shown(Path file) {
        return root.relativize(file).toString();
    }

    @Test
    void equalNamesWhateverTheExtension() throws Exception {
        Pairing pairing = Pairing.of(
                folder("f", "02.png", "01.png"),
                List.of(folder("a", "01.jpg", "02.PNG"), folder("b", "01.tif", "02.bmp")),
                Optional.of(folder("t", "01.png", "02.png")));
        assertThat(names(pairing)).containsExactly("01", "02");
        assertThat(files(pairing.scenes().get(0))).containsExactly("f/01.png", "a/01.jpg", "b/01.tif", "t/01.png");
        assertThat(pairing.withoutPartner()).isEmpty();
        assertThat(pairing.withoutFused()).isEmpty();
    }

    @Test
    void caseIsAsItIs() throws Exception {
        Pairing pairing = pair(folder("f", "Lena.png", "boat.png"), folder("a", "lena.png", "boat.png"));
        assertThat(names(pairing)).containsExactly("boat");
        assertThat(pairing.withoutPartner()).hasSize(1);
        assertThat(pairing.withoutFused()).hasSize(1);
    }

    @Test
    void whatIsUnpairedIsNamed() throws Exception {
        Pairing pairing = pair(
                folder("f", "1.png", "2.png", "3.png"),
                folder("a", "1.png", "2.png", "4.png"),
                folder("b", "1.png", "5.png"));
        assertThat(names(pairing)).containsExactly("1");
        assertThat(pairing.withoutPartner()).hasSize(2);
        assertThat(pairing.withoutPartner().get(0))
                .contains("f/2.png", "no image 2 in")
                .endsWith("/b");
        assertThat(pairing.withoutPartner().get(1)).contains("f/3.png").contains("/a nor in ");
        assertThat(pairing.withoutFused()).hasSize(2);
        assertThat(pairing.withoutFused().get(0)).contains("a/4.png");
        assertThat(pairing.withoutFused().get(1)).contains("b/5.png");
    }

    @Test
    void oneSuffixOfLettersIsLookedThrough() throws Exception {
        Pairing pairing = pair(
                folder("f", "11.png", "12.png"),
                folder("a", "11-mri.png", "12-mri.png"),
                folder("b", "11_CT.png", "12_CT.png"));
        assertThat(names(pairing)).containsExactly("11", "12");
        assertThat(files(pairing.scenes().get(1))).containsExactly("f/12.png", "a/12-mri.png", "b/12_CT.png");
        assertThat(names(pair(folder("g", "1-fused.png"), folder("c", "1.png"))))
                .containsExactly("1-fused");
    }

    @Test
    void twoSuffixesOrNumbersAreNot() throws Exception {
        ImageFolder fused = folder("f", "11.png", "12.png");
        assertThatThrownBy(() -> pair(fused, folder("a", "11-mri.png", "11-ct.png", "12-mri.png", "12-ct.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pattern");
        assertThatThrownBy(() -> pair(fused, folder("b", "11-2.png", "12-2.png")))
                .hasMessageContaining("none of its images");
        assertThatThrownBy(() -> pair(folder("g", "cat-black.png"), folder("c", "cat-white.png")))
                .hasMessageContaining("none of its images");
    }

    @Test
    void aPatternPicksTheImagesOfAFolder() throws Exception {
        folder("a", "11-mri.png", "11-ct.png", "12-mri.png", "12-ct.png", "-ct.png");
        Pairing pairing = pair(folder("f", "11.png", "12.png"), pattern("a/*-mri.png"), pattern("a/*-ct.png"));
        assertThat(files(pairing.scenes().get(1))).containsExactly("f/12.png", "a/12-mri.png", "a/12-ct.png");
        assertThat(pairing.withoutFused()).isEmpty();
    }

    @Test
    void whatIsNoImageIsLeftOut() throws Exception {
        ImageFolder fused = folder("f", "1.png", "readme.txt", ".2.png", "noextension");
        Files.createDirectory(root.resolve("f/3.png"));
        assertThat(ImageFolder.read(root.resolve("f").toString()).images().keySet())
                .containsExactly("1");
        assertThat(fused.images().keySet()).containsExactly("1");
    }

    @Test
    void twoFilesOfOneNameAreNotGuessedBetween() throws Exception {
        Pairing pairing =
                pair(folder("f", "1.png", "1.jpg", "2.png", "3.png"), folder("a", "1.png", "2.png", "2.jpg", "3.png"));
        assertThat(names(pairing)).containsExactly("3");
        assertThat(pairing.withoutPartner()).hasSize(2);
        assertThat(pairing.withoutPartner().get(0)).contains("f/1.jpg", "1.png");
        assertThat(pairing.withoutFused()).anyMatch(line -> line.contains("a/2.jpg"));
    }

    @Test
    void nothingToReadIsSaid() throws Exception {
        Files.createDirectory(root.resolve("empty"));
        Files.createFile(root.resolve("file.png"));
        assertThatThrownBy(() -> pattern("empty")).hasMessageContaining("holds no image");
        assertThatThrownBy(() -> pattern("missing")).hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> pattern("missing/*.png")).hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> pattern("file.png")).hasMessageContaining("expected a folder");
    }

    @Test
    void withoutAnythingToCompareWithEveryImageIsAScene() throws Exception {
        assertThat(names(pair(folder("f", "2.png", "10.png", "1.png")))).containsExactly("1", "10", "2");
    }
}
