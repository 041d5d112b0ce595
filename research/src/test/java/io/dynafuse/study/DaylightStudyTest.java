package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.SceneMakers;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaylightStudyTest {
    // Weights come as 16-bit images.
    private static final double LEVEL = 1.0 / 65535;

    private static Findings run(String... variants) throws Exception {
        return Scenes.run(new DaylightStudy(), variants);
    }

    /** With a network that gives a lone source back as it is, a source weighs by how far it is below the brightest. */
    @Test
    void theVisibleImageWeighsWhatItsDarknessLeavesIt() throws Exception {
        Findings findings = run("maximum");
        Table weights = findings.tables().get(0);
        for (int stops : new int[] {0, 6}) {
            List<Image> scene = SceneMakers.outdoors(Outdoors.BUSY.inDarkness(stops))
                    .make(320, 256, Seeds.derive(StudySubject.DEFAULT_SEED, "daylight 1"))
                    .sources();
            assertThat(Scenes.number(weights, "maximum", Integer.toString(stops)))
                    .isCloseTo(weight(luma(scene.get(0)), scene.get(1).values()), within(2 * LEVEL));
        }
        assertThat(findings.pictures()).containsOnlyKeys("street-1");
        assertThat(findings.remarks()).singleElement().asString().startsWith("maximum: the visible image's weight ");
    }

    /** ITU-R BT.601, as luma networks take it. */
    private static float[] luma(Image image) {
        float[] red = image.channel(0);
        float[] green = image.channel(1);
        float[] blue = image.channel(2);
        float[] luma = new float[red.length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
        }
        return luma;
    }

    private static double weight(float[] source, float[] other) {
        double sum = 0;
        for (int i = 0; i < source.length; i++) {
            double brightest = Math.max(source[i], other[i]);
            sum += 1 / (1 + Math.exp(Math.exp(other[i] - brightest) - Math.exp(source[i] - brightest)));
        }
        return sum / source.length;
    }

    /** A source that the network gives back as it is has no loss, whatever the light. */
    @Test
    void equalLossesWeighTheSame() throws Exception {
        Table weights = run("component").tables().get(0);
        assertThat(weights.rows()).hasSize(7);
        for (int stops = 0; stops <= 6; stops++) {
            assertThat(Scenes.number(weights, "component", Integer.toString(stops)))
                    .isCloseTo(0.5, within(LEVEL));
        }
    }

    @Test
    void aStaticFusionHasNoWeightsToLookAt() {
        assertThatIllegalArgumentException().isThrownBy(() -> run("static")).withMessageContaining("--variant static");
    }

    @Test
    void sayHowNumbersGo() {
        assertThat(new Trend(new double[] {0.5, 0.4, 0.3}).words("stop", "stops"))
                .isEqualTo("falls at every stop (0.5000 to 0.3000)");
        assertThat(new Trend(new double[] {0.5, 0.4, 0.6}).words("stop", "stops"))
                .isEqualTo("falls at 1 of 2 stops only (0.5000 to 0.6000)");
        assertThat(new Trend(new double[] {0.5, 0.5}).words("stop", "stops")).startsWith("stays the same");
        assertThat(new Trend(new double[] {0.1, 0.2}).words("stop", "stops")).startsWith("rises at every stop");
    }
}
