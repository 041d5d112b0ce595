package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import io.dynafuse.metrics.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second Java example of the README: it compiles, runs, and is the one that stands there. */
class ReadmeExampleTest {
    private static final Path THIS_FILE = Path.of("src/test/java/io/dynafuse/evaluation/ReadmeExampleTest.java");

    private static Score example(Image fused, Image mri, Image ct) {
        // README begins
        Evaluation evaluation = new Evaluation(FusedScene.of(Pictures.of(fused), Pictures.of(mri), Pictures.of(ct)));
        Metric metric = Metrics.find("Qabf").orElseThrow();
        Score score = evaluation.score(metric, MetricProfile.CANONICAL);
        System.out.println(score instanceof Score.Undefined undefined ? undefined.reason() : score.toOptional());
        // README ends
        return score;
    }

    @Test
    void runs(@TempDir Path folder) throws Exception {
        float[] values = new float[63];
        values[31] = 1;
        Path file = folder.resolve("source.png");
        ImageFiles.write(Image.of(9, 7, 1, values, SampleDepth.BITS_8), file);
        Image image = ImageFiles.read(file);
        assertThat(example(image, image, image).toOptional().orElseThrow()).isBetween(0.9, 1.0);
    }

    @Test
    void standsInTheReadme() throws Exception {
        String code = Files.readString(THIS_FILE)
                .replaceAll("(?s).*// README begins\n(.*?)\\s*// README ends.*", "$1")
                .stripIndent();
        assertThat(Files.readString(Path.of("../README.md"))).contains(code);
    }
}
