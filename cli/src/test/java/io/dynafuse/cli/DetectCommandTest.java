package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection on the command line. */
class DetectCommandTest {
    private static final String OBJECT = "<annotation><object><name>person</name><bndbox><xmin>8</xmin><ymin>16</ymin>"
            + "<xmax>24</xmax><ymax>40</ymax></bndbox></object></annotation>";

    @TempDir
    private Path folder;

    private EvaluationFolder place;

    /** Two scenes of dark noise with a white rectangle in the visible image, where the truth says that a person is. */
    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.prepare();
        for (String scene : List.of("1", "2")) {
            write("data/visible/" + scene + ".png", rectangle());
            write("data/infrared/" + scene + ".png", Image.of(64, 64, 1, new float[64 * 64], SampleDepth.BITS_8));
            Files.createDirectories(folder.resolve("truth"));
            Files.writeString(folder.resolve("truth/" + scene + ".xml"), OBJECT);
        }
        try (InputStream in = DetectCommandTest.class.getResourceAsStream("spot.pt")) {
            Files.write(folder.resolve("spot.pt"), in.readAllBytes());
        }
    }

    private static Image rectangle() {
        float[] values = new float[64 * 64];
        for (int y = 16; y < 40; y++) {
            for (int x = 8; x < 24; x++) {
                values[y * 64 + x] = 1;
            }
        }
        return Image.of(64, 64, 1, values, SampleDepth.BITS_8);
    }

    private void write(String name, Image image) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        ImageFiles.write(image, folder.resolve(name));
    }

    private CommandProcess.Result detect(int exitCode, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("detect"));
        all.addAll(List.of(arguments));
        CommandProcess.Result result = CommandProcess.runIn(folder, all.toArray());
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    @Test
    void detectionsOfAnotherProgramAreScoredByBothProfiles() throws Exception {
        Files.writeString(
                folder.resolve("found.json"),
                "[{\"image_id\": 1, \"label\": \"person\", \"bbox\": [8, 16, 16, 24], \"score\": 0.9},"
                        + "{\"image_id\": 2, \"label\": \"dog\", \"bbox\": [8, 16, 16, 24], \"score\": 0.8}]");

        CommandProcess.Result result =
                detect(0, "data", "-o", "out", "--detections", "visible=found.json", "--truth", "truth", "--per-class");

        // One of two found: 51 of 101 recalls, or the area below 1 up to a half and a line from there down to 0.
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("visible +coco +2 +1.0000 +0.5000 +0.6667 +0.9000 +0.5050 +0.5050"))
                .anyMatch(line ->
                        line.matches("visible +ultralytics +2 +1.0000 +0.5000 +0.6667 +0\\.\\d+ +0.7500 +0.7500"))
                .anyMatch(line -> line.matches("dog +visible +coco +0 +0 +- +- +- +- +-"))
                .anyMatch(line -> line.matches("person +visible +coco +2 +0 +1.0000 .*"))
                .endsWith("2 of 2 scenes looked at");
        assertThat(result.error()).contains("note: no truth names dog: detections of this class are in no score");
        JsonNode json = new ObjectMapper().readTree(out("detection-scores.json").toFile());
        assertThat(json.at("/views/0/scores/0/profile").asText()).isEqualTo("coco");
        assertThat(json.at("/views/0/scores/0/map50").asDouble()).isEqualTo(51 / 101.0);
        assertThat(Files.readAllLines(out("detection-scores.csv")))
                .hasSize(1 + 2 * 3)
                .contains("visible,coco,dog,2,0,0,1,,,,,,");
        JsonNode found =
                new ObjectMapper().readTree(out("detections/visible.json").toFile());
        assertThat(found.get(0).toString())
                .isEqualTo("{\"image_id\":1,\"file_name\":\"1.png\",\"category_id\":1,\"label\":\"person\","
                        + "\"bbox\":[8.0,16.0,16.0,24.0],\"score\":0.9}");
        assertPixel("pictures/1.png", 9, 30, 0.2, 1, 0.2);
        // The first dash of what was missed, and the wrong box of another class below it.
        assertPixel("pictures/2.png", 9, 17, 1, 0.6, 0);
        assertPixel("pictures/2.png", 9, 24, 1, 0.3, 1);
    }

    private void assertPixel(String name, int x, int y, double... rgb) throws IOException {
        Image image = ImageFiles.read(out(name));
        for (int channel = 0; channel < 3; channel++) {
            assertThat((double) image.channel(channel)[y * image.width() + x]).isCloseTo(rgb[channel], within(0.01));
        }
    }

    @Test
    void sourcesAndFusedImagesAreLookedAtOnce() throws Exception {
        Object[] arguments = {
            "data",
            "-o",
            "out",
            "--detector",
            "spot.pt",
            "--trust",
            "--classes",
            "person",
            "--truth",
            "truth",
            "--checkpoint",
            "ifcnn-sum.safetensors",
            "--side",
            "64"
        };

        CommandProcess.Result first = detect(0, arguments);

        assertThat(first.output().lines())
                .anyMatch(line -> line.startsWith("detector: spot.pt: letterbox of 64 x 64"))
                .anyMatch(line -> line.matches("visible +coco +2 +1.0000 +1.0000 +1.0000 +0.7500 +1.0000 .*"))
                .anyMatch(line -> line.matches("visible +ultralytics +2 +1.0000 +1.0000 +1.0000 +\\S+ +0.9950 .*"))
                .anyMatch(line -> line.matches("infrared +coco +2 +0.0000 +0.0000 +0.0000 +- +0.0000 +0.0000"))
                .anyMatch(line -> line.matches("static +coco .*"))
                .anyMatch(line -> line.matches("default +ultralytics .*"))
                .contains("pictures: out/pictures, from left to right visible, infrared, static, default");
        Map<String, String> contents = place.contents("out");
        Map<String, String> versions = place.versions("out");
        CommandProcess.Result second = detect(0, arguments);
        assertThat(second.error()).contains("note: 2 of 2 scenes are done already");
        assertThat(second.output()).isEqualTo(first.output());
        assertThat(place.contents("out")).isEqualTo(contents);
        assertThat(place.versions("out")).containsEntry("scenes/1.json", versions.get("scenes/1.json"));

        Files.writeString(folder.resolve("truth/2.xml"), OBJECT.replace("<xmin>8", "<xmin>9"));
        assertThat(detect(0, arguments).error()).contains("note: 1 of 2 scenes are done already");
        Files.writeString(out("scenes/1.json"), "{}");
        assertThat(detect(0, arguments).error()).contains("note: 1 of 2 scenes are done already");
        arguments[7] = "person,dog";
        assertThat(detect(1, arguments).error()).contains("spot.pt: returns [1, 5, 1]; expected for 2 classes");
        arguments[7] = "walker";
        assertThat(detect(1, arguments).error())
                .contains("out: holds results of another run (classes: person there, walker here)");
    }

    private Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    @Test
    void anEvaluationLooksAtTheImagesThatItFused() throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(
                folder,
                EvaluationFolder.arguments(
                        "data",
                        "out",
                        "--variant",
                        "static",
                        "--metric",
                        "EN",
                        "--gallery",
                        "1",
                        "--detector",
                        "spot.pt",
                        "--trust",
                        "--classes",
                        "person",
                        "--side",
                        "64",
                        "--truth",
                        "truth"));

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("mean +\\S+"))
                .contains("2 of 2 fused images measured")
                .anyMatch(line -> line.matches("visible +coco +2 +1.0000 +1.0000 +1.0000 +0.7500 +1.0000 +1.0000"))
                .anyMatch(line -> line.matches("static +coco +2 .*"));
        assertThat(out("detection/detections/static.json")).exists();
        assertThat(out("detection/pictures/1.png")).exists();
        assertThat(out("detection/pictures/2.png")).doesNotExist();
    }

    @Test
    void theExperimentOfTheFigureIsMadeAgain() throws Exception {
        Object[] arguments = {
            "reproduce",
            "ttd-detection",
            "--data",
            "data",
            "--checkpoint",
            "ifcnn-sum.safetensors",
            "--detector",
            "spot.pt",
            "--trust",
            "--classes",
            "person",
            "--side",
            "64",
            "--truth",
            "truth",
            "-o",
            "report.json"
        };
        for (int round = 0; round < 2; round++) {
            CommandProcess.Result result = CommandProcess.runIn(folder, arguments);

            assertThat(result.exitCode()).as(result.error()).isZero();
            assertThat(result.output().lines())
                    .anyMatch(line -> line.startsWith("detection ttd-detection: Figure 10 and Appendix C.5 of TTD"))
                    .anyMatch(line -> line.matches("visible +2 +1.0000 +1.0000 +0.9950 +0.9950"))
                    .anyMatch(line -> line.matches("dynamic, maximum +2 .* [0-3] of 3"));
        }
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.get("tables")).hasSize(2);
        assertThat(report.at("/tables/0/rows")).hasSize(7);
        assertThat(CommandProcess.runIn(
                                folder,
                                "reproduce",
                                "ttd-detection",
                                "--data",
                                "data",
                                "--checkpoint",
                                "ifcnn-sum.safetensors")
                        .error())
                .contains("expected --detector, and --truth for what it should find");
        assertThat(CommandProcess.runIn(
                                folder,
                                "reproduce",
                                "ttd-table1-llvip",
                                "--data",
                                "data",
                                "--checkpoint",
                                "ifcnn-sum.safetensors",
                                "--truth",
                                "truth")
                        .error())
                .contains("--detector, --truth: are of ttd-detection, found ttd-table1-llvip");
    }

    @Test
    void aSceneThatCannotBeReadIsReportedAndDoneWhenItIsMended() throws Exception {
        Files.writeString(folder.resolve("found.json"), "[]");
        byte[] whole = Files.readAllBytes(folder.resolve("data/infrared/2.png"));
        Files.write(folder.resolve("data/infrared/2.png"), new byte[20]);
        Object[] arguments = {"data", "-o", "out", "--detections", "visible=found.json", "--truth", "truth"};

        CommandProcess.Result result = detect(1, arguments);

        assertThat(result.error()).contains("not looked at: 2: data/infrared/2.png: ");
        assertThat(result.output()).endsWith("1 of 2 scenes looked at; the same command tries the others again\n");
        Files.write(folder.resolve("data/infrared/2.png"), whole);
        assertThat(detect(0, arguments).error()).contains("note: 1 of 2 scenes are done already");
    }

    @Test
    void imagesAreLookedAtOnTheirOwn() throws Exception {
        CommandProcess.Result result = detect(
                0,
                "data/visible/1.png",
                "data/infrared/1.png",
                "--detector",
                "spot.pt",
                "--trust",
                "--classes",
                "person",
                "--side",
                "64",
                "-o",
                "out");

        assertThat(result.output().lines())
                .containsExactly(
                        "data/visible/1.png: person 0.75, 16 x 24 pixels from 8, 16",
                        "data/infrared/1.png: nothing of a confidence of 0.25 or more");
        assertThat(new ObjectMapper().readTree(out("detections.json").toFile())).hasSize(1);
        assertThat(out("pictures/1.png")).exists();
        assertThat(out("pictures/1-2.png")).exists();
    }

    @Test
    void wrongUsageIsSaidBeforeAnyWork() throws Exception {
        Files.writeString(folder.resolve("found.json"), "[]");
        assertThat(detect(2, "data", "-o", "out").error())
                .contains("expected --detector, or the detections of another");
        assertThat(detect(2, "data", "-o", "out", "--detector", "spot.pt", "--classes", "person")
                        .error())
                .contains("--detector: expected --trust beside it, as spot.pt is a program that is run");
        assertThat(detect(2, "data", "-o", "out", "--detector", "spot.pt", "--trust")
                        .error())
                .contains("expected the names of its classes by --classes");
        assertThat(detect(2, "data", "--detections", "visible=found.json").error())
                .contains("expected -o DIR");
        assertThat(detect(2, "data", "-o", "data/out", "--detections", "visible=found.json")
                        .error())
                .contains("lies in the dataset");
        assertThat(detect(2, "data/visible/1.png", "data", "--detector", "spot.pt", "--trust", "--classes", "a")
                        .error())
                .contains("expected one DATASET or images");
        Files.delete(folder.resolve("truth/2.xml"));
        assertThat(detect(1, "data", "-o", "out", "--detections", "visible=found.json", "--truth", "truth")
                        .error())
                .contains("truth: says nothing about 1 of 2 scenes (2); expected a truth for each");
        assertThat(folder.resolve("out")).doesNotExist();
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/notes.txt"), "mine");
        assertThat(detect(1, "data", "-o", "mine", "--detections", "visible=found.json")
                        .error())
                .contains("mine: holds files, but no detection.json");
    }
}
