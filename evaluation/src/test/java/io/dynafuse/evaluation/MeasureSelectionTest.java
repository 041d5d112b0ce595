package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureSelectionTest {
    private static List<String> labels(String... names) {
        return MeasureSelection.named(List.of(names), MetricProfile.CANONICAL).stream()
                .map(Measure::label)
                .toList();
    }

    @Test
    void namesInEitherCaseWithAndWithoutProfile() {
        assertThat(labels("en", " EN@VIFB ", "EN", "En@canonical")).containsExactly("EN@canonical", "EN@vifb");
    }

    @Test
    void theNearestNameIsSuggested() {
        assertThatThrownBy(() -> labels("ENN"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no metric ENN; did you mean EN?");
        assertThatThrownBy(() -> labels("EN@vibf"))
                .hasMessageContaining("there is no profile vibf; did you mean vifb?")
                .hasMessageContaining("refusion");
        assertThatThrownBy(() -> labels("tomography")).hasMessageContaining("--list");
        assertThatThrownBy(() -> labels("")).hasMessageContaining("there is no metric");
    }

    @Test
    void suggestionsAreNear() {
        List<String> names = List.of("FMI_pixel", "SSIM", "PSNR");
        assertThat(Suggestion.of("PNSR", names)).hasValue("PSNR");
        assertThat(Suggestion.of("ssmi", names)).hasValue("SSIM");
        assertThat(Suggestion.of("FMI", names)).hasValue("FMI_pixel");
        assertThat(Suggestion.of("qwerty", names)).isEmpty();
    }

    @Test
    void aProfileThatDoesNotKnowTheMetricNamesThoseThatDo() {
        assertThat(MetricProfile.LIU)
                .satisfies(
                        profile -> assertThat(Metrics.find("EN").orElseThrow().definition(profile))
                                .isEmpty());
        assertThatThrownBy(() -> labels("EN@liu"))
                .hasMessageContaining("the profile liu does not know EN")
                .hasMessageContaining("canonical, vifb");
    }

    @Test
    void withoutNamesAllThatCanBeMeasured() {
        for (MetricProfile profile : MetricProfile.values()) {
            assertThat(MeasureSelection.all(profile, true, true))
                    .extracting(Measure::metric)
                    .isEqualTo(Metrics.of(profile));
            assertThat(MeasureSelection.all(profile, false, false))
                    .extracting(Measure::metric)
                    .extracting(Metric::kind)
                    .allMatch(kind -> kind == Kind.NO_REFERENCE);
        }
    }
}
