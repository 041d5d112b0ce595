package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelStudyTest {
    private static final Study STUDY = new ChannelStudy();
    private static final String GRADIENT = "component, gradient=l1";

    @TempDir
    private Path folder;

    @Test
    void theFirstAndThirdSceneChooseAndTheSecondJudges() throws Exception {
        Path three = Scenes.write(folder.resolve("three"), 3);
        Path first = Scenes.write(folder.resolve("two"), 2);
        try (FusionModel all = RandomNetworks.load(Ifcnn.SUM, 1);
                FusionModel again = RandomNetworks.load(Ifcnn.SUM, 1)) {
            Table table =
                    Scenes.run(STUDY, three, all, List.of(GRADIENT)).tables().get(0);
            Table two =
                    Scenes.run(STUDY, first, again, List.of(GRADIENT)).tables().get(0);
            double chosen = Scenes.number(table, "choosing", GRADIENT, "chosen");
            double ofThePaper = Scenes.number(table, "choosing", GRADIENT, "the paper's");
            assertThat(chosen).isLessThan(ofThePaper);
            double best = Scenes.number(table, "judging", GRADIENT, "best of those that judge");
            assertThat(Scenes.number(table, "judging", GRADIENT, "chosen")).isGreaterThanOrEqualTo(best);
            // Only what is chosen from differs between the datasets.
            assertThat(Scenes.number(two, "judging", GRADIENT, "the paper's"))
                    .isEqualTo(Scenes.number(table, "judging", GRADIENT, "the paper's"));
            assertThat(Scenes.number(two, "choosing", GRADIENT, "the paper's")).isNotEqualTo(ofThePaper);
            // Each image choosing for itself does at least as well as all agreeing on the best.
            assertThat(Scenes.number(table, "judging", GRADIENT, "each image its own (auto)"))
                    .isLessThanOrEqualTo(best);
        }
    }

    @Test
    void oneSceneCannotChooseAndJudge() throws Exception {
        Scenes.write(folder, 1);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Scenes.run(STUDY, folder, new MeanOfLuma(), List.of(GRADIENT)))
                .withMessageContaining("2 or more");
    }

    @Test
    void variantsWithoutGradientAreRefused() throws Exception {
        Scenes.write(folder, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("fused")))
                .withMessageContaining("gradient");
    }

    @Test
    void gradientsOfOneReferenceStandApart() throws Exception {
        Scenes.write(folder, 2);
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1)) {
            Findings findings = Scenes.run(STUDY, folder, model, List.of(GRADIENT, "component, gradient=ssim"));
            Table covariances = findings.tables().get(0);
            assertThat(Scenes.number(covariances, "judging", GRADIENT, "the paper's"))
                    .isNotEqualTo(Scenes.number(covariances, "judging", "component, gradient=ssim", "the paper's"));
            assertThat(findings.tables().get(1).rows())
                    .extracting(row -> row.get(0).text())
                    .doesNotHaveDuplicates()
                    .contains(
                            "component, L1, k=1, exp, softmax",
                            GRADIENT + ": chosen channel",
                            "component, gradient=ssim: chosen channel");
        }
    }

    /** SSIM needs 11 pixels: the scene that one gradient cannot look at chooses for no other. */
    @Test
    void aSceneOnWhichOneGradientFailsCountsForNone() throws Exception {
        Scenes.write(folder, 5);
        Scenes.shrink(folder, "3");
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("gradient=l1", "gradient=ssim"));
        assertThat(findings.failures()).singleElement().asString().startsWith("3: ");
        assertThat(findings.remarks().subList(0, 2))
                .allSatisfy(remark -> assertThat(remark).contains(": 2 scenes chose", "on the 2 others"));
    }

    @Test
    void nothingIsClaimedWhereNoSceneIsLeftToJudge() throws Exception {
        Scenes.write(folder, 2);
        Scenes.shrink(folder, "2");
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("gradient=ssim"));
        assertThat(findings.tables()).isEmpty();
        assertThat(findings.remarks()).singleElement().asString().startsWith("Too few scenes");
    }

    /** The deviation of the mean of two sources, by hand, of the one scene that did not choose. */
    @Test
    void qualityIsThatOfTheScenesThatJudge() throws Exception {
        Scenes.write(folder, 3);
        Table quality = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("gradient=l1"))
                .tables()
                .get(1);
        float[] visible = Scenes.image(folder.resolve("again/visible.png"), 2).values();
        float[] infrared =
                Scenes.image(folder.resolve("again/infrared.png"), 102).values();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < visible.length; i++) {
            double level = 255 * (visible[i] + infrared[i]) / 2;
            sum += level / visible.length;
            squares += level * level / visible.length;
        }
        assertThat(Scenes.number(quality, "SD ↑", "static")).isCloseTo(Math.sqrt(squares - sum * sum), within(0.02));
    }
}
