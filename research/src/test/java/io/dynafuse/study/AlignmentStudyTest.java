package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.align.Canvas;
import io.dynafuse.align.Transform;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentStudyTest {
    @Test
    void motionsThatArePutInAreFound() throws Exception {
        Findings findings = Scenes.run(new AlignmentStudy());
        Table methods = findings.tables().get(0);
        // The first scene of each task is moved by 4.7 pixels.
        assertThat(Scenes.number(methods, "mean", "nothing")).isCloseTo(4.7, within(0.1));
        Table tasks = findings.tables().get(1);
        assertThat(Scenes.number(tasks, "mean", "multi-focus")).isLessThan(1);
        assertThat(Scenes.number(tasks, "mean", "multi-exposure")).isLessThan(1);
        assertThat(findings.remarks()).containsExactly("Of 1 pairs of different scenes, 0 were trusted.");
        assertThat(findings.pictures()).containsOnlyKeys("calibration");
        assertThat(findings.failures()).isEmpty();
    }

    @Test
    void alignmentGivesBackMostOfWhatAHandTakes() throws Exception {
        for (Table table : Scenes.run(new HandHeldStudy()).tables()) {
            double lost = Scenes.number(table, "PSNR_GT ↑", "as they are");
            double aligned = Scenes.number(table, "PSNR_GT ↑", "aligned");
            double known = Scenes.number(table, "PSNR_GT ↑", "aligned by what was put in");
            assertThat(aligned).isGreaterThan(lost + 1).isCloseTo(known, within(0.5));
        }
    }

    @Test
    void variantsOfFusionMeanNothingToThem() {
        for (Study study : List.of(new AlignmentStudy(), new HandHeldStudy())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Scenes.run(study, "static"))
                    .withMessageStartingWith("--variant: " + study.id());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.7, 14.9, 26.6})
    void randomMotionsMoveCornersAsFarAsAsked(double distance) {
        Canvas canvas = Canvas.of(320, 240);
        Transform motion = RandomMotion.affine(canvas, distance, new Random(3));
        assertThat(motion.cornerDistance(Transform.IDENTITY, 320, 240)).isCloseTo(distance, within(1e-6));
        assertThat(motion.rows()[6]).isZero();
    }

    /** 1 pixel predicted and 0.1 found: two and one of four decades from the lower left corner, below the line. */
    @Test
    void casesOfThePlotLieWhereTheirNumbersAre() {
        record OneCase(double predicted, double error) implements CalibrationPlot.Case {}
        Image plot = CalibrationPlot.of(List.of(new OneCase(1, 0.1)));
        float[] values = plot.values();
        int side = plot.width();
        assertThat(values[(side - 1 - side / 4) * side + side / 2]).isZero();
        int black = 0;
        for (float value : values) {
            black += value == 0 ? 1 : 0;
        }
        assertThat(black).isEqualTo(25);
    }
}
