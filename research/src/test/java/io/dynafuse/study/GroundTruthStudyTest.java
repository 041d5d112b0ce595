package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.corruption.Blur;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.truth.ExposureScenes;
import io.dynafuse.truth.FocusScenes;
import io.dynafuse.truth.TruthScenes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTruthStudyTest {
    private static final Study STUDY = new GroundTruthStudy();

    @TempDir
    private Path folder;

    /** A network that averages, measured by hand. */
    @Test
    void theDistanceOfAMeanFromTheTruth() throws Exception {
        Image photograph = Scenes.image(folder.resolve("one.png"), 7);
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static", "component"));
        Table table = findings.tables().stream()
                .filter(kind -> kind.title().startsWith("exposure, -2 and +2"))
                .findFirst()
                .orElseThrow();
        TruthScenes.Scene scene = new ExposureScenes(List.of(-2.0, 2.0)).scene("one.png", photograph, 1);
        double squares = 0;
        float[] truth = photograph.values();
        float[] under = scene.sources().get(0).values();
        float[] over = scene.sources().get(1).values();
        for (int i = 0; i < truth.length; i++) {
            double error = Math.rint(255 * (under[i] + over[i]) / 2.0) - 255 * truth[i];
            squares += error * error / truth.length;
        }
        // One level of rounding where the mean lies half-way.
        assertThat(Scenes.number(table, "PSNR_GT ↑", "static"))
                .isCloseTo(10 * Math.log10(255 * 255 / squares), within(0.1));
        // Each source is its own component, so that weights are equal.
        assertThat(Scenes.number(table, "against the first", "component")).isCloseTo(0, within(0.05));
    }

    @Test
    void aPhotographThatCannotBeReadIsReported() throws Exception {
        Scenes.image(folder.resolve("one.png"), 7);
        Files.write(folder.resolve("two.png"), new byte[] {1, 2, 3});
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"));
        assertThat(findings.failures()).singleElement().asString().contains("two.png");
        assertThat(findings.tables())
                .allSatisfy(table -> assertThat(table.title()).contains("1 photograph,"));
    }

    /** What is kept is what was fused, as a dataset for each kind of scenes. */
    @Test
    void scenesAreKeptAsDatasets() throws Exception {
        Path photographs = folder.resolve("photographs");
        Image photograph = Scenes.image(photographs.resolve("one.png"), 7);
        Scenes.image(photographs.resolve("two.png"), 8);
        Scenes.image(photographs.resolve("two.tif"), 9);
        Path kept = folder.resolve("kept");
        Scenes.run(
                STUDY,
                photographs,
                new MeanOfLuma(),
                noise -> new MeanOfLuma(),
                List.of("static"),
                Optional.empty(),
                Optional.of(kept));
        Dataset exposure = Dataset.read(kept.resolve("exposure"));
        assertThat(exposure.scenes())
                .extracting(DatasetScene::name)
                .containsExactlyInAnyOrder("one", "two.png", "two.tif");
        DatasetScene one = exposure.scenes().stream()
                .filter(scene -> scene.name().equals("one"))
                .findFirst()
                .orElseThrow();
        assertThat(one.sources()).extracting(SourceFile::role).containsExactly("under", "over");
        assertThat(ImageFiles.read(one.truth().orElseThrow()).values()).containsExactly(photograph.values());
        TruthScenes.Scene made = new ExposureScenes(List.of(-2.0, 2.0)).scene("one.png", photograph, 1);
        assertThat(ImageFiles.read(one.files().get(1)).values())
                .containsExactly(made.sources().get(1).values());
        for (String kind : List.of("focus-gaussian-2", "focus-disc-4", "focus-gaussian-4")) {
            Dataset focus = Dataset.read(kept.resolve(kind));
            assertThat(focus.scenes()).hasSize(3).allSatisfy(scene -> {
                assertThat(scene.sources()).extracting(SourceFile::role).containsExactly("near", "far");
                assertThat(scene.truth()).isPresent();
            });
        }
    }

    @Test
    void nothingIsClaimedOfNoPhotograph() throws Exception {
        Files.write(folder.resolve("one.png"), new byte[] {1, 2, 3});
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"));
        assertThat(findings.failures()).hasSize(1);
        assertThat(findings.tables()).isEmpty();
        assertThat(findings.remarks()).isEmpty();
    }

    /** The farther the blur reaches, the farther from the truth; each kind by a network that averages, by hand. */
    @Test
    void everyKindOfBlurIsTheOneItIsCalled() throws Exception {
        Image photograph = Scenes.image(folder.resolve("one.png"), 7);
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"));
        Map<String, Blur> kinds = Map.of(
                "focus, Gaussian blur of 2 pixels", Blur.gaussian(2),
                "focus, disc of 4 pixels", Blur.disc(4),
                "focus, Gaussian blur of 4 pixels", Blur.gaussian(4));
        for (Map.Entry<String, Blur> kind : kinds.entrySet()) {
            TruthScenes.Scene scene = new FocusScenes(2, kind.getValue(), 1.5, 0.2).scene("one.png", photograph, 1);
            Table table = findings.tables().stream()
                    .filter(each -> each.title().startsWith(kind.getKey()))
                    .findFirst()
                    .orElseThrow();
            assertThat(Scenes.number(table, "PSNR_GT ↑", "static"))
                    .as(kind.getKey())
                    .isCloseTo(ratioOfMean(scene), within(0.1));
        }
    }

    private static double ratioOfMean(TruthScenes.Scene scene) {
        double squares = 0;
        float[] truth = scene.truth().values();
        float[] first = scene.sources().get(0).values();
        float[] second = scene.sources().get(1).values();
        for (int i = 0; i < truth.length; i++) {
            double error = Math.rint(255 * (first[i] + second[i]) / 2.0) - 255 * truth[i];
            squares += error * error / truth.length;
        }
        return 10 * Math.log10(255 * 255 / squares);
    }
}
