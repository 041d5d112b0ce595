package io.dynafuse.metrics.information;

import static io.dynafuse.metrics.Scores.assertScore;
import static io.dynafuse.metrics.Scores.assertUndefined;
import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InformationTest {
    private static final double EXACT = 1e-12;

    /** Two halves and the alternation of their levels, which tell nothing of each other. */
    private static final Picture HALVES = row(0, 0, 255, 255);

    private static final Picture ALTERNATION = row(0, 255, 0, 255);
    private static final Picture THREE_QUARTERS = row(0, 0, 0, 255);
    private static final Picture GRAY = row(100, 100, 100, 100);
    private static final Picture BLACK = row(0, 0, 0, 0);
    private static final Picture ALL_LEVELS =
            Picture.gray(16, 16, IntStream.range(0, 256).asDoubleStream().toArray());

    private static final FusedScene COPY = FusedScene.of(HALVES, HALVES, ALTERNATION);

    @Test
    void mutualInformationAddsTheSources() {
        assertScore(MutualInformation.MI, COPY).isCloseTo(1, within(EXACT));
        assertScore(MutualInformation.MI, FusedScene.of(HALVES, HALVES, ALTERNATION, HALVES))
                .isCloseTo(2, within(EXACT));
        assertScore(MutualInformation.MI, FusedScene.of(ALL_LEVELS, ALL_LEVELS, ALL_LEVELS))
                .isCloseTo(16, within(EXACT));
    }

    @Test
    void mutualInformationIsInNatsUnderSomeProfiles() {
        for (MetricProfile profile : List.of(MetricProfile.VIFB, MetricProfile.CDDFUSE)) {
            assertScore(MutualInformation.MI, profile, COPY).isCloseTo(Math.log(2), within(EXACT));
        }
    }

    @Test
    void theTangCodeMergesTheTwoHighestLevels() {
        FusedScene merged = FusedScene.of(row(254, 255), row(254, 255), row(254, 255));
        assertScore(MutualInformation.MI, merged).isCloseTo(2, within(EXACT));
        // All pixels fall into one joint bin: H(S) + H(F) − 0 for both sources.
        assertScore(MutualInformation.MI, MetricProfile.TANG, merged).isCloseTo(4, within(EXACT));
        assertScore(MutualInformation.MI, MetricProfile.TCMOA, merged).isCloseTo(4, within(EXACT));
        FusedScene apart = FusedScene.of(row(253, 255), row(253, 255), row(253, 255));
        assertScore(MutualInformation.MI, MetricProfile.TANG, apart).isCloseTo(2, within(EXACT));
    }

    @Test
    void levelsAreRounded() {
        assertScore(MutualInformation.MI, FusedScene.of(row(0.2, -0.3, 254.6, 255.4), HALVES, ALTERNATION))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void normalisedMutualInformationKeepsItsRange() {
        assertScore(MutualInformation.NMI, COPY).isCloseTo(1, within(EXACT));
        assertScore(MutualInformation.NMI, FusedScene.of(HALVES, HALVES, HALVES, HALVES))
                .isCloseTo(2, within(EXACT));
        // One of three sources is told in full: 2/3 of what two of two would give.
        assertScore(MutualInformation.NMI, FusedScene.of(HALVES, HALVES, ALTERNATION, BLACK))
                .isCloseTo(2.0 / 3, within(EXACT));
    }

    @Test
    void normalisedMutualInformationOfConstantImages() {
        assertScore(MutualInformation.NMI, FusedScene.of(HALVES, HALVES, GRAY)).isCloseTo(1, within(EXACT));
        assertUndefined(MutualInformation.NMI, MetricProfile.CANONICAL, FusedScene.of(GRAY, HALVES, BLACK))
                .contains("constant");
        assertUndefined(MutualInformation.NMI, MetricProfile.MEFB, FusedScene.of(HALVES, HALVES, GRAY))
                .contains("stretched");
        assertScore(MutualInformation.NMI, MetricProfile.MEFB, FusedScene.of(HALVES, HALVES, BLACK))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void crossEntropyComparesHistograms() {
        double bits = 0.75 * 0.5849625007211562 - 0.25; // 3/4 log₂ 3/2 + 1/4 log₂ 1/2
        FusedScene scene = FusedScene.of(HALVES, THREE_QUARTERS, ALTERNATION);
        assertScore(CrossEntropy.CE, scene).isCloseTo(bits / 2, within(EXACT));
        assertScore(CrossEntropy.RCE, scene).isCloseTo(bits / Math.sqrt(2), within(EXACT));
        FusedScene three = FusedScene.of(HALVES, THREE_QUARTERS, ALTERNATION, HALVES);
        assertScore(CrossEntropy.CE, three).isCloseTo(bits / 3, within(EXACT));
        assertScore(CrossEntropy.RCE, three).isCloseTo(bits / Math.sqrt(3), within(EXACT));
    }

    @Test
    void crossEntropyPassesOverLevelsOfOneImageOnly() {
        FusedScene scene = FusedScene.of(BLACK, row(0, 0, 0, 7), row(0, 0, 7, 7));
        double first = 0.75 * -0.4150374992788438; // log₂ 3/4
        double second = -0.5;
        assertScore(CrossEntropy.CE, scene).isCloseTo((first + second) / 2, within(EXACT));
    }

    @Test
    void crossEntropyWithoutCommonLevels() {
        FusedScene scene = FusedScene.of(GRAY, HALVES, GRAY);
        assertUndefined(CrossEntropy.CE, MetricProfile.CANONICAL, scene).contains("in common");
        assertUndefined(CrossEntropy.RCE, MetricProfile.CANONICAL, scene).contains("in common");
        assertScore(CrossEntropy.CE, MetricProfile.VIFB, scene).isZero();
        // −log₂ 1e-7 for the first source, nothing for the second.
        double first = 7 * 3.321928094887362;
        assertScore(CrossEntropy.CE, MetricProfile.TTD, scene).isCloseTo(first / 2, within(1e-6));
        assertScore(CrossEntropy.RCE, MetricProfile.TTD, scene).isCloseTo(first / Math.sqrt(2), within(1e-6));
    }

    @Test
    void nonlinearCorrelationIsTheEntropyOfTheSpectrum() {
        // Only the first source and the fused image share anything, one of eight bits:
        // eigenvalues 9/8, 7/8 and 1.
        double expected = 1 + share(1.125, 3) + share(0.875, 3) + share(1, 3);
        assertScore(NonlinearCorrelation.QNCIE, COPY).isCloseTo(expected, within(EXACT));
        assertScore(NonlinearCorrelation.QNCIE, MetricProfile.LIU, COPY).isCloseTo(expected, within(EXACT));
        assertScore(NonlinearCorrelation.QNCIE, FusedScene.of(ALL_LEVELS, ALL_LEVELS, ALL_LEVELS))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void nonlinearCorrelationOfConstantImagesIsTheLowest() {
        assertScore(NonlinearCorrelation.QNCIE, FusedScene.of(GRAY, GRAY, BLACK))
                .isCloseTo(1 - Math.log(3) / Math.log(256), within(EXACT));
        // Four images instead of three: log₂₅₆ 4 = 1/4.
        assertScore(NonlinearCorrelation.QNCIE, FusedScene.of(GRAY, GRAY, BLACK, HALVES))
                .isCloseTo(0.75, within(EXACT));
        assertUndefined(NonlinearCorrelation.QNCIE, MetricProfile.MEFB, FusedScene.of(GRAY, GRAY, BLACK))
                .contains("stretched");
    }

    private static double share(double eigenvalue, int count) {
        return eigenvalue / count * Math.log(eigenvalue / count) / Math.log(256);
    }

    @Test
    void tsallisInformationDividesByTheMatchingFrequencies() {
        double copied = (Math.pow(2, 0.85) - 1) / 0.85;
        assertScore(TsallisInformation.TE, COPY).isCloseTo(copied, within(EXACT));
        assertScore(TsallisInformation.TE, FusedScene.of(HALVES, HALVES, HALVES, HALVES))
                .isCloseTo(3 * copied, within(EXACT));
        assertScore(TsallisInformation.TE, FusedScene.of(GRAY, HALVES, GRAY)).isCloseTo(0, within(EXACT));
    }

    @Test
    void tsallisInformationOfMatchedAndMistakenFrequencies() {
        // Cells 1/2, 1/4, 1/4; the source has 3/4 and 1/4, the fused image two halves. The
        // second source tells nothing.
        FusedScene scene = FusedScene.of(HALVES, THREE_QUARTERS, BLACK);
        double matched = cell(0.5, 0.375) + cell(0.25, 0.375) + cell(0.25, 0.125);
        assertScore(TsallisInformation.TE, scene).isCloseTo((matched - 1) / 0.85, within(EXACT));
        double mistaken = cell(0.5, 0.375) + cell(0.25, 0.125) + cell(0.25, 0.125);
        // Of the black source only the cell of two blacks is counted, by a half of the fused
        // image and all of the source.
        double black = cell(0.5, 0.5);
        assertScore(TsallisInformation.TE, MetricProfile.MEFB, scene)
                .isCloseTo((mistaken - 1) / 0.85 + (black - 1) / 0.85, within(EXACT));
    }

    private static double cell(double joint, double product) {
        return Math.pow(joint, 1.85) / Math.pow(product, 0.85);
    }

    @Test
    void navaInformationIsNormalisedByTheSources() {
        double q = 0.43137;
        double mutual = (1 - Math.pow(2, q - 1)) / (1 - q);
        double entropy = (Math.pow(2, 1 - q) - 1) / (1 - q);
        assertScore(TsallisInformation.TE_NAVA, FusedScene.of(HALVES, HALVES, HALVES))
                .isCloseTo(2 * mutual / (2 * entropy - mutual), within(EXACT));
        // One bit to any power is one.
        assertScore(TsallisInformation.TE_NAVA, MetricProfile.LIU, FusedScene.of(HALVES, HALVES, HALVES))
                .isCloseTo(2 * mutual / (2 + mutual), within(EXACT));
    }

    @Test
    void navaInformationUndefined() {
        assertUndefined(TsallisInformation.TE_NAVA, MetricProfile.CANONICAL, FusedScene.of(HALVES, GRAY, BLACK))
                .contains("constant");
        assertUndefined(TsallisInformation.TE_NAVA, MetricProfile.LIU, FusedScene.of(HALVES, BLACK, BLACK))
                .contains("constant");
        assertUndefined(
                        TsallisInformation.TE_NAVA,
                        MetricProfile.CANONICAL,
                        FusedScene.of(HALVES, HALVES, HALVES, ALTERNATION))
                .contains("exactly 2 sources");
    }
}
