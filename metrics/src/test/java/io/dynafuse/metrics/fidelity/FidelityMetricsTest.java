package io.dynafuse.metrics.fidelity;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.changed;
import static io.dynafuse.metrics.fidelity.VisualInformation.VIF;
import static io.dynafuse.metrics.fidelity.VisualInformationOfFusion.VIFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.TestPictures;
import java.util.List;
import org.junit.jupiter.api.Test;

class FidelityMetricsTest {
    private static final int SIDE = 53;

    private final Picture a = noise(1);
    private final Picture b = noise(2);
    private final Picture c = noise(3);
    private final Picture f = noise(4);
    private final Picture flat = changed(a, sample -> 255);

    @Test
    void aCopyHasAllTheInformation() {
        assertThat(score(VIF, a, a, a)).isCloseTo(1, within(1e-9));
        assertThat(score(VIF, a, a, a, a)).isCloseTo(1, within(1e-9));
        assertThat(score(VIF, MetricProfile.TANG, a, a, a, a)).isCloseTo(3, within(3e-9));
        assertThat(score(VIFF, a, a, a)).isCloseTo(1, within(1e-9));
        assertThat(score(VIFF, a, a, a, a)).isCloseTo(1, within(1e-9));
    }

    @Test
    void brightnessAloneTellsNothing() {
        Picture brighter = changed(f, sample -> sample + 20.5);
        assertThat(score(VIF, brighter, a, b)).isCloseTo(score(VIF, f, a, b), within(1e-9));
        assertThat(score(VIFF, brighter, a, b)).isCloseTo(score(VIFF, f, a, b), within(1e-9));
    }

    @Test
    void anInvertedOrFlatImageHasNone() {
        Picture inverted = changed(a, sample -> 255 - sample);
        assertThat(score(VIF, inverted, a, a)).isCloseTo(0, within(1e-12));
        assertThat(score(VIF, flat, a, b)).isZero();
        // Only what is added to every window is left.
        assertThat(score(VIFF, flat, a, b)).isBetween(0.0, 1e-4);
    }

    @Test
    void moreContrastTellsMoreThanTheSource() {
        Picture stronger = changed(a, sample -> 2 * sample);
        assertThat(score(VIF, stronger, a, a)).isGreaterThan(1);
        assertThat(score(VIFF, stronger, a, a)).isGreaterThan(1);
    }

    @Test
    void meanAndSumOverAllSources() {
        double sum = score(VIF, f, a, a) + score(VIF, f, b, b) + score(VIF, f, c, c);
        assertThat(score(VIF, f, a, b, c)).isCloseTo(sum / 3, within(1e-12));
        assertThat(score(VIF, MetricProfile.TANG_DRIVER, f, a, b, c)).isCloseTo(sum, within(1e-12));
    }

    @Test
    void theSourceOfTheSmallestGainIsAsked() {
        Picture strong = changed(a, sample -> 2 * sample);
        Picture strongest = changed(a, sample -> 3 * sample);
        double expected = score(VIFF, a, strongest, strongest);
        assertThat(score(VIFF, a, a, strong, strongest)).isCloseTo(expected, within(1e-12));
        assertThat(score(VIFF, a, strongest, a, strong)).isCloseTo(expected, within(1e-12));
        assertThat(score(VIFF, a, a, strong)).isGreaterThan(expected);
    }

    @Test
    void theLastSourceIsAskedWhereAllGainsAreZero() {
        Picture inverted = changed(a, sample -> 255 - sample);
        Picture faint = changed(a, sample -> sample / 100);
        // Nothing comes through; the source that is asked is the denominator: a faint one scores more.
        assertThat(score(VIFF, inverted, a, faint)).isCloseTo(score(VIFF, inverted, faint, faint), within(1e-15));
        assertThat(score(VIFF, inverted, faint, a)).isCloseTo(score(VIFF, inverted, a, a), within(1e-15));
        assertThat(score(VIFF, inverted, a, faint)).isGreaterThan(score(VIFF, inverted, faint, a));
    }

    @Test
    void aConstantSourceIsUndefinedButCountsOneInOneCodeBase() {
        assertThat(evaluate(VIF, f, a, flat)).isEqualTo(Score.undefined("a source is constant"));
        assertThat(evaluate(VIF, MetricProfile.TANG_UINT8, f, a, flat))
                .isEqualTo(Score.undefined("a source is constant"));
        assertThat(score(VIF, MetricProfile.CDDFUSE, f, a, flat)).isCloseTo(score(VIF, f, a, a) + 1, within(1e-12));
        assertThat(score(VIFF, flat, flat, flat)).isCloseTo(1, within(1e-12));
    }

    @Test
    void integersAreRoundedBeforeTheySaturate() {
        Picture whole = changed(a, Math::rint);
        assertThat(score(VIF, MetricProfile.TANG_UINT8, f, a, b))
                .isCloseTo(score(VIF, MetricProfile.TANG_UINT8, f, whole, b), within(1e-12));
        // Where no product exceeds 255 there is nothing to saturate.
        Picture dark = changed(whole, sample -> Math.floor(sample / 17));
        assertThat(score(VIF, MetricProfile.TANG_UINT8, dark, dark, dark))
                .isCloseTo(score(VIF, MetricProfile.TANG, dark, dark, dark), within(1e-12));
    }

    @Test
    void needsTheCoarsestWindowToFit() {
        Picture smallest = TestPictures.noise(41, 41, 5);
        Picture tooSmall = TestPictures.noise(41, 40, 5);
        for (Metric metric : List.of(VIF, VIFF)) {
            metric.definitions().keySet().forEach(profile -> {
                assertThat(evaluate(metric, profile, smallest, smallest, smallest))
                        .isInstanceOf(Score.Value.class);
                assertThat(evaluate(metric, profile, tooSmall, tooSmall, tooSmall))
                        .isEqualTo(Score.undefined("needs images of at least 41x41 pixels, found 41x40"));
            });
        }
    }

    private static Picture noise(int seed) {
        return TestPictures.noise(SIDE, SIDE, seed);
    }
}
