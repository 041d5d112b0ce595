package io.dynafuse.metrics.gradient;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.changed;
import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.ConformanceRow;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.TestPictures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientMetricsTest {
    private final Picture a = noise(1);
    private final Picture b = noise(2);
    private final Picture c = noise(3);
    private final Picture f = noise(4);

    @Test
    void identicalImagesScoreTheProductOfBothSigmoids() {
        double best = 0.9994 / (1 + Math.exp(-7.5)) * 0.9879 / (1 + Math.exp(-4.4));
        assertThat(score(EdgeTransfer.QABF, a, a, a)).isCloseTo(best, within(1e-12));
        assertThat(score(EdgeTransfer.QABF, a, a, a, a)).isCloseTo(best, within(1e-12));

        double bestLocally = 1 / (1 + Math.exp(-5)) / (1 + Math.exp(-5));
        assertThat(score(LocalEdgeTransfer.QG, a, a, a)).isCloseTo(bestLocally, within(1e-12));
        Picture flat = changed(a, sample -> 0);
        assertThat(score(LocalEdgeTransfer.QG, flat, flat, flat, flat)).isCloseTo(bestLocally, within(1e-12));
    }

    @Test
    void halfTheContrastHalvesTheStrengthOfEveryEdge() {
        Picture half = changed(a, sample -> sample / 2);
        double expected = 0.9994 / 2 * 0.9879 / (1 + Math.exp(-4.4));
        assertThat(score(EdgeTransfer.QABF, half, a, a)).isCloseTo(expected, within(1e-12));
        assertThat(score(EdgeTransfer.QABF, a, half, half)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void tiesFollowTheCodeBasesOnlyInTheirProfiles() {
        // One bright pixel: every strength is 2 or the square root of 2.
        Picture dot = Picture.gray(3, 3, new double[] {0, 0, 0, 0, 1, 0, 0, 0, 0});
        double orientation = 0.9879 / (1 + Math.exp(-4.4));
        double diagonal = 4 * Math.sqrt(2) * 0.9994 / (1 + Math.exp(-15 * (Math.sqrt(2) - 0.5)));
        double straight = 4 * 2 * 0.9994 / (1 + Math.exp(-15 * 1.5));
        double expected = orientation * (diagonal + straight) / (4 * Math.sqrt(2) + 8);
        assertThat(score(EdgeTransfer.QABF, MetricProfile.TANG, dot, dot, dot)).isCloseTo(expected, within(1e-12));
        assertThat(score(EdgeTransfer.QABF, dot, dot, dot))
                .isCloseTo(orientation * 0.9994 / (1 + Math.exp(-7.5)), within(1e-12));
    }

    @Test
    void keptLostAndAddedEdgesSumToOne() {
        assertThat(score(EdgeBalance.QABF_PETROVIC, f, a, b)
                        + score(EdgeBalance.LABF, f, a, b)
                        + score(EdgeBalance.NABF, f, a, b))
                .isCloseTo(1, within(1e-12));
        assertThat(score(EdgeBalance.QABF_PETROVIC, f, a, b, c)
                        + score(EdgeBalance.LABF, f, a, b, c)
                        + score(EdgeBalance.NABF, f, a, b, c))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void nothingIsAddedToFlatImagesAndNothingKept() {
        Picture flat = changed(a, sample -> 7.25);
        double kept = Math.sqrt(0.9999 / (1 + Math.exp(9.5)) * 0.9995 / (1 + Math.exp(-11)));
        assertThat(score(EdgeBalance.QABF_PETROVIC, MetricProfile.TANG, flat, flat, flat))
                .isCloseTo(kept, within(1e-12));
        assertThat(score(EdgeBalance.LABF, MetricProfile.TANG, flat, flat, flat))
                .isCloseTo(1 - kept, within(1e-12));
        assertThat(score(EdgeBalance.NABF, MetricProfile.TANG, flat, flat, flat))
                .isZero();
    }

    @Test
    void sourcesWithoutEdgesHaveNoBalance() {
        // The slope of a step from one column to the next is half of it on both sides: 2 from a step of 4 on.
        Picture faint = Picture.gray(4, 1, new double[] {0, 0, 3.9, 3.9});
        Picture edge = Picture.gray(4, 1, new double[] {0, 0, 4, 4});
        for (Metric metric :
                List.of(EdgeBalance.QABF_PETROVIC, EdgeBalance.LABF, EdgeBalance.NABF, EdgeBalance.NABF_PETROVIC)) {
            assertThat(evaluate(metric, MetricProfile.CANONICAL, edge, faint, faint))
                    .isEqualTo(Score.undefined("no source has an edge"));
            assertThat(evaluate(metric, MetricProfile.TANG, edge, faint, faint)).isInstanceOf(Score.Value.class);
            assertThat(evaluate(metric, MetricProfile.CANONICAL, faint, faint, edge))
                    .isInstanceOf(Score.Value.class);
        }
    }

    @Test
    void artefactsAreWhatExceedsEverySource() {
        Picture flat = changed(a, sample -> 0);
        double kept = Math.sqrt(0.9999 / (1 + Math.exp(9.5)) * 0.9995 / (1 + Math.exp(-11)));
        // Gradients point downwards, the orientation of flat areas too; the mirrored rim has none.
        Picture ramp = Picture.gray(3, 5, new double[] {0, 0, 0, 9, 9, 9, 18, 18, 18, 27, 27, 27, 36, 36, 36});
        Picture flatOfRamp = Picture.gray(3, 5, new double[15]);
        assertThat(score(EdgeBalance.NABF, MetricProfile.TANG, ramp, flatOfRamp, flatOfRamp))
                .isCloseTo(0.6 * (1 - kept), within(1e-12));
        assertThat(score(EdgeBalance.NABF_PETROVIC, MetricProfile.TANG, ramp, flatOfRamp, flatOfRamp, flatOfRamp))
                .isCloseTo(0.6 * 3 * (1 - kept), within(1e-12));
        assertThat(score(EdgeBalance.NABF, a, a, flat)).isZero();
    }

    @Test
    void theDriverJudgesTheFirstSource() {
        assertThat(score(EdgeBalance.NABF, MetricProfile.TANG_DRIVER, f, a, b))
                .isEqualTo(score(EdgeBalance.NABF, a, b, f));
    }

    @Test
    void multiscaleEdgesOfOnePixel() {
        // Details are 1 on the first level and 1/2 on the second, in each of three directions.
        double[] samples = new double[16];
        samples[0] = 2;
        Picture dot = Picture.gray(4, 4, samples);
        Picture black = Picture.gray(4, 4, new double[16]);
        assertThat(score(MultiscaleEdges.QM, black, dot, black)).isCloseTo(Math.exp(-5.0 / 6), within(1e-12));
        assertThat(score(MultiscaleEdges.QM, MetricProfile.LIU, black, dot, black))
                .isCloseTo(3 * Math.exp(-5.0 / 6), within(1e-12));
        assertThat(score(MultiscaleEdges.QM, dot, dot, black, dot)).isCloseTo(1, within(1e-12));
        assertThat(evaluate(MultiscaleEdges.QM, dot, black, black)).isEqualTo(Score.undefined("no source has details"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void multiscaleEdgesAgreeWithTheReferenceLevelByLevel(int level) {
        ConformanceRow.check(
                "Qm-level" + level + "@Liu",
                1e-11,
                scene -> Score.of(MultiscaleEdges.level(scene, level), "no source has details"));
    }

    @Test
    void spatialFrequencyAgainstTheMostActiveSource() {
        assertThat(score(ExtendedSpatialFrequency.QSF, row(0, 6), row(0, 3), row(0, 1)))
                .isEqualTo(1);
        assertThat(score(ExtendedSpatialFrequency.QSF, row(0, 6), row(0, 3), row(0, 1), row(12, 0)))
                .isEqualTo(-0.5);

        // Differences of 4 in the source: one row, one column, one diagonal; in the fused image all sides.
        Picture corner = Picture.gray(2, 2, new double[] {0, 0, 0, 4});
        Picture cross = Picture.gray(2, 2, new double[] {0, 4, 4, 0});
        assertThat(score(ExtendedSpatialFrequency.QSF, cross, corner, corner))
                .isCloseTo(Math.sqrt(4 / (2 + Math.sqrt(0.5))) - 1, within(1e-12));
        assertThat(evaluate(ExtendedSpatialFrequency.QSF, MetricProfile.LIU, row(0, 1), row(2, 2), row(5, 5)))
                .isEqualTo(Score.undefined("all sources are constant"));
    }

    @Test
    void sourcesWithoutEdgesHaveNothingToTransfer() {
        assertThat(evaluate(EdgeTransfer.QABF, row(0, 0), row(0, 0), row(0, 0)))
                .isEqualTo(Score.undefined("no source has an edge"));
        Picture line = row(1.5, 200, 3, 17, 40000);
        assertThat(evaluate(MultiscaleEdges.QM, MetricProfile.LIU, line, line, line))
                .isInstanceOf(Score.Undefined.class);
    }

    /** Whole and broken levels, in a plane of odd sides that is longer than a block. */
    private static Picture noise(int seed) {
        return changed(TestPictures.noise(37, 29, seed), sample -> sample < 128 ? Math.rint(sample) : sample);
    }
}
