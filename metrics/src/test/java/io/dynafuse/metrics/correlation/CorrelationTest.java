package io.dynafuse.metrics.correlation;

import static io.dynafuse.metrics.Scores.assertScore;
import static io.dynafuse.metrics.Scores.assertUndefined;
import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import org.junit.jupiter.api.Test;

class CorrelationTest {
    private static final double EXACT = 1e-12;

    private static final Picture RISING = row(1, 2, 3);
    private static final Picture FALLING = row(200, 150, 100);

    /** Its deviations 0, −1, 1 from its mean have the correlation 1/2 with −1, 0, 1. */
    private static final Picture BENT = row(5, 4, 6);

    private static final Picture CONSTANT = row(77.7, 77.7, 77.7);

    @Test
    void correlationIsAveragedOverTheSources() {
        assertScore(CorrelationCoefficient.CC, FusedScene.of(RISING, RISING, FALLING))
                .isCloseTo(0, within(EXACT));
        assertScore(CorrelationCoefficient.CC, FusedScene.of(RISING, RISING, BENT))
                .isCloseTo(0.75, within(EXACT));
        assertScore(CorrelationCoefficient.CC, FusedScene.of(RISING, RISING, BENT, FALLING))
                .isCloseTo(1.0 / 6, within(EXACT));
        assertScore(CorrelationCoefficient.CC, FusedScene.of(RISING, row(0.1, 0.2, 0.3), row(9.5, 12.25, 15)))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void constantImagesHaveNoCorrelation() {
        assertUndefined(CorrelationCoefficient.CC, MetricProfile.CANONICAL, FusedScene.of(RISING, RISING, CONSTANT))
                .contains("constant");
        assertUndefined(CorrelationCoefficient.CC, MetricProfile.TANG, FusedScene.of(CONSTANT, RISING, BENT))
                .contains("constant");
    }

    @Test
    void differencesAreComparedWithTheOtherSource() {
        // The sum of the sources, less one of them, is the other.
        assertScore(SumOfCorrelationsOfDifferences.SCD, FusedScene.of(row(6, 6, 9), RISING, BENT))
                .isCloseTo(2, within(EXACT));
        assertScore(SumOfCorrelationsOfDifferences.SCD, FusedScene.of(row(3, 2, 6), RISING, BENT))
                .isCloseTo(correlationsOf326(), within(EXACT));
    }

    /** Worked out from F − B = −2, −2, 0 against 1, 2, 3 and F − A = 2, 0, 3 against 5, 4, 6. */
    private static double correlationsOf326() {
        double first = 2 / Math.sqrt(24.0 / 9 * 2);
        double second = 3 / Math.sqrt(42.0 / 9 * 2);
        return first + second;
    }

    @Test
    void aSourceThatIsTheFusedImageLeavesNoDifference() {
        assertUndefined(
                        SumOfCorrelationsOfDifferences.SCD,
                        MetricProfile.CANONICAL,
                        FusedScene.of(RISING, RISING, BENT))
                .contains("constant");
        assertUndefined(
                        SumOfCorrelationsOfDifferences.SCD,
                        MetricProfile.CDDFUSE,
                        FusedScene.of(row(11, 12, 13), RISING, BENT))
                .contains("constant");
        assertUndefined(
                        SumOfCorrelationsOfDifferences.SCD,
                        MetricProfile.CANONICAL,
                        FusedScene.of(row(3, 2, 6), RISING, BENT, FALLING))
                .contains("exactly 2 sources");
    }
}
