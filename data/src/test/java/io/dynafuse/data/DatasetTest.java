package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynafuse.task.Task;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    @TempDir
    private Path root;

    private DatasetFolder folder;

    @BeforeEach
    void prepare() {
        folder = new DatasetFolder(root);
    }

    private static String[] numbered(String pattern, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format(pattern, i))
                .toArray(String[]::new);
    }

    private void assertRefused(String... mentions) {
        assertThatThrownBy(folder::read)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root.toString())
                .hasMessageContainingAll(mentions)
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesOfSeveralLinesAreNamesLikeOthers() throws Exception {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"));
        folder.with("two\nlines-mri.png", "two\nlines-ct.png", "two\nlines-gt.png", "two\n1A.png", "two\n1B.png");
        assertThat(folder.scenes())
                .containsExactly(
                        "two_1: a=two\n1A.png b=two\n1B.png",
                        "two_lines: mri=two\nlines-mri.png ct=two\nlines-ct.png truth=two\nlines-gt.png");
        assertThat(folder.read().notes()).noneMatch(note -> note.contains("left out") || note.contains("\n"));
    }

    @Test
    void suffixesOfFoldersMayStandBehindSeveralLines() throws Exception {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"));
        folder.with("mri/two\nlines-mri.png", "ct/two\nlines-ct.png");
        assertThat(folder.scenes()).containsExactly("two_lines: mri=mri/two\nlines-mri.png ct=ct/two\nlines-ct.png");
    }

    @Test
    void aFolderASourceWithTruths() throws Exception {
        folder.with("Visible/1.png", "infrared/1.jpg", "Visible/10.png", "infrared/10.png", "Visible/2.png");
        folder.with("infrared/2.png", "GT/1.png", "GT/2_gt.png");
        assertThat(folder.scenes())
                .containsExactly(
                        "1: visible=Visible/1.png infrared=infrared/1.jpg truth=GT/1.png",
                        "2: visible=Visible/2.png infrared=infrared/2.png truth=GT/2_gt.png",
                        "10: visible=Visible/10.png infrared=infrared/10.png");
        assertThat(folder.read().task()).contains(Task.VISIBLE_INFRARED);
        assertThat(folder.read().name()).isEqualTo(root.getFileName().toString());
        assertThat(folder.read().notes())
                .containsExactly(
                        "layout: one folder a source: visible, infrared; ground truths of 2 of 3 scenes",
                        "task: visible-infrared, as the names of the sources say");
    }

    @ParameterizedTest
    @CsvSource({"gt", "GT", "truth", "ground-truth", "groundtruth", "full_clear", "reference"})
    void aFolderOfTruthsByAnyOfItsNames(String name) throws Exception {
        folder.with("near/1.png", "far/1.png", name + "/1.png");
        assertThat(folder.scenes()).containsExactly("1: near=near/1.png far=far/1.png truth=" + name + "/1.png");
        assertThat(folder.read().task()).contains(Task.MULTI_FOCUS);
    }

    @Test
    void aFolderASourceWithItsImagesOneFolderDeeper() throws Exception {
        folder.with("visible/test/1.jpg", "infrared/test/1.jpg");
        assertThat(folder.scenes()).containsExactly("1: visible=visible/test/1.jpg infrared=infrared/test/1.jpg");
        folder.with("visible/train/1.jpg", "infrared/train/1.jpg");
        assertThat(folder.read().scenes()).extracting(DatasetScene::name).containsExactly("test-1", "train-1");
    }

    @Test
    void whatHasNoPartnerIsLeftOutAndSaid() throws Exception {
        folder.with("vi/1.png", "ir/1.png", "vi/2.png", "ir/3.png", "vi/4.png", "vi/4.jpg", "ir/4.png");
        folder.with("Segmentation_labels/1.png", "ir/.hidden.png", "ir/readme.txt");
        assertThat(folder.scenes()).containsExactly("1: vi=vi/1.png ir=ir/1.png");
        assertThat(folder.notes())
                .contains("vi/2.png: left out", "ir/3.png: left out", "vi: has two images named 4: 4.jpg and 4.png")
                .contains("Segmentation_labels: left out")
                .doesNotContain("hidden", "readme", "ir/4.png");
    }

    @Test
    void everyFileLeftOutIsNamed() throws Exception {
        folder.with("vi/0.png", "ir/0.png").with(numbered("vi/%d.png", 30));
        // The layout, the task, and a line for each.
        assertThat(folder.read().notes())
                .hasSize(32)
                .filteredOn(note -> note.contains(": left out"))
                .hasSize(30);
    }

    @Test
    void theFirstScenesAreADatasetThatSaysSo() throws Exception {
        folder.with("1-a.png", "1-b.png", "2-a.png", "2-b.png", "3-a.png", "3-b.png");
        Dataset whole = folder.read();
        assertThat(whole.first(3)).isEqualTo(whole);
        Dataset first = whole.first(2);
        assertThat(first.scenes()).isEqualTo(whole.scenes().subList(0, 2));
        assertThat(first.notes()).containsAll(whole.notes()).first().isEqualTo("only the first 2 of 3 scenes");
        assertThatThrownBy(() -> whole.first(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foldersOfOneSuffixEach() throws Exception {
        folder.with("mri/11-mri.png", "ct/11_CT.png", "mri/12-mri.png", "ct/12_CT.png");
        assertThat(folder.scenes())
                .containsExactly("11: mri=mri/11-mri.png ct=ct/11_CT.png", "12: mri=mri/12-mri.png ct=ct/12_CT.png");
        assertThat(folder.read().task()).contains(Task.MEDICAL);
    }

    @Test
    void foldersOfSourcesWithoutACommonNameAreRefused() throws Exception {
        folder.with("visible/a1.png", "infrared/b1.png");
        assertThatThrownBy(folder::read)
                .hasMessageContainingAll("visible (such as a1)", "infrared (such as b1)", "expected equal names");
    }

    @ParameterizedTest
    @CsvSource({"_A,_B", "-a,-b", "_VIS,_IR", "-mri,-ct", "-under,-over", ".near,.far", "A,B", "VIS,IR"})
    void suffixes(String first, String second) throws Exception {
        folder.with("s02" + first + ".png", "s02" + second + ".jpg");
        String roleA = first.replaceAll("[-_.]", "").toLowerCase(java.util.Locale.ROOT);
        String roleB = second.replaceAll("[-_.]", "").toLowerCase(java.util.Locale.ROOT);
        assertThat(folder.scenes())
                .containsExactly("s02: " + roleA + "=s02" + first + ".png " + roleB + "=s02" + second + ".jpg");
    }

    @Test
    void scenesOfOneFolderMayDiffer() throws Exception {
        folder.with("x-a.png", "x-b.png", "x-c.png", "y_under.png", "y_over.png", "y_gt.png", "z1A.png", "z1B.png");
        assertThat(folder.scenes())
                .containsExactly(
                        "x: a=x-a.png b=x-b.png c=x-c.png",
                        "y: under=y_under.png over=y_over.png truth=y_gt.png",
                        "z1: a=z1A.png b=z1B.png");
        assertThat(folder.read().task()).isEmpty();
    }

    @Test
    void truthsOfScenesBySuffixMayLieInAFolder() throws Exception {
        folder.with("1_A.png", "1_B.png", "2_A.png", "2_B.png", "truth/2.png");
        assertThat(folder.scenes())
                .containsExactly("1: a=1_A.png b=1_B.png", "2: a=2_A.png b=2_B.png truth=truth/2.png");
    }

    @Test
    void anUnknownSuffixCountsIfTwoScenesHaveIt() throws Exception {
        folder.with("1-mri.png", "1-t2.png", "2-mri.png", "2-t2.png", "3-mri.png", "3-copy.png");
        assertThat(folder.scenes()).containsExactly("1: mri=1-mri.png t2=1-t2.png", "2: mri=2-mri.png t2=2-t2.png");
        assertThat(folder.notes()).contains("3-copy.png: left out, as nothing tells", "3-mri.png: left out");
    }

    @Test
    void resultsAreNoSources() throws Exception {
        folder.with("1-vis.png", "1-ir.png", "1-fused.png", "2-vis.png", "2-ir.png", "2-fused.png", "2-extra.png");
        folder.with("fused/1.png", "fused/2.png");
        assertThat(folder.scenes()).containsExactly("1: vis=1-vis.png ir=1-ir.png", "2: vis=2-vis.png ir=2-ir.png");
        assertThat(folder.notes())
                .contains(
                        "1-fused.png: left out", "2-extra.png: left out", "fused: left out, as fused is what results");
    }

    @Test
    void aSeriesOfSinglePicturesIsNoScene() throws Exception {
        folder.with(numbered("img_%d.png", 9));
        assertRefused("9 images such as img_1.png", "dataset.yaml");
    }

    @Test
    void twoSeriesOfSinglePicturesAreNoScenes() throws Exception {
        folder.with(numbered("day_%d.png", 9)).with(numbered("night_%d.png", 9));
        assertRefused("18 images");
    }

    @Test
    void numbersCountBesideSurerScenesOrIfThereAreMoreScenesThanNumbers() throws Exception {
        folder.with(numbered("house-%d.jpg", 4)).with("x-over.png", "x-under.png");
        assertThat(folder.scenes())
                .containsExactly(
                        "house: 1=house-1.jpg 2=house-2.jpg 3=house-3.jpg 4=house-4.jpg",
                        "x: under=x-under.png over=x-over.png");
        DatasetFolder numbers = new DatasetFolder(Files.createDirectory(root.resolve("numbers")));
        numbers.with("a_1.png", "a_2.png", "b_01.png", "b_02.png", "c_0.png", "c_1.png", "d_2.png", "d_4.png");
        assertThat(numbers.read().scenes()).extracting(DatasetScene::name).containsExactly("a", "b", "c");
        assertThat(numbers.notes()).contains("d_2.png: left out, as its number may be that of a single picture");
    }

    @Test
    void twoFilesOfOneSourceAreNotGuessedBetween() throws Exception {
        folder.with("1-a.png", "1-a.jpg", "1-b.png", "2-a.png", "2-b.png");
        assertThat(folder.scenes()).containsExactly("2: a=2-a.png b=2-b.png");
        assertThat(folder.notes()).contains("1-a.jpg and 1-a.png are one source of the scene 1; expected one of them");
    }

    @Test
    void aFolderAScene() throws Exception {
        folder.with("scene2/vis.png", "scene2/ir.png", "scene2/gt.png", "scene10/ir.png", "scene10/vis.png");
        folder.with("scene10/fused.png", "scene10/preview.png", "scene3/vis.png");
        assertThat(folder.scenes())
                .containsExactly(
                        "scene2: vis=scene2/vis.png ir=scene2/ir.png truth=scene2/gt.png",
                        "scene10: vis=scene10/vis.png ir=scene10/ir.png");
        assertThat(folder.notes())
                .contains("layout: one folder a scene; ground truths of 1 of 2 scenes")
                .contains("scene10/preview.png: left out", "scene3: left out, as it holds one image only");
    }

    @Test
    void aFolderASceneWhoseImagesRepeatItsName() throws Exception {
        folder.with("House/House_A.jpg", "House/House_B.jpg", "Cave/Cave_A.jpg", "Cave/Cave_B.jpg", "Cave/Cave_gt.jpg");
        assertThat(folder.scenes())
                .containsExactly(
                        "Cave: a=Cave/Cave_A.jpg b=Cave/Cave_B.jpg truth=Cave/Cave_gt.jpg",
                        "House: a=House/House_A.jpg b=House/House_B.jpg");
    }

    @Test
    void aFolderASceneOfExposuresWithTruthsBeside() throws Exception {
        for (int scene = 1; scene <= 6; scene++) {
            folder.with(numbered(scene + "/%d.JPG", 3)).with("Truth/" + scene + ".JPG");
        }
        assertThat(folder.scenes()).hasSize(6).first().isEqualTo("1: 1=1/1.JPG 2=1/2.JPG 3=1/3.JPG truth=Truth/1.JPG");
    }

    @Test
    void unknownNamesAreDecidedByTheirNumber() throws Exception {
        folder.with(numbered("first/%d.png", 4)).with(numbered("second/%d.png", 5));
        assertThat(folder.read().scenes())
                .hasSize(4)
                .allMatch(scene -> scene.sources().size() == 2);
        DatasetFolder sources = new DatasetFolder(Files.createDirectory(root.resolve("unequal")));
        sources.with("p/i1.png", "p/i2.png", "q/i3.png", "q/i4.png", "q/i5.png");
        assertThat(sources.read().scenes())
                .extracting(scene -> scene.name() + scene.sources().size())
                .containsExactly("p2", "q3");
    }

    @Test
    void aTieIsRefused() throws Exception {
        folder.with("p/x.png", "p/y.png", "q/x.png", "q/y.png", "r/x.png", "r/y.png");
        assertRefused("sources or the scenes", "dataset.yaml", "p and q", "'ROLE: FOLDER/*'");
    }

    @Test
    void lettersAreSourcesWhereverTheyStand() throws Exception {
        folder.with("A/1.png", "B/1.png", "A/2.png", "B/2.png");
        assertThat(folder.scenes()).containsExactly("1: a=A/1.png b=B/1.png", "2: a=A/2.png b=B/2.png");
        DatasetFolder scenes = new DatasetFolder(Files.createDirectories(root.resolve("A/scenes")));
        scenes.with("s1/a.png", "s1/b.png", "s2/a.png", "s2/b.png");
        assertThat(scenes.scenes()).containsExactly("s1: a=s1/a.png b=s1/b.png", "s2: a=s2/a.png b=s2/b.png");
        DatasetFolder both = new DatasetFolder(Files.createDirectories(root.resolve("A/both")));
        both.with("a/a.png", "a/b.png", "b/a.png", "b/b.png");
        assertThatThrownBy(both::read).hasMessageContaining("sources or the scenes");
    }

    @Test
    void severalDatasetsAreNotOne() throws Exception {
        folder.with("mri-ct/1-mri.png", "mri-ct/1-ct.png", "mri-ct/2-mri.png", "mri-ct/2-ct.png");
        folder.with("mri-pet/1-mri.png", "mri-pet/1-pet.png");
        assertRefused("mri-ct is a dataset by itself");
        DatasetFolder pairs = new DatasetFolder(Files.createDirectory(root.resolve("pairs")));
        pairs.with("CT-MRI/CT/1.png", "CT-MRI/MRI/1.png", "PET-MRI/PET/1.png", "PET-MRI/MRI/1.png");
        assertThatThrownBy(pairs::read)
                .hasMessageContainingAll(
                        "several datasets of different sources", "CT-MRI/CT", "--sources", "dataset.yaml");
    }

    @Test
    void sourcesMayBeNumberedTwice() throws Exception {
        for (String source : List.of("first", "second")) {
            folder.with(numbered(source + "/1_%d.png", 3)).with(numbered(source + "/2_%d.png", 3));
            folder.with(numbered(source + "/3_%d.png", 3));
        }
        assertThat(folder.scenes()).hasSize(9).contains("2_3: first=first/2_3.png second=second/2_3.png");
    }

    @Test
    void aFolderClosedToReadingIsLeftOut() throws Exception {
        folder.with("visible/1.png", "infrared/1.png", "lost+found/x.png");
        Path closed = root.resolve("lost+found");
        assumeTrue(
                closed.toFile().setReadable(false) && !Files.isReadable(closed),
                "skipped: this user may read everything");
        assertThat(folder.notes()).contains("lost+found: left out, as it is closed to reading");
    }

    @Test
    void foldersOfUnrelatedPicturesAreNoScenes() throws Exception {
        folder.with(numbered("cats/cat%d.png", 30)).with(numbered("dogs/dog%d.png", 25));
        assertRefused("nothing tells which images belong to one scene", "folders such as cats");
    }

    @Test
    void nothingToFindIsSaid() throws Exception {
        assertRefused("holds neither images nor folders");
        folder.with("readme.txt", ".hidden.png");
        assertRefused("holds neither images nor folders");
        assertThatThrownBy(() -> Dataset.read(root.resolve("missing"))).hasMessageEndingWith("there is no such folder");
        assertThatThrownBy(() -> Dataset.read(root.resolve("readme.txt")))
                .hasMessageEndingWith("is a file; expected a folder");
        Files.createDirectories(root.resolve("empty/one"));
        assertThatThrownBy(() -> Dataset.read(root.resolve("empty"))).hasMessageContaining("holds neither images");
    }

    @Test
    void namesOfScenesDifferByMoreThanCase() throws Exception {
        folder.with("visible/Lena.png", "infrared/Lena.png", "visible/lena.png");
        assumeTrue(Files.notExists(root.resolve("visible/LENA.png")), "skipped: this file system ignores case");
        folder.with("infrared/lena.png", "visible/a b.png", "infrared/a b.png");
        assertThat(folder.read().scenes()).extracting(DatasetScene::name).containsExactly("Lena", "a b", "lena-2");
        assertThat(folder.notes()).contains("lena: is called lena-2");
    }

    @Test
    void namesOfScenesAreNoPaths() throws Exception {
        assumeTrue(java.io.File.separatorChar == '/', "skipped: no such names here");
        folder.with("visible/..\\up.png", "infrared/..\\up.png", "visible/a:b.png", "infrared/a:b.png");
        folder.with("visible/line\nbreak.png", "infrared/line\nbreak.png");
        // Names in front of which is a dot are hidden files.
        assertThat(folder.read().scenes()).extracting(DatasetScene::name).containsExactly("a_b", "line_break");
        assertThat(folder.read().notes()).noneMatch(note -> note.contains("\n"));
    }

    @Test
    void foldersGivenOneByOne() throws Exception {
        folder.with("x/visible/test/1.png", "y/infrared/test/1.png", "y/infrared/test/2.png");
        Dataset dataset = Dataset.ofFolders(List.of(root.resolve("y/infrared/test"), root.resolve("x/visible/test")));
        assertThat(folder.scenes(dataset))
                .containsExactly("1: infrared=y/infrared/test/1.png visible=x/visible/test/1.png");
        assertThat(dataset.task()).contains(Task.VISIBLE_INFRARED);
        assertThat(dataset.name()).isEqualTo("infrared + visible");
        assertThat(String.join("\n", dataset.notes())).contains("2.png: left out, as there is no image of its name");
    }

    @Test
    void patternsGivenOneByOne() throws Exception {
        folder.with("11-mri.png", "11-ct.png", "12-mri.png", "12-ct.png");
        assumeTrue(java.io.File.separatorChar == '/', "skipped: stars in paths are refused here");
        Dataset dataset = Dataset.ofFolders(List.of(root.resolve("*-mri.png"), root.resolve("*-ct.png")));
        assertThat(folder.scenes(dataset))
                .containsExactly("11: mri=11-mri.png ct=11-ct.png", "12: mri=12-mri.png ct=12-ct.png");
    }

    @Test
    void theSameFolderTwiceStillHasTwoRoles() throws Exception {
        folder.with("f/1.png");
        Dataset dataset = Dataset.ofFolders(List.of(root.resolve("f"), root.resolve("f")));
        assertThat(folder.scenes(dataset)).containsExactly("1: 1=f/1.png 2=f/1.png");
    }

    @Test
    void foldersWithoutACommonName() throws Exception {
        folder.with("p/1.png", "q/2.png", "r/1.png");
        Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> Dataset.ofFolders(List.of(root.resolve("p"), root.resolve("q"))))
                .hasMessageContaining("no image name in common");
        assertThatThrownBy(() -> Dataset.ofFolders(List.of(root.resolve("p"), root.resolve("empty"))))
                .hasMessageContaining("holds no image");
        assertThatThrownBy(() -> Dataset.ofFolders(List.of(root.resolve("p"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "medical/mri-ct, 21, 2, MEDICAL",
        "medical/mri-pet, 2, 2, MEDICAL",
        "multi-exposure, 3, 4, ",
        "multi-focus, 5, 3, ",
        "visible-infrared, 10, 2, VISIBLE_INFRARED"
    })
    void theReferenceImages(String path, int scenes, int mostSources, Task task) throws Exception {
        Path reference = Reference.path("images/" + path);
        Dataset dataset = Dataset.read(reference);
        assertThat(dataset.scenes()).hasSize(scenes);
        assertThat(dataset.scenes())
                .allMatch(scene -> scene.truth().isEmpty())
                .anyMatch(scene -> scene.sources().size() == mostSources)
                .noneMatch(scene -> scene.sources().size() > mostSources);
        assertThat(dataset.task()).isEqualTo(Optional.ofNullable(task));
        try (var files = Files.list(reference)) {
            assertThat(dataset.scenes().stream().flatMap(scene -> scene.files().stream()))
                    .containsExactlyInAnyOrderElementsOf(files.toList());
        }
    }

    @Test
    void theFolderOfTheReferenceImagesIsSeveralDatasets() {
        Path reference = Reference.path("images/medical");
        assertThatThrownBy(() -> Dataset.read(reference)).hasMessageContaining("mri-ct is a dataset by itself");
    }

    @Test
    void scenesAreWhatTheySay() {
        List<SourceFile> sources = List.of(new SourceFile("a", root), new SourceFile("b", root));
        for (String name : List.of("", "../x", "a/b", "a\\b", ".", "..", "x.", "a:b", "x".repeat(201), "a\0")) {
            assertThatThrownBy(() -> new DatasetScene(name, sources, Optional.empty()))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new DatasetScene("x", sources.subList(0, 1), Optional.empty()))
                .hasMessageContaining("2 or more");
        assertThatThrownBy(() -> new DatasetScene("x", List.of(sources.get(0), sources.get(0)), Optional.empty()))
                .hasMessageContaining("different roles");
    }

    @Test
    void namesInNaturalOrder() {
        List<String> names =
                List.of("b", "img10", "img9", "img09", "a", "img2b", "img2", "img12345678901234567890", "10", "9");
        assertThat(names.stream().sorted(NaturalOrder.INSTANCE))
                .containsExactly(
                        "9", "10", "a", "b", "img2", "img2b", "img09", "img9", "img10", "img12345678901234567890");
    }
}
