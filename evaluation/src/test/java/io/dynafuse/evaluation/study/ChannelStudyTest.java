package io.dynafuse.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.model.FusionModel;
import io.dynafuse.model.ifcnn.Ifcnn;
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
        Scenes.write(folder, 3);
        Path first = Scenes.write(folder.resolve("alone"), 2);
        try (FusionModel all = RandomNetworks.load(Ifcnn.SUM, 1);
                FusionModel again = RandomNetworks.load(Ifcnn.SUM, 1)) {
            StudyTable table =
                    Scenes.run(STUDY, folder, all, List.of(GRADIENT)).tables().get(0);
            StudyTable two =
                    Scenes.run(STUDY, first, again, List.of(GRADIENT)).tables().get(0);
            double chosen = Scenes.number(table, "choosing", "component", "chosen");
            double ofThePaper = Scenes.number(table, "choosing", "component", "the paper's");
            assertThat(chosen).isLessThan(ofThePaper);
            double best = Scenes.number(table, "judging", "component", "best of those that judge");
            assertThat(Scenes.number(table, "judging", "component", "chosen")).isGreaterThanOrEqualTo(best);
            // Only what is chosen from differs between the datasets.
            assertThat(Scenes.number(two, "judging", "component", "the paper's"))
                    .isEqualTo(Scenes.number(table, "judging", "component", "the paper's"));
            assertThat(Scenes.number(two, "choosing", "component", "the paper's"))
                    .isNotEqualTo(ofThePaper);
            // Each image choosing for itself does at least as well as all agreeing on the best.
            assertThat(Scenes.number(table, "judging", "component", "each image its own (auto)"))
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
}
