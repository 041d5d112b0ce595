package io.dynafuse.detection.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionFileTest {
    private static final Detection CAR = new Detection(new Box(10, 20, 40.5, 60), "car", 0.75);

    @TempDir
    private Path folder;

    @Test
    void imagesGoByNumberOrNameAndClassesByNumberOrLabel() throws IOException {
        DetectionFile file = read(
                "[{\"image_id\": 7, \"category_id\": 3, \"bbox\": [10, 20, 30.5, 40], \"score\": 0.75},"
                        + " {\"image_id\": 8, \"file_name\": \"night/b.jpg\", \"label\": \"car\", \"bbox\": [10, 20, 30.5, 40],"
                        + " \"score\": 0.75, \"area\": 5}]",
                Map.of("3", "car"));

        assertThat(file.of("a", "7")).containsExactly(CAR);
        assertThat(file.of("b", "99")).containsExactly(CAR);
        assertThat(file.of("c", "c")).isEmpty();
        assertThat(file.count()).isEqualTo(2);
        assertThat(file.notes()).hasSize(1).first().asString().endsWith("of detections, this is not used: area");
    }

    @Test
    void namesOfDigitsMayBeWrittenAsNumbers() throws IOException {
        DetectionFile file = read(
                "[{\"image_id\": 190001, \"label\": \"car\", \"bbox\": [10, 20, 30.5, 40], \"score\": 0.75},"
                        + "{\"image_id\": 10001, \"label\": \"car\", \"bbox\": [10, 20, 30.5, 40], \"score\": 0.75}]",
                Map.of());

        assertThat(file.of("190001", "190001")).containsExactly(CAR);
        assertThat(file.of("010001", "010001")).containsExactly(CAR);
    }

    @Test
    void whatIsWrittenIsReadAgainAndFitsCoco() throws IOException {
        Detection small = new Detection(new Box(1 / 3.0, 0, 2, 2), "person", 0.1);
        Path file = folder.resolve("found.json");
        AtomicFile.write(
                file,
                DetectionFile.content(List.of(
                        new DetectionFile.Entry("a.b.png", "7", "3", CAR),
                        new DetectionFile.Entry("c.png", "c", "1", small))));

        DetectionFile read = DetectionFile.read(file, Map.of());
        JsonNode json = new ObjectMapper().readTree(file.toFile());

        assertThat(read.of("a.b", "")).containsExactly(CAR);
        assertThat(read.of("c", "")).hasSize(1);
        assertThat(json.get(0).get("image_id").isIntegralNumber()).isTrue();
        assertThat(json.get(0).get("category_id").asInt()).isEqualTo(3);
        assertThat(json.get(0).get("bbox").toString()).isEqualTo("[10.0,20.0,30.5,40.0]");
        AtomicFile.write(file, DetectionFile.content(List.of()));
        assertThat(DetectionFile.read(file, Map.of()).count()).isZero();
    }

    @Test
    void brokenFilesAreRefused() throws IOException {
        assertRefused("", "expected a list, as COCO's results are");
        assertRefused("{}", "expected a list, as COCO's results are");
        assertRefused("[{\"image_id\": 7", "is not JSON as expected");
        assertRefused("[3]", "1: expected an object");
        assertRefused(detection("\"label\": \"car\"", "1.5"), "1: expected a score from 0 to 1, found 1.5");
        assertRefused(detection("\"label\": \"car\"", "null"), "expected a number as score, found null");
        assertRefused(detection("\"label\": \"\"", "0.5"), "expected a text as label");
        assertRefused(
                detection("\"category_id\": 4", "0.5"),
                "1: expected a category_id that is named, found 4; those that are: 3; a label or --classes names them");
        assertRefused(
                "[{\"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"score\": 1}]",
                "expected a number or text as image_id, found none");
    }

    private static String detection(String label, String score) {
        return "[{\"image_id\": 7, " + label + ", \"bbox\": [1, 2, 3, 4], \"score\": " + score + "}]";
    }

    private void assertRefused(String content, String message) {
        assertThatThrownBy(() -> read(content, Map.of("3", "car")))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining("found.json: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private DetectionFile read(String content, Map<String, String> classes) throws IOException {
        return DetectionFile.read(Files.writeString(folder.resolve("found.json"), content), classes);
    }
}
