package io.dynafuse.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.corruption.Corruption;
import io.dynafuse.evaluation.corruption.MaskedBlocks;
import io.dynafuse.evaluation.corruption.Seeds;
import io.dynafuse.image.Image;
import io.dynafuse.testing.MeanOfLuma;
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
        StudyTable masks = findings.tables().get(1);
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
        StudyTable table = Scenes.run(
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
}
