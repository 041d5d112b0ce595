package io.dynafuse.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreetDetectorTest {
    @TempDir
    private Path folder;

    /** As small as all that is part of the program. */
    @Test
    void theEmbeddedOneIsSmallAndOpens() throws Exception {
        byte[] bytes = StreetDetector.class
                .getResourceAsStream("street-detector.safetensors")
                .readAllBytes();
        assertThat(bytes.length).isLessThan(1 << 20);
        try (Detector detector = StreetDetector.open(DetectionSettings.SCORING)) {
            assertThat(detector.classes()).containsExactly("person", "car");
            assertThat(detector.description()).startsWith("embedded:street-detector: letterbox of 320 x 256");
        }
    }

    @Test
    void imagesOfAnyKindAreTaken() throws Exception {
        try (Detector detector = StreetDetector.open(DetectionSettings.SCORING)) {
            for (int[] size : new int[][] {{1, 1, 1}, {500, 3, 3}, {640, 480, 1}, {33, 90, 3}}) {
                float[] values = new float[size[0] * size[1] * size[2]];
                Arrays.fill(values, 0.5f);
                Image image = Image.of(size[0], size[1], size[2], values, SampleDepth.FLOAT_32);
                assertThat(detector.detect(image))
                        .allMatch(found ->
                                found.box().right() <= size[0] && found.box().bottom() <= size[1]);
            }
        }
    }

    private static Map<String, StoredTensor> begun() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<String, float[]> values = StreetNetwork.parameters().initialValues(1);
        StreetNetwork.parameters()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, new StoredTensor(shape, values.get(name))));
        return tensors;
    }

    private void assertRefused(Map<String, StoredTensor> tensors, String reason) throws Exception {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, tensors, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> StreetDetector.open(checkpoint, DetectionSettings.SCORING))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(file + ": " + reason);
        }
    }

    @Test
    void whatIsNoCheckpointOfItIsRefused() throws Exception {
        Map<String, StoredTensor> missing = begun();
        missing.remove("head.bias");
        assertRefused(missing, "it holds no tensor head.bias; expected the parameters of a street-detector");
        Map<String, StoredTensor> narrow = begun();
        narrow.put("head.bias", new StoredTensor(List.of(3L), new float[3]));
        assertRefused(narrow, "its tensor head.bias is of shape [3]; expected [64]");
        Map<String, StoredTensor> broken = begun();
        float[] values = new float[64];
        values[7] = Float.NaN;
        broken.put("head.bias", new StoredTensor(List.of(64L), values));
        assertRefused(broken, "its tensor head.bias holds NaN; expected finite numbers");
    }

    @Test
    void truncatedFilesAreRefused() throws Exception {
        byte[] bytes = StreetDetector.class
                .getResourceAsStream("street-detector.safetensors")
                .readAllBytes();
        Path file = folder.resolve("cut.safetensors");
        for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class);
        }
    }
}
