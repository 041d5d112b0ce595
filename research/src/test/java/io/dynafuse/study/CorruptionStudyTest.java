package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.corruption.MaskedBlocks;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.random.Seeds;
import io.dynafuse.testing.MeanOfLuma;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptionStudyTest {
    private static final Study STUDY = new CorruptionStudy();
    // Weights come as 16-bit images.
    private static final double LEVEL = 1.0 / 65535;

    @TempDir
    private Path folder;

    /** With a network that gives a lone source back as it is, a source weighs by how far it is below the brightest. */
    @Test
    void insideItsMasksASourceWeighsWhatItsDarknessLeavesIt() throws Exception {
        Image infrared = Scenes.image(folder.resolve("infrared/1.png"), 1);
        Image visible = Scenes.image(folder.resolve("visible/1.png"), 2);
        Findings findings = Scenes.run(
                STUDY, folder, new MeanOfLuma(), List.of("maximum"), Optional.of("visible"), Corruption.MASK);
        MaskedBlocks blocks = MaskedBlocks.of(Scenes.WIDTH, Scenes.HEIGHT, 3, Seeds.derive(1, "1"));
        double[] inside = weights(blocks.applyTo(visible).values(), infrared.values(), blocks.pixels(), true);
        double[] outside = weights(blocks.applyTo(visible).values(), infrared.values(), blocks.pixels(), false);
        Table masks = findings.tables().get(1);
        String third = Corruption.MASK.words(3);
        assertThat(Scenes.number(masks, "inside", third, "maximum")).isCloseTo(inside[0], within(LEVEL));
        assertThat(Scenes.number(masks, "outside", third, "maximum")).isCloseTo(outside[0], within(LEVEL));
        double whole = (inside[0] * inside[1] + outside[0] * outside[1]) / (inside[1] + outside[1]);
        assertThat(Scenes.number(findings.tables().get(0), "maximum", "mask", "3, " + third))
                .isCloseTo(whole, within(LEVEL));
    }

    /** The mean weight and the number of pixels of one side of a mask. */
    private static double[] weights(float[] source, float[] other, boolean[] mask, boolean side) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < source.length; i++) {
            if (mask[i] == side) {
                double brightest = Math.max(source[i], other[i]);
                sum += 1 / (1 + Math.exp(Math.exp(other[i] - brightest) - Math.exp(source[i] - brightest)));
                count++;
            }
        }
        return new double[] {sum / count, count};
    }

    @Test
    void theCleanImageIsTheSameInEveryCorruption() throws Exception {
        Scenes.write(folder, 2);
        Table table = Scenes.run(
                        STUDY, folder, new MeanOfLuma(), List.of("maximum"), Corruption.CONTRAST, Corruption.BRIGHTNESS)
                .tables()
                .get(0);
        assertThat(Scenes.number(table, "maximum", "contrast", "0, clean"))
                .isEqualTo(Scenes.number(table, "maximum", "brightness", "0, clean"));
        assertThat(table.rows()).hasSize(12);
    }

    @Test
    void aSourceThatGetsBrighterGainsTowardsTheMaximumAndThatIsSaid() throws Exception {
        Scenes.write(folder, 2);
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("maximum"), Corruption.BRIGHTNESS);
        assertThat(findings.remarks()).singleElement().asString().contains("rises at every severity");
        assertThat(findings.pictures()).containsOnlyKeys("brightness-1");
    }

    @Test
    void whatCannotBeAskedIsRefused() throws Exception {
        Scenes.write(folder, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenes.run(
                        STUDY, folder, new MeanOfLuma(), List.of("fused"), Optional.of("radar"), Corruption.BLUR))
                .withMessageContaining("infrared")
                .withMessageContaining("--source");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"), Corruption.BLUR))
                .withMessageContaining("static");
    }

    @Test
    void weightsThatNeverChangeNeitherFallNorRise() throws Exception {
        Scenes.write(folder, 1);
        Findings findings =
                Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("maximum, uniform"), Corruption.CONTRAST);
        assertThat(findings.remarks()).containsExactly("contrast: maximum, uniform stays the same (0.5000 to 0.5000).");
    }

    /** SSIM needs 11 pixels: what the first variant found of such a scene before the second failed is left out. */
    @Test
    void aSceneThatFailsHalfWayIsInNoMean() throws Exception {
        Path good = Scenes.write(folder.resolve("good"), 2);
        Path both = Scenes.write(folder.resolve("both"), 2);
        Scenes.shrink(both, "1");
        List<String> variants = List.of("maximum", "fused, gradient=ssim");
        Findings findings = Scenes.run(STUDY, both, new MeanOfLuma(), variants, Corruption.CONTRAST, Corruption.MASK);
        Files.delete(good.resolve("visible/1.png"));
        Files.delete(good.resolve("infrared/1.png"));
        Findings expected = Scenes.run(STUDY, good, new MeanOfLuma(), variants, Corruption.CONTRAST, Corruption.MASK);
        assertThat(findings.failures()).singleElement().asString().startsWith("1: ");
        assertThat(findings.tables()).isEqualTo(expected.tables());
        assertThat(findings.remarks()).isEqualTo(expected.remarks());
        assertThat(findings.pictures()).containsOnlyKeys("contrast-2", "mask-2");
    }

    @Test
    void nothingIsClaimedOfNoScene() throws Exception {
        Scenes.write(folder, 1);
        Scenes.shrink(folder, "1");
        Findings findings = Scenes.run(
                STUDY, folder, new MeanOfLuma(), List.of("fused, gradient=ssim"), Corruption.CONTRAST, Corruption.MASK);
        assertThat(findings.failures()).hasSize(1);
        assertThat(findings.tables()).isEmpty();
        assertThat(findings.remarks()).isEmpty();
    }

    /** Towards the maximum a dark source weighs less, and masks are black. */
    @Test
    void whatThePaperShowsIsHeldAgainstEveryVariant() throws Exception {
        Scenes.write(folder, 2);
        Table claims = Scenes.run(
                        STUDY,
                        folder,
                        new MeanOfLuma(),
                        List.of("maximum", "maximum, contrast"),
                        Corruption.CONTRAST,
                        Corruption.MASK)
                .tables()
                .get(3);
        String mask = "masked: its weight is lower inside than around";
        assertThat(claims.title()).contains("(visible)");
        assertThat(Scenes.number(claims, "severities", "Fig. 6", mask, "maximum"))
                .isEqualTo(5);
        assertThat(Scenes.number(claims, "severities", "Fig. 6", mask, "maximum, contrast"))
                .isZero();
        assertThat(claims.rows())
                .filteredOn(row -> row.get(0).text().equals("Fig. 6"))
                .extracting(row -> row.get(4).text())
                .containsExactly("yes", "no");
    }

    /** By a mean of both, which corrupted images change while what it is measured against stays clean. */
    @Test
    void fusedImagesAreMeasuredAgainstTheCleanSources() throws Exception {
        Image infrared = Scenes.image(folder.resolve("infrared/1.png"), 1);
        Image visible = Scenes.image(folder.resolve("visible/1.png"), 2);
        Table scores = Scenes.run(
                        STUDY,
                        folder,
                        new MeanOfLuma(),
                        List.of("fused, uniform"),
                        Optional.of("visible"),
                        Corruption.NOISE)
                .tables()
                .get(1);
        float[] noisy = Corruption.NOISE.apply(visible, 5, Seeds.derive(1, "1")).values();
        float[] mean = infrared.values();
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (mean[i] + noisy[i]) / 2;
        }
        Image fused = Image.of(Scenes.WIDTH, Scenes.HEIGHT, 1, mean, SampleDepth.BITS_8);
        double expected = StudyMeasures.named("SSIM").of(fused, List.of(visible, infrared), Optional.empty())[0];
        assertThat(Scenes.number(scores, "SSIM ↑", "noise", "5, " + Corruption.NOISE.words(5), "fused, uniform"))
                .isCloseTo(expected, within(0.01));
    }
}
