package io.dynafuse.detection.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.TrueObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthsTest {
    private static final String VOC =
            "<annotation><folder>x</folder><filename>a.jpg</filename>%s<size><width>200</width>"
                    + "<height>100</height><depth>3</depth></size>%s</annotation>";
    private static final String PERSON = "<object><name>person</name><difficult>%d</difficult><bndbox><xmin>%s</xmin>"
            + "<ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox></object>";
    private static final String COCO =
            "{\"info\": {\"year\": 2026}, \"images\": [{\"id\": 7, \"file_name\": \"night/a.jpg\","
                    + " \"width\": 200, \"height\": 100}, {\"id\": 8, \"file_name\": \"b.jpg\"}], \"annotations\": [%s],"
                    + " \"categories\": [{\"id\": 3, \"name\": \"car\"}, {\"id\": 1, \"name\": \"person\"}]}";

    @TempDir
    private Path folder;

    @Test
    void cornersOfPascalVocXmlAreSidesAsLabelImgAndLlvipHaveThem() throws IOException {
        write("a.xml", voc("", PERSON.formatted(0, 11, 21, 31, 61) + PERSON.formatted(1, 0, 0, 5.5, 4)));

        Truths truths = Truths.of(folder, List.of());

        assertThat(truths.in("a", 200, 100).orElseThrow().objects())
                .containsExactly(
                        new TrueObject(new Box(11, 21, 31, 61), "person", false),
                        new TrueObject(new Box(0, 0, 5.5, 4), "person", true));
        assertThat(truths.in("b", 200, 100)).isEmpty();
    }

    @Test
    void filesOfPascalVocItselfCountPixelsFromOneAndTheLastBelongsToTheBox() throws IOException {
        String source =
                "<source><database>The VOC2007 Database</database><annotation>PASCAL VOC2007</annotation></source>";
        write("a.xml", voc(source, PERSON.formatted(0, 1, 1, 200, 100)));

        assertThat(Truths.of(folder, List.of()).in("a", 200, 100).orElseThrow())
                .isEqualTo(
                        new ImageTruth(List.of(new TrueObject(new Box(0, 0, 200, 100), "person", false)), List.of()));
    }

    @Test
    void whatIsNotUsedOrLiesOutsideIsSaid() throws IOException {
        write(
                "a.xml",
                voc(
                        "",
                        PERSON.formatted(0, 190, 21, 231, 61).replace("<name>", "<pose>Left</pose><name>")
                                + PERSON.formatted(0, 300, 21, 331, 61)));

        ImageTruth truth = Truths.of(folder, List.of()).in("a", 200, 100).orElseThrow();

        assertThat(truth.objects()).containsExactly(new TrueObject(new Box(190, 21, 200, 61), "person", false));
        assertThat(truth.notes())
                .containsExactly(
                        "boxes that reach beyond the image are cut at its sides",
                        "boxes without area in the image are left out",
                        "of objects, this is not used: pose");
    }

    @Test
    void aFileAboutAnImageOfAnotherSizeIsRefused() throws IOException {
        write("a.xml", voc("", ""));

        assertRefused("a", "a.xml: is about an image of 200 x 100 pixels; expected that of the image, 640 x 512");
    }

    @Test
    void brokenPascalVocFilesAreRefused() throws IOException {
        assertVocRefused("", "a.xml: is not XML as expected, line 1");
        assertVocRefused(voc("", PERSON.formatted(0, 1, 2, 3, 4)).substring(0, 150), "is not XML as expected, line 1");
        assertVocRefused("GIF89a", "is not XML as expected");
        assertVocRefused("<html><body/></html>", "expected the element annotation, found html");
        assertVocRefused(voc("", PERSON.formatted(0, 9, 2, 3, 4)), "expected xmin before xmax");
        assertVocRefused(
                voc("", PERSON.formatted(0, "NaN", 2, 3, 4)), "expected a number of pixels as xmin, found NaN");
        assertVocRefused(voc("", PERSON.formatted(0, "", 2, 3, 4)), "expected a number of pixels as xmin, found none");
        assertVocRefused(voc("", PERSON.formatted(0, "1e300", 2, 3, 4)), "expected a number of pixels as xmin");
        assertVocRefused(voc("", "<object><name>person</name></object>"), "expected a bndbox of every object");
        assertVocRefused(voc("", "<object><name> </name></object>"), "expected the name of every object");
    }

    @Test
    void hostileXmlIsRefusedWithoutReadingMore() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "<name>secret</name>");
        String laughs = "<!DOCTYPE annotation [<!ENTITY a \"" + "ha".repeat(1000) + "\"><!ENTITY b \"&a;&a;&a;&a;\">]>";

        assertVocRefused(laughs + voc("", "<object>&b;</object>"), "a.xml: ");
        assertVocRefused(
                "<!DOCTYPE annotation SYSTEM \"" + secret.toUri() + "\">" + voc("", ""), "declares a document type");
        assertVocRefused(
                "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + voc("", "&x;"), "a.xml: ");
        assertVocRefused("<a>".repeat(100_000), "is nested deeper than boxes are");
        assertVocRefused(voc("", " ".repeat(1 << 20)), "is larger than 1 MiB");
    }

    @Test
    void yoloNumbersAreSharesOfTheImage() throws IOException {
        write("classes.txt", "person\ncar\n");
        write("a.txt", "1 0.5 0.5 0.25 0.5\n\n0 0.1 0.2 0.2 0.4\n");

        Truths truths = Truths.of(folder, List.of());

        assertThat(truths.in("a", 200, 100).orElseThrow().objects())
                .containsExactly(
                        new TrueObject(new Box(75, 25, 125, 75), "car", false),
                        new TrueObject(new Box(0, 0, 40, 40), "person", false));
        assertThat(truths.in("b", 200, 100).orElseThrow().notes())
                .containsExactly("images without a file are taken as without objects");
    }

    @Test
    void namesOfYoloClassesLieAboveOrAreGiven() throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels/train"));
        Files.writeString(labels.resolve("a.txt"), "0 0.5 0.5 0.25 0.5\n");
        assertThatThrownBy(() -> Truths.of(labels, List.of()))
                .hasMessageContaining("no classes.txt or data.yaml beside it or above names them");

        assertThat(label(Truths.of(labels, List.of("dog")))).isEqualTo("dog");
        write("data.yaml", "train: images\nnames:\n  0: cat\n  1: cow\n");
        assertThat(label(Truths.of(labels, List.of()))).isEqualTo("cat");
        write("data.yaml", "names: [horse, cow]\n");
        assertThat(label(Truths.of(labels, List.of()))).isEqualTo("horse");
        write("data.yaml", "nc: 2\n");
        assertThatThrownBy(() -> Truths.of(labels, List.of()))
                .hasMessageContaining("data.yaml: expected names of classes, found none");
        write("data.yaml", "names: [horse, horse]\n");
        assertThatThrownBy(() -> Truths.of(labels, List.of())).hasMessageContaining("found horse twice");
        write("data.yaml", "names: {0: [\n");
        assertThatThrownBy(() -> Truths.of(labels, List.of())).hasMessageContaining("data.yaml: is not YAML");
    }

    private static String label(Truths truths) throws IOException {
        return truths.in("a", 8, 8).orElseThrow().objects().get(0).label();
    }

    @Test
    void brokenYoloFilesAreRefused() throws IOException {
        write("classes.txt", "person");
        assertYoloRefused("0 0.5 0.5 0.25", "a.txt: line 1: expected class, x, y, width and height, found 4 columns");
        assertYoloRefused("0 0.5 0.5 0.5 0.5 0.9", "found 6 columns");
        assertYoloRefused("0 0.5 0.5 0.1 0.5 0.9 0.2", "found 7 numbers; outlines are not taken");
        assertYoloRefused(
                "0 0.5 0.5 0.25 0.5\n1 0.5 0.5 0.2 0.2", "line 2: expected the number of a class from 0 to 0");
        assertYoloRefused("0.0 0.5 0.5 0.2 0.2", "expected the number of a class from 0 to 0, found 0.0");
        assertYoloRefused("0 320 240 50 60", "expected a share of the image from 0 to 1, found 320");
        assertYoloRefused("0 NaN 0.5 0.2 0.2", "expected a share of the image from 0 to 1, found NaN");
        Files.write(folder.resolve("a.txt"), new byte[] {(byte) 0xff, (byte) 0xd8, 0});
        assertRefused("a", "is no text in UTF-8");
    }

    @Test
    void cocoHasAllImagesInOneFile() throws IOException {
        write(
                "truth.json",
                COCO.formatted(
                        "{\"id\": 1, \"image_id\": 7, \"category_id\": 1, \"bbox\": [10, 20, 30.5, 40], \"iscrowd\": 0,"
                                + " \"area\": 1220, \"segmentation\": [[1, 2, 3]]}, {\"id\": 2, \"image_id\": 7,"
                                + " \"category_id\": 3, \"bbox\": [0, 0, 100, 50], \"iscrowd\": 1}"));

        for (Path place : List.of(folder, folder.resolve("truth.json"))) {
            Truths truths = Truths.of(place, List.of());

            assertThat(truths.in("a", 200, 100).orElseThrow().objects())
                    .containsExactly(
                            new TrueObject(new Box(10, 20, 40.5, 60), "person", false),
                            new TrueObject(new Box(0, 0, 100, 50), "car", true));
            assertThat(truths.in("b", 10, 10).orElseThrow().objects()).isEmpty();
            assertThat(truths.in("c", 10, 10)).isEmpty();
            assertThat(truths.idOf("a")).isEqualTo("7");
            assertThat(truths.classes()).containsEntry("3", "car").containsEntry("1", "person");
            assertThat(truths.notes()).containsExactly("of the file, this is not used: area, info, segmentation");
        }
        assertRefused("a", "truth.json: says that a has 200 x 100 pixels; expected that of the image, 640 x 512");
    }

    @Test
    void brokenCocoFilesAreRefused() throws IOException {
        assertCocoRefused("", "expected an object, as COCO's annotations are");
        assertCocoRefused("[]", "expected an object, as COCO's annotations are");
        assertCocoRefused("{}", "found 0 images and 0 categories");
        assertCocoRefused(COCO.formatted("").substring(0, 120), "is not JSON as expected, line 1");
        assertCocoRefused(COCO.formatted("") + "{}", "expected nothing after the end");
        assertCocoRefused(COCO.formatted("4"), "annotations 1: expected an object");
        assertCocoRefused(COCO.formatted("{\"image_id\": 7, \"category_id\": 1}"), "bbox, found none");
        assertCocoRefused(annotation("7", "1", "[1, 2, 3]"), "annotations 1: expected x, y, width and height as bbox");
        assertCocoRefused(annotation("7", "1", "[1, 2, -3, 4]"), "expected a width and height of 0 or more");
        assertCocoRefused(annotation("7", "1", "[1, 2, 3, 1e99]"), "expected a number as bbox, found 1.0E99");
        assertCocoRefused(annotation("9", "1", "[1, 2, 3, 4]"), "annotations are of image 9, which is not listed");
        assertCocoRefused(annotation("7", "2", "[1, 2, 3, 4]"), "of category 2, which is not listed");
        assertCocoRefused(COCO.formatted("").replace("\"id\": 8", "\"id\": 7"), "found 7 twice");
        assertCocoRefused("{\"images\": " + "[".repeat(500), "is not JSON as expected");
        assertCocoRefused("{\"x\": " + "[".repeat(500), "is not JSON as expected");
        write("truth.json", COCO.formatted("").replace("b.jpg", "day/a.jpg"));
        assertRefused("a", "expected images of different names, found several called a");
    }

    private static String annotation(String image, String category, String box) {
        return COCO.formatted(
                "{\"image_id\": " + image + ", \"category_id\": " + category + ", \"bbox\": " + box + "}");
    }

    @Test
    void aPlaceThatIsNotOfOneFormatIsRefused() throws IOException {
        assertPlaceRefused("holds none of these; expected a folder of Pascal VOC files");
        write("a.xml", voc("", ""));
        write("b.txt", "");
        assertPlaceRefused("holds files of several formats, 1 .txt and 1 .xml");
        Files.delete(folder.resolve("a.xml"));
        Files.delete(folder.resolve("b.txt"));
        write("a.json", "{}");
        write("b.json", "{}");
        assertPlaceRefused("holds 2 files of JSON; expected one of them");
        assertThatThrownBy(() -> Truths.of(folder.resolve("nothing"), List.of()))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining("nothing: there is no such file or folder");
        write("b.png", "");
        assertThatThrownBy(() -> Truths.of(folder.resolve("b.png"), List.of()))
                .hasMessageContaining("b.png: is a file");
    }

    private static String voc(String source, String objects) {
        return VOC.formatted(source, objects);
    }

    private void assertVocRefused(String content, String message) throws IOException {
        write("a.xml", content);
        assertThatThrownBy(() -> Truths.of(folder, List.of()).in("a", 200, 100))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private void assertYoloRefused(String content, String message) throws IOException {
        write("a.txt", content);
        assertRefused("a", message);
    }

    private void assertCocoRefused(String content, String message) throws IOException {
        write("truth.json", content);
        assertPlaceRefused(message);
    }

    private void assertPlaceRefused(String message) {
        assertThatThrownBy(() -> Truths.of(folder, List.of()))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private void assertRefused(String image, String message) {
        assertThatThrownBy(() -> Truths.of(folder, List.of()).in(image, 640, 512))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
