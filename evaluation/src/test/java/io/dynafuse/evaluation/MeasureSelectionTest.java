package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.files.Suggestion;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        assertThatThrownBy(() -> MeasureSelection.profile("xyz"))
                .hasMessageStartingWith("there is no profile xyz; the profiles are canonical, vifb,");
        assertThatThrownBy(() -> MeasureSelection.profile(""))
                .hasMessageStartingWith("there is no profile \"\"; the profiles are canonical,");
    }

    @Test
    void suggestionsAreNear() {
        Map<String, List<String>> names = new TreeMap<>(Map.of(
                "EN", List.of("EN", "entropy"),
                "FMI_pixel", List.of("FMI_pixel"),
                "FMI_edge", List.of("FMI_edge"),
                "MI", List.of("MI"),
                "SSIM", List.of("SSIM"),
                "PSNR", List.of("PSNR")));
        assertThat(Suggestion.of("PNSR", names)).containsExactly("PSNR");
        assertThat(Suggestion.of("ssmi", names)).containsExactly("SSIM");
        assertThat(Suggestion.of("FMI", names)).containsExactly("FMI_edge", "FMI_pixel");
        assertThat(Suggestion.of("Entropy", names)).containsExactly("EN");
        assertThat(Suggestion.of("entorpy", names)).containsExactly("EN");
        assertThat(Suggestion.of("qwerty", names)).isEmpty();
        assertThat(Suggestion.of("", names)).isEmpty();
        assertThat(Suggestion.of("S".repeat(1_000_000), names)).isEmpty();
        assertThat(Suggestion.question("FMI", names)).hasValue("; did you mean FMI_edge or FMI_pixel?");
    }

    @Test
    void metricsAreSuggestedByTheirNamesToo() {
        assertThatThrownBy(() -> labels("entropy")).hasMessage("there is no metric entropy; did you mean EN?");
        assertThatThrownBy(() -> labels("SSMI")).hasMessage("there is no metric SSMI; did you mean SSIM?");
        assertThatThrownBy(() -> labels("FMI"))
                .hasMessageContaining("did you mean FMI_pixel, ")
                .hasMessageEndingWith("?");
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
