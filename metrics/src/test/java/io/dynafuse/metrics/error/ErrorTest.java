package io.dynafuse.metrics.error;

import static io.dynafuse.metrics.Scores.assertScore;
import static io.dynafuse.metrics.Scores.assertUndefined;
import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import org.junit.jupiter.api.Test;

class ErrorTest {
    private static final double EXACT = 1e-12;

    private static final Picture FUSED = row(10, 20, 30, 40, 50);

    /** Mean squared error 5, all in one pixel. */
    private static final Picture FIRST = row(10, 20, 30, 40, 55);

    /** Mean squared error 0.25, by half a level everywhere. */
    private static final Picture SECOND = row(10.5, 20.5, 29.5, 40.5, 49.5);

    private static final FusedScene SCENE = FusedScene.of(FUSED, FIRST, SECOND);
    private static final FusedScene EQUAL = FusedScene.of(FUSED, FUSED, FUSED);

    @Test
    void meanSquaredError() {
        assertScore(MeanSquaredError.MSE, SCENE).isCloseTo(2.625, within(EXACT));
        assertScore(MeanSquaredError.MSE, FusedScene.of(FUSED, FIRST, SECOND, FUSED))
                .isCloseTo(1.75, within(EXACT));
        assertScore(MeanSquaredError.MSE, MetricProfile.TANG, SCENE).isCloseTo(2.625 / 65025, within(EXACT));
        assertScore(MeanSquaredError.MSE, EQUAL).isZero();
    }

    @Test
    void rootMeanSquaredErrorTakesTheRootForEachSource() {
        assertScore(RootMeanSquaredError.RMSE, SCENE).isCloseTo((Math.sqrt(5) + 0.5) / 2, within(EXACT));
        assertScore(RootMeanSquaredError.RMSE, FusedScene.of(FUSED, FIRST, SECOND, FUSED))
                .isCloseTo((Math.sqrt(5) + 0.5) / 3, within(EXACT));
        // Root of the sums 25 and 1.25 over five pixels.
        assertScore(RootMeanSquaredError.RMSE, MetricProfile.VIFB, SCENE)
                .isCloseTo((5.0 / 5 + Math.sqrt(1.25) / 5) / 2, within(EXACT));
    }

    @Test
    void peakSignalToNoiseRatio() {
        // An error of 255 in one of a hundred pixels, in both sources: 20 dB.
        double[] spot = new double[100];
        spot[42] = 255;
        Picture black = Picture.gray(10, 10, new double[100]);
        Picture spotted = Picture.gray(10, 10, spot);
        assertScore(PeakSignalToNoiseRatio.PSNR, FusedScene.of(black, spotted, spotted))
                .isCloseTo(20, within(EXACT));
        // Half of the mean error if the other source has none.
        assertScore(PeakSignalToNoiseRatio.PSNR, FusedScene.of(black, spotted, black))
                .isCloseTo(20 + 10 * Math.log10(2), within(EXACT));
        assertScore(PeakSignalToNoiseRatio.PSNR, MetricProfile.TANG, FusedScene.of(black, spotted, spotted))
                .isCloseTo(20 + 20 * Math.log10(255), within(EXACT));
        // 255 / 100 pixels stand in for the mean squared error.
        assertScore(PeakSignalToNoiseRatio.PSNR, MetricProfile.VIFB, FusedScene.of(black, spotted, spotted))
                .isCloseTo(10 * Math.log10(255 * 100), within(EXACT));
    }

    @Test
    void cddfuseTakesThePeakOfTheFusedImage() {
        assertScore(PeakSignalToNoiseRatio.PSNR, MetricProfile.CDDFUSE, SCENE)
                .isCloseTo(10 * Math.log10(2500 / 2.625), within(EXACT));
        Picture black = row(0, 0, 0, 0, 0);
        assertUndefined(PeakSignalToNoiseRatio.PSNR, MetricProfile.CDDFUSE, FusedScene.of(black, black, black))
                .contains("black");
    }

    @Test
    void equalImagesHaveNoNoise() {
        for (MetricProfile profile : PeakSignalToNoiseRatio.PSNR.definitions().keySet()) {
            assertScore(PeakSignalToNoiseRatio.PSNR, profile, EQUAL).isEqualTo(Double.POSITIVE_INFINITY);
        }
        assertScore(PeakSignalToNoiseRatio.PSNR_GT, EQUAL.withTruth(FUSED)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theTruthIsComparedInTheUsualWayByEveryProfile() {
        FusedScene scene = EQUAL.withTruth(FIRST);
        for (MetricProfile profile : MetricProfile.values()) {
            assertScore(RootMeanSquaredError.RMSE_GT, profile, scene).isCloseTo(Math.sqrt(5), within(EXACT));
            assertScore(PeakSignalToNoiseRatio.PSNR_GT, profile, scene)
                    .isCloseTo(10 * Math.log10(65025 / 5.0), within(EXACT));
        }
        assertUndefined(RootMeanSquaredError.RMSE_GT, MetricProfile.CANONICAL, EQUAL)
                .contains("ground truth");
    }
}
