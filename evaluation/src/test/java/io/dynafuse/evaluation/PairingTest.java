package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.data.ImageFolder;
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

    private static List<String> reasons(Pairing pairing) {
        return pairing.unpaired().stream().map(Outcome.Failed::reason).toList();
    }

    private List<String> leftOver(Pairing pairing) {
        return pairing.leftOver().stream().map(this::shown).toList();
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
        assertThat(pairing.unpaired()).isEmpty();
        assertThat(pairing.leftOver()).isEmpty();
    }

    @Test
    void caseIsAsItIs() throws Exception {
        Pairing pairing = pair(folder("f", "Lena.png", "boat.png"), folder("a", "lena.png", "boat.png"));
        assertThat(names(pairing)).containsExactly("boat");
        assertThat(pairing.unpaired()).hasSize(1);
        assertThat(pairing.leftOver()).hasSize(1);
    }

    @Test
    void whatIsUnpairedIsNamed() throws Exception {
        Pairing pairing = pair(
                folder("f", "1.png", "2.png", "3.png"),
                folder("a", "1.png", "2.png", "4.png"),
                folder("b", "1.png", "5.png"));
        assertThat(names(pairing)).containsExactly("1");
        assertThat(reasons(pairing)).hasSize(2);
        assertThat(reasons(pairing).get(0))
                .contains("f/2.png: there is no image 2 in")
                .endsWith("/b");
        assertThat(reasons(pairing).get(1)).contains("f/3.png").contains("/a nor in ");
        assertThat(leftOver(pairing)).containsExactly("a/4.png", "b/5.png");
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
        assertThat(pairing.leftOver()).isEmpty();
    }

    @Test
    void aStarForTheExtensionTakesAny() throws IOException {
        Pairing pairing = pair(folder("f", "11.png", "12.jpg"), folderOf("a", "11-mri.png", "12-mri.tif", "12-ct.png"));
        assertThat(names(pairing)).containsExactly("11", "12");
    }

    private ImageFolder folderOf(String name, String... files) throws IOException {
        folder(name, files);
        return pattern(name + "/*-mri.*");
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
        assertThat(reasons(pairing)).hasSize(2);
        assertThat(reasons(pairing).get(0)).contains("/f: has two images named 1: 1.jpg and 1.png; expected one");
        assertThat(reasons(pairing).get(1)).contains("f/2.png: ", "/a: has two images named 2: 2.jpg and 2.png");
        // Both names are explained where they are missing; nothing is said of their partners.
        assertThat(leftOver(pairing)).isEmpty();
    }

    @Test
    void anOpenSuffixIsNamed() throws Exception {
        ImageFolder fused = folder("f", "11.png", "12.png", "13.png");
        ImageFolder mixed = folder("a", "11-mri.png", "12-mri.png", "12-copy.png");
        assertThatThrownBy(() -> pair(fused, mixed))
                .hasMessageContaining("which suffix to look through: -mri (as in ")
                .hasMessageContaining(" or -copy (as in ")
                .hasMessageContaining("a/*-mri.png'");
        Pairing pairing = pair(fused, folder("b", "11-ct.png", "12-mri.png", "13.png"));
        assertThat(names(pairing)).containsExactly("13");
        assertThat(reasons(pairing).get(0)).contains("there is no image 11 in ", "-ct (as in ", "b/*-ct.png'");
    }

    @Test
    void aSuffixBesideEqualNamesIsNotGuessed() throws Exception {
        ImageFolder fused = folder("f", "1.png", "2.png", "3.png");
        Pairing pairing = pair(fused, folder("a", "1.png", "2.png", "1_mask.png", "2_mask.png", "3_mask.png"));
        assertThat(names(pairing)).containsExactly("1", "2");
        assertThat(reasons(pairing).get(0)).contains("there is no image 3 in ", "_mask (as in ", "a/*_mask.png'");
    }

    @Test
    void aPatternHasOneStarInTheFileName() throws Exception {
        folder("a", "11-mri.png", "12-mri.png");
        folder("*s", "1.png");
        for (String text : List.of("a/??-mri.png", "a/*-*.png", "*/11-mri.png", "?/*.png")) {
            assertThatThrownBy(() -> pattern(text)).as(text).hasMessageContaining("one star, in the file name only");
        }
        assertThat(pattern("*s/*.png").images()).containsOnlyKeys("1");
    }

    @Test
    void nothingHandedOutCanBeChanged() throws Exception {
        ImageFolder fused = folder("f", "1.png", "2.png");
        Pairing pairing = pair(fused, folder("a", "1.png", "3.png"));
        assertThatThrownBy(() -> fused.images().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pairing.scenes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pairing.leftOver().clear()).isInstanceOf(UnsupportedOperationException.class);
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
