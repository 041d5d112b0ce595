package io.dynafuse.metrics.detail;

import static io.dynafuse.metrics.Scores.assertScore;
import static io.dynafuse.metrics.Scores.assertUndefined;
import static io.dynafuse.metrics.TestPictures.row;
import static io.dynafuse.metrics.TestPictures.rows;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetailTest {
    private static final double EXACT = 1e-12;

    /** Rises by 3 a column and 4 a row. */
    private static final FusedScene RAMP = alone(rows(
            new double[] {0.5, 3.5, 6.5, 9.5}, new double[] {4.5, 7.5, 10.5, 13.5}, new double[] {8.5, 11.5, 14.5, 17.5
            }));

    private static final FusedScene CONSTANT =
            alone(rows(new double[] {99.9, 99.9, 99.9}, new double[] {99.9, 99.9, 99.9}));

    private static FusedScene alone(Picture fused) {
        return FusedScene.of(fused);
    }

    @Test
    void standardDeviationOfThePopulation() {
        assertScore(StandardDeviation.SD, alone(row(2, 4, 4, 4, 5, 5, 7, 9))).isCloseTo(2, within(EXACT));
        assertScore(StandardDeviation.SD, alone(row(0, 255))).isCloseTo(127.5, within(EXACT));
        assertScore(StandardDeviation.SD, alone(row(10.25, 10.75))).isCloseTo(0.25, within(EXACT));
        assertScore(StandardDeviation.SD, CONSTANT).isZero();
    }

    @Test
    void standardDeviationOfIntegersThatSaturate() {
        // Mean 5: the differences 0, 0, 2 and 4 remain of eight.
        assertScore(StandardDeviation.SD, MetricProfile.TANG_UINT8, alone(row(2, 4, 4, 4, 5, 5, 7, 9)))
                .isCloseTo(Math.sqrt(20.0 / 8), within(EXACT));
        // The difference 127.5 becomes 128, its square 255, the other one 0.
        assertScore(StandardDeviation.SD, MetricProfile.TANG_UINT8, alone(row(0, 255)))
                .isCloseTo(Math.sqrt(127.5), within(EXACT));
        assertScore(StandardDeviation.SD, MetricProfile.TCMOA, alone(row(0, 255)))
                .isCloseTo(Math.sqrt(127.5), within(EXACT));
    }

    @Test
    void averageGradientOfARampIsItsSlope() {
        assertScore(AverageGradient.AG, RAMP).isCloseTo(5 / Math.sqrt(2), within(EXACT));
        // Twelve pixels over two times three.
        for (MetricProfile profile : List.of(MetricProfile.VIFB, MetricProfile.MEFB, MetricProfile.TANG)) {
            assertScore(AverageGradient.AG, profile, RAMP).isCloseTo(10 / Math.sqrt(2), within(EXACT));
        }
    }

    @Test
    void averageGradientHasOneSidedDifferencesAtTheRim() {
        // Along rows 8, 4, 0; none along columns.
        FusedScene step = alone(rows(new double[] {0, 8, 8}, new double[] {0, 8, 8}));
        for (MetricProfile profile : List.of(MetricProfile.CDDFUSE, MetricProfile.TTD, MetricProfile.REFUSION)) {
            assertScore(AverageGradient.AG, profile, step).isCloseTo(4 / Math.sqrt(2), within(EXACT));
        }
        assertScore(AverageGradient.AG, MetricProfile.CDDFUSE, CONSTANT).isZero();
    }

    @Test
    void averageGradientAsPublishedHasTheDifferencesToTheNextPixel() {
        // Two positions have a next pixel on both sides: 8 and 0 along rows.
        assertScore(AverageGradient.AG, alone(rows(new double[] {0, 8, 8}, new double[] {0, 8, 8})))
                .isCloseTo(4 / Math.sqrt(2), within(EXACT));
        // Four positions: (3, 4), (0, 0), (−1, 12) and (5, 1).
        assertScore(
                        AverageGradient.AG,
                        alone(rows(new double[] {1, 4, 4}, new double[] {5, 4, 9}, new double[] {17, 5, 100})))
                .isCloseTo((lengthOf(3, 4) + lengthOf(0, 0) + lengthOf(-1, 12) + lengthOf(5, 1)) / 4, within(EXACT));
        assertScore(AverageGradient.AG, CONSTANT).isZero();
    }

    private static double lengthOf(double alongRow, double alongColumn) {
        return Math.sqrt((alongRow * alongRow + alongColumn * alongColumn) / 2);
    }

    @Test
    void averageGradientNeedsNeighbours() {
        assertUndefined(AverageGradient.AG, MetricProfile.CANONICAL, alone(row(1, 2, 3)))
                .contains("2x2");
    }

    @Test
    void averageGradientOfColoursFromGraySources() {
        Picture gray = rows(new double[] {0, 0}, new double[] {0, 0});
        Picture red = Picture.rgb(2, 2, new double[] {0, 100, 0, 100}, new double[4], new double[4]);
        // Red alone is gray of 0.2989 · 100, rounded.
        assertScore(AverageGradient.AG, MetricProfile.MEFB, FusedScene.of(red, gray, gray))
                .isCloseTo(4 * 30 / Math.sqrt(2), within(EXACT));
        // With a source in colour, one plane of three has a gradient.
        assertScore(AverageGradient.AG, MetricProfile.MEFB, FusedScene.of(red, gray, red))
                .isCloseTo(4 * 100 / Math.sqrt(2) / 3, within(EXACT));
    }

    @Test
    void grayOfExchangedWeightsIsRounded() {
        Picture blue = Picture.rgb(2, 1, new double[2], new double[2], new double[] {0, 199});
        // 0.299 · 199 = 59.501, while the weights of MATLAB give 59.488.
        assertScore(StandardDeviation.SD, MetricProfile.TTD, alone(blue)).isCloseTo(30, within(EXACT));
    }

    @Test
    void edgeIntensityOfAStep() {
        // Four times the difference on both sides of the step, nothing elsewhere: half of four columns.
        FusedScene step =
                alone(rows(new double[] {0, 0, 10, 10}, new double[] {0, 0, 10, 10}, new double[] {0, 0, 10, 10}));
        assertScore(EdgeIntensity.EI, step).isCloseTo(20, within(EXACT));
        assertScore(EdgeIntensity.EI, MetricProfile.TTD, step).isCloseTo(5, within(EXACT));
        assertScore(EdgeIntensity.EI, alone(row(3))).isZero();
    }

    @Test
    void spatialFrequencyOverPixelsOrDifferences() {
        // Nine differences of 3 along rows, eight of 4 along columns, twelve pixels.
        assertScore(SpatialFrequency.SF, RAMP).isCloseTo(Math.sqrt((9 * 9 + 8 * 16) / 12.0), within(EXACT));
        for (MetricProfile profile : List.of(MetricProfile.TANG, MetricProfile.CDDFUSE, MetricProfile.TTD)) {
            assertScore(SpatialFrequency.SF, profile, RAMP).isCloseTo(5, within(EXACT));
        }
        assertScore(SpatialFrequency.SF, MetricProfile.TANG_UINT8, RAMP).isCloseTo(5 / 255.0, within(EXACT));
    }

    @Test
    void spatialFrequencyOfNarrowImages() {
        assertScore(SpatialFrequency.SF, alone(row(1, 3))).isCloseTo(Math.sqrt(2), within(EXACT));
        assertScore(SpatialFrequency.SF, alone(row(8))).isZero();
        assertUndefined(SpatialFrequency.SF, MetricProfile.CDDFUSE, alone(row(1, 3)))
                .contains("2x2");
    }

    @Test
    void spatialFrequencyOfColours() {
        Picture colours = Picture.rgb(1, 1, new double[] {10}, new double[] {30}, new double[] {0});
        // One jump of 20 and one of 30 between planes of one pixel each.
        assertScore(SpatialFrequency.SF, MetricProfile.VIFB, alone(colours))
                .isCloseTo(Math.sqrt(1300 / 3.0), within(EXACT));
        assertScore(SpatialFrequency.SF, MetricProfile.MEFB, alone(colours)).isZero();
    }
}
