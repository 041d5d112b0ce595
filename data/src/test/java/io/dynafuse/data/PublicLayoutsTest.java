package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts in which public datasets come, as far as their names go. */
class PublicLayoutsTest {
    @TempDir
    private Path root;

    private DatasetFolder folder;

    @BeforeEach
    void prepare() {
        folder = new DatasetFolder(root);
    }

    private static Arguments layout(String name, String files, String... scenes) {
        return Arguments.of(name, List.of(files.split(" ")), List.of(scenes));
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                layout(
                        "MSRS",
                        "train/vi/1.png train/ir/1.png train/Segmentation_labels/1.png test/vi/1.png test/ir/1.png"
                                + " test/Segmentation_labels/1.png",
                        "test-1: vi=test/vi/1.png ir=test/ir/1.png",
                        "train-1: vi=train/vi/1.png ir=train/ir/1.png"),
                layout(
                        "LLVIP",
                        "visible/train/1.jpg visible/test/2.jpg infrared/train/1.jpg infrared/test/2.jpg Annotations/1.xml",
                        "test-2: visible=visible/test/2.jpg infrared=infrared/test/2.jpg",
                        "train-1: visible=visible/train/1.jpg infrared=infrared/train/1.jpg"),
                layout(
                        "LLVIP of which one half lacks",
                        "visible/test/2.jpg infrared/train/2.jpg infrared/test/2.jpg",
                        "2: visible=visible/test/2.jpg infrared=infrared/test/2.jpg"),
                layout("M3FD", "Vis/1.png Ir/1.png Annotation/1.xml", "1: vis=Vis/1.png ir=Ir/1.png"),
                layout(
                        "M3FD, whole",
                        "M3FD_Fusion/Vis/1.png M3FD_Fusion/Ir/1.png",
                        "1: vis=M3FD_Fusion/Vis/1.png ir=M3FD_Fusion/Ir/1.png"),
                layout(
                        "FMB",
                        "train/Visible/1.png train/Infrared/1.png train/Label/1.png",
                        "1: visible=train/Visible/1.png infrared=train/Infrared/1.png"),
                layout(
                        "RoadScene without one",
                        "cropinfrared/1.jpg crop_LR_visible/1.jpg",
                        "1: visible=crop_LR_visible/1.jpg infrared=cropinfrared/1.jpg"),
                layout("Road", "Road/rgb/1.png Road/thermal/1.png", "1: rgb=Road/rgb/1.png thermal=Road/thermal/1.png"),
                layout(
                        "TNO, numbered",
                        "IR1.png VIS1.png IR2.png VIS2.png",
                        "1: vis=VIS1.png ir=IR1.png",
                        "2: vis=VIS2.png ir=IR2.png"),
                layout("prefixes", "ir_0001.png vis_0001.png ir_0002.png", "0001: vis=vis_0001.png ir=ir_0001.png"),
                layout(
                        "prefixes of small numbers",
                        "ir_1.png vis_1.png ir_2.png vis_2.png",
                        "1: vis=vis_1.png ir=ir_1.png",
                        "2: vis=vis_2.png ir=ir_2.png"),
                layout(
                        "prefixes and truths",
                        "near_1.png far_1.png GT1.png",
                        "1: near=near_1.png far=far_1.png truth=GT1.png"),
                layout("prefixes in folders", "VIS/VIS1.png IR/IR1.png", "1: vis=VIS/VIS1.png ir=IR/IR1.png"),
                layout(
                        "TNO",
                        "Athena/man/IR_meting003_g.bmp Athena/man/VIS_meting003_r.bmp",
                        "Athena-man: vis=Athena/man/VIS_meting003_r.bmp ir=Athena/man/IR_meting003_g.bmp"),
                layout("VIFB", "VI/car.jpg IR/car.jpg", "car: vi=VI/car.jpg ir=IR/car.jpg"),
                layout(
                        "MEFB",
                        "a/a_A.png a/a_B.png a/dark.png a/light.png b/_MDF1.tif b/_MDF9.tif b/b_A.tif b/b_B.jpg",
                        "a: a=a/a_A.png b=a/a_B.png",
                        "b: a=b/b_A.tif b=b/b_B.jpg"),
                layout(
                        "SICE",
                        Stream.of(1, 2, 3, 4, 5, 6)
                                .map(i -> i + "/1.JPG " + i + "/2.JPG " + i + "/3.JPG Label/" + i + ".JPG ")
                                .reduce("", String::concat),
                        Stream.of(1, 2, 3, 4, 5, 6)
                                .map(i -> i + ": 1=" + i + "/1.JPG 2=" + i + "/2.JPG 3=" + i + "/3.JPG")
                                .toArray(String[]::new)),
                layout(
                        "MFI-WHU",
                        "source_1/1.jpg source_2/1.jpg full_clear/1.jpg",
                        "1: source_1=source_1/1.jpg source_2=source_2/1.jpg truth=full_clear/1.jpg"),
                layout("Lytro", "lytro-01-A.jpg lytro-01-B.jpg", "lytro-01: a=lytro-01-A.jpg b=lytro-01-B.jpg"),
                layout(
                        "Real-MFF",
                        "imageA/1.png imageB/1.png Fusion/1.png",
                        "1: imagea=imageA/1.png imageb=imageB/1.png"),
                layout(
                        "Real-MFF, renamed",
                        "imageA/1.png imageB/1.png GT/1.png",
                        "1: imagea=imageA/1.png imageb=imageB/1.png truth=GT/1.png"),
                layout("Harvard", "CT-MRI/CT/1.png CT-MRI/MRI/1.png", "1: mri=CT-MRI/MRI/1.png ct=CT-MRI/CT/1.png"),
                layout(
                        "KAIST",
                        "set00/V000/visible/I1.jpg set00/V000/lwir/I1.jpg set01/V000/visible/I1.jpg set01/V000/lwir/I1.jpg",
                        "set00-V000-I1: visible=set00/V000/visible/I1.jpg lwir=set00/V000/lwir/I1.jpg",
                        "set01-V000-I1: visible=set01/V000/visible/I1.jpg lwir=set01/V000/lwir/I1.jpg"),
                layout("camel case", "visImages/1.png IRimages/1.png", "1: vis=visImages/1.png ir=IRimages/1.png"),
                layout(
                        "subsets in names of folders",
                        "Test_ir/1.png Test_vi/1.png Train_ir/1.png Train_vi/1.png Train_labels/1.png",
                        "test-1: vi=Test_vi/1.png ir=Test_ir/1.png",
                        "train-1: vi=Train_vi/1.png ir=Train_ir/1.png"),
                layout(
                        "pix2pix",
                        "trainA/1.png trainB/1.png testA/1.png testB/1.png",
                        "test-1: a=testA/1.png b=testB/1.png",
                        "train-1: a=trainA/1.png b=trainB/1.png"),
                layout(
                        "suffixes in subsets",
                        "train/1-vis.png train/1-ir.png test/1-vis.png test/1-ir.png",
                        "test-1: vis=test/1-vis.png ir=test/1-ir.png",
                        "train-1: vis=train/1-vis.png ir=train/1-ir.png"),
                layout(
                        "truths in subsets",
                        "train/near/1.png train/far/1.png train/gt/1.png near/test/1.png far/test/1.png",
                        "test-1: near=near/test/1.png far=far/test/1.png",
                        "train-1: near=train/near/1.png far=train/far/1.png truth=train/gt/1.png"),
                layout(
                        "several bands",
                        "rgb/1.png nir/1.png lwir/1.png",
                        "1: rgb=rgb/1.png lwir=lwir/1.png nir=nir/1.png"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void scenesOf(String name, List<String> files, List<String> scenes) throws IOException {
        folder.with(files.toArray(String[]::new));
        assertThat(folder.scenes()).containsExactlyElementsOf(scenes);
    }

    @Test
    void subsetsAreSaid() throws IOException {
        folder.with("Test_ir/1.png", "Test_vi/1.png", "Train_ir/1.png", "Train_vi/1.png", "Val_vi/1.png");
        assertThat(folder.notes())
                .contains("one folder a source: vi, ir; scenes are called after their subsets: test, train")
                .contains("Val_vi: left out, as no other source of val lies beside it");
        assertThat(folder.read().task()).contains(Task.VISIBLE_INFRARED);
    }

    @Test
    void severalReadingsAreListedAndNoneIsTaken() throws IOException {
        folder.with("cropinfrared/1.jpg", "crop_LR_visible/1.jpg", "crop_HR_visible/1.jpg", "infrared/1.jpg");
        assertThatThrownBy(folder::read)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("several readings", "(1) ", "(4) ", "--sources DIR DIR", "dataset.yaml")
                .hasMessageContaining("crop_LR_visible and cropinfrared")
                .hasMessageContaining("crop_HR_visible and infrared")
                .hasMessageNotContaining("\n");
        List<Path> settled = List.of(root.resolve("crop_LR_visible"), root.resolve("cropinfrared"));
        Dataset dataset = Dataset.ofFolders(settled);
        assertThat(folder.scenes(dataset))
                .containsExactly("1: visible=crop_LR_visible/1.jpg infrared=cropinfrared/1.jpg");
        assertThat(dataset.task()).contains(Task.VISIBLE_INFRARED);
    }

    @Test
    void sizesAreNoMoreSources() throws IOException {
        folder.with("LR_vi/1.png", "LR_ir/1.png", "HR_vi/1.png", "HR_ir/1.png");
        assertThatThrownBy(folder::read)
                .hasMessageContainingAll("LR_vi and LR_ir", "HR_vi and HR_ir")
                .hasMessageNotContaining("(3)");
        DatasetFolder beside = new DatasetFolder(root.resolve("beside"));
        beside.with("vi/1.png", "ir/1.png", "vi_x2/1.png", "ir_x2/1.png");
        assertThat(beside.scenes()).containsExactly("1: vi=vi/1.png ir=ir/1.png");
        assertThat(beside.notes()).contains("vi_x2: left out, as another folder is the source vi");
        DatasetFolder sizes = new DatasetFolder(root.resolve("sizes"));
        sizes.with("HR/1.png", "LR/1.png", "HR/2.png", "LR/2.png", "HR/3.png", "LR/3.png");
        assertThatThrownBy(sizes::read).hasMessageContainingAll("nothing tells", "--sources");
    }

    @Test
    void subsetsAreNoSources() throws IOException {
        folder.with("train/1.png", "test/1.png", "train/2.png", "test/2.png", "train/3.png", "test/3.png");
        assertThatThrownBy(folder::read).hasMessageContainingAll("nothing tells", "--sources");
        DatasetFolder apart = new DatasetFolder(root.resolve("apart"));
        apart.with("Train_ir/1.png", "Test_vi/1.png");
        assertThatThrownBy(apart::read).hasMessageContaining("nothing tells");
        DatasetFolder unknown = new DatasetFolder(root.resolve("unknown"));
        unknown.with("day_vi/1.png", "night_ir/1.png");
        assertThatThrownBy(unknown::read).hasMessageContaining("nothing tells");
    }

    @Test
    void scenesNamedWithAWordOfASourceAreOpen() throws IOException {
        folder.with("near_house/A.png", "near_house/B.png", "far_house/A.png", "far_house/B.png");
        assertThatThrownBy(folder::read).hasMessageContainingAll("sources or the scenes", "--sources", "dataset.yaml");
    }

    @Test
    void labelsAreLeftOutWithTheReason() throws IOException {
        folder.with("Visible/1.png", "Infrared/1.png", "Label/1.png", "masks/1.png", "Annotations/1.xml", "seg/1.png");
        assertThat(folder.scenes()).containsExactly("1: visible=Visible/1.png infrared=Infrared/1.png");
        for (String name : List.of("Label", "masks", "Annotations", "seg")) {
            assertThat(folder.notes())
                    .contains(root.resolve(name) + ": left out, as labels and masks are no ground truth");
        }
        assertThat(folder.notes()).contains("truth: in a dataset.yaml declares");
    }

    @Test
    void aSceneMayBeCalledMask() throws IOException {
        folder.with("Mask/Mask_A.png", "Mask/Mask_B.png", "Cave/Cave_A.png", "Cave/Cave_B.png");
        assertThat(folder.read().scenes()).extracting(DatasetScene::name).containsExactly("Cave", "Mask");
    }

    @Test
    void labelsBesideImagesAreNoTruths() throws IOException {
        folder.with("1-vi.png", "1-ir.png", "1-label.png", "1_mask.png");
        assertThat(folder.scenes()).containsExactly("1: vi=1-vi.png ir=1-ir.png");
        assertThat(folder.notes()).contains("1-label.png: left out, as labels", "1_mask.png: left out, as labels");
        DatasetFolder scenes = new DatasetFolder(root.resolve("scenes"));
        scenes.with("x/vi.png", "x/ir.png", "x/label.png");
        assertThat(scenes.scenes()).containsExactly("x: vi=x/vi.png ir=x/ir.png");
        assertThat(scenes.notes()).contains("label.png: left out, as labels");
    }

    @Test
    void foldersBesideImagesAreNotPassedOverInSilence() throws IOException {
        folder.with("vi/1.png", "vi/train/2.png", "ir/1.png");
        assertThat(folder.notes()).contains("train: left out, as the folder around it holds images itself");
    }

    @Test
    void twoFilesOfOneNameAreToldOf() throws IOException {
        folder.with("vi/1.png", "vi/1.jpg", "ir/1.png");
        assertThatThrownBy(folder::read)
                .hasMessageContaining("vi: has two images named 1: 1.jpg and 1.png; expected one of them");
    }

    @Test
    void imagesOfOtherThingsAreNoDataset() throws IOException {
        // MFNet as it is published: thermal is the fourth channel of its images.
        folder.with("images/00001D.png", "labels/00001D.png", "images/00002N.png", "labels/00002N.png");
        assertThatThrownBy(folder::read).hasMessageContaining("nothing tells");
    }

    @Test
    void controlCharactersBeyondAsciiAreNoPartOfNames() throws IOException {
        folder.with("visible/a\u009bb.png", "infrared/a\u009bb.png");
        assertThat(folder.read().scenes()).extracting(DatasetScene::name).containsExactly("a_b");
    }
}
