package io.dynafuse.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every real scene there is: those that the thresholds were looked at with, and those of the metrics' cases. */
class TaskGuessReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "images/medical/mri-ct, MEDICAL, 21",
        "images/medical/mri-pet, MEDICAL, 2",
        "images/multi-exposure, MULTI_EXPOSURE, 3",
        "images/multi-focus, MULTI_FOCUS, 5",
        "images/visible-infrared, VISIBLE_INFRARED, 10",
        "metrics/cases/01_vifb_manwalking_gff, VISIBLE_INFRARED, 1",
        "metrics/cases/02_vifb_fight_latlrr, VISIBLE_INFRARED, 1",
        "metrics/cases/03_vifb_snow_u2fusion_rgb, VISIBLE_INFRARED, 1",
        "metrics/cases/03g_vifb_snow_u2fusion_gray, VISIBLE_INFRARED, 1",
        "metrics/cases/04_mfifb_lytro05_gff_rgb, MULTI_FOCUS, 1",
        "metrics/cases/04g_mfifb_lytro05_gff_gray, MULTI_FOCUS, 1",
        "metrics/cases/05_mefb_arch_average, MULTI_EXPOSURE, 1",
        "metrics/cases/06_medical_mrict_max, MEDICAL, 1"
    })
    void everySceneIsOfItsTask(String folder, Task task, int expected) throws IOException {
        Map<String, List<Path>> scenes = scenes(Reference.path(folder));
        assertThat(scenes).hasSize(expected);
        for (Map.Entry<String, List<Path>> scene : scenes.entrySet()) {
            List<Image> images = new ArrayList<>();
            for (Path file : scene.getValue()) {
                images.add(ImageFiles.read(file));
            }
            TaskGuess guess = TaskGuess.of(images);
            assertThat(guess.task()).as("%s: %s", scene, guess).isEqualTo(task);
        }
    }

    /** By what stands before the last hyphen; of a metric's case, a and b without their fusion. */
    private static Map<String, List<Path>> scenes(Path folder) throws IOException {
        Map<String, List<Path>> scenes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !file.endsWith("f.png"))
                    .sorted()
                    .forEach(file -> scenes.computeIfAbsent(name(file), any -> new ArrayList<>())
                            .add(file));
        }
        return scenes;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.contains("-") ? name.substring(0, name.lastIndexOf('-')) : "";
    }
}
