package io.dynafuse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Stage;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.task.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FusionReportTest {
    private static final Image GRAY = Image.of(2, 1, 1, new float[] {0, 1}, SampleDepth.BITS_16);
    private static final SourceFacts SOURCES = SourceFacts.of(sources(Optional.of(Role.MRI), Optional.empty()));

    private static SourceImages sources(Optional<Role> first, Optional<Role> second) {
        return new SourceImages(
                List.of(
                        new SourcePage(Path.of("stored", "1"), OptionalInt.empty()),
                        new SourcePage(Path.of("stored", "2"), OptionalInt.of(3))),
                List.of(
                        PreparedSource.of("stored/1", GRAY).role(first),
                        PreparedSource.of("page 3 of stored/2", GRAY).role(second)),
                Duration.ofNanos(1_500_000));
    }

    private static FusedImage fused(Optional<Dominability> dominability) {
        return new FusedImage(
                GRAY,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                dominability,
                OptionalInt.empty(),
                4,
                Map.of(Stage.FUSE, Duration.ofNanos(2_251_000)),
                List.of("of the fusion"));
    }

    private static WrittenFiles written() {
        return new WrittenFiles(
                "fused.tif",
                SampleDepth.BITS_8,
                List.of("a.png"),
                List.of(),
                List.of(),
                List.of("no metadata"),
                Duration.ofMillis(4));
    }

    @Test
    void timesAddUpInTheOrderOfTheWork() {
        Map<String, Double> milliseconds =
                FusionReport.of(SOURCES, fused(Optional.empty()), written()).milliseconds();
        assertThat(milliseconds)
                .containsExactly(
                        Map.entry("read", 1.5),
                        Map.entry("fuse", 2.25),
                        Map.entry("write", 4.0),
                        Map.entry("total", 7.75));
    }

    @Test
    void theResultIsAsItWasWritten() {
        FusionReport.Result result =
                FusionReport.of(SOURCES, fused(Optional.empty()), written()).result();
        assertThat(result)
                .isEqualTo(new FusionReport.Result(2, 1, 1, "8", 0, 4, List.of("a.png"), List.of(), List.of()));
    }

    @Test
    void notesOnTheOutputNameIt() {
        assertThat(FusionReport.of(SOURCES, fused(Optional.empty()), written()).notes())
                .containsExactly("of the fusion", "fused.tif: no metadata");
    }

    @Test
    void rolesAreSaidIfAnyIsKnown() {
        assertThat(FusionReport.of(SOURCES, fused(Optional.empty()), written()).roles())
                .containsExactly("mri", "unknown");
        SourceFacts open = SourceFacts.of(sources(Optional.empty(), Optional.empty()));
        assertThat(FusionReport.of(open, fused(Optional.empty()), written()).roles())
                .isEmpty();
    }

    @Test
    void sourcesAreCalledByTheNamesOfTheClient() {
        SourceImages named =
                sources(Optional.empty(), Optional.empty()).named(List.of(Path.of("a.png"), Path.of("b.tif")));
        assertThat(SourceFacts.of(named).reports())
                .extracting(FusionReport.Source::file)
                .containsExactly("a.png", "b.tif");
        assertThat(SourceFacts.of(named).reports())
                .extracting(FusionReport.Source::page)
                .containsExactly(0, 3);
        assertThat(named.sources()).extracting(PreparedSource::name).containsExactly("a.png", "page 3 of b.tif");
    }

    @Test
    void jsonHasTheFusionAndItsSetupSideBySide() throws Exception {
        FusionSetup setup = new FusionSetup(
                new FusionSetup.LoadedCheckpoint("embedded:x", "00ff", "ifcnn-mean"),
                "as-is",
                Map.of(),
                List.of(),
                "",
                "",
                "fp32",
                "cpu",
                2,
                Map.of("java", "17"));
        Dominability dominability = Dominability.of(Reference.FUSED);
        String json = FusionReport.of(SOURCES, fused(Optional.of(dominability)), written())
                .json(setup);
        JsonNode report = new ObjectMapper().readTree(json);
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "output",
                        "sources",
                        "roles",
                        "dominability",
                        "result",
                        "milliseconds",
                        "bytes",
                        "notes",
                        "weights",
                        "range",
                        "precision",
                        "device",
                        "threads",
                        "versions");
        assertThat(report.at("/dominability/reference").textValue()).isEqualTo("fused");
        assertThat(report.at("/dominability/space").textValue()).isEqualTo("features");
        assertThat(report.at("/weights/sha256").textValue()).isEqualTo("00ff");
    }

    @Test
    void constantsAreCalledInLowerCase() {
        assertThat(ConstantName.of(Reference.SELF_FUSED)).isEqualTo("self-fused");
        assertThat(ConstantName.read(Reference.class, "Self-Fused")).isEqualTo(Reference.SELF_FUSED);
        assertThatThrownBy(() -> ConstantName.read(Reference.class, "self_fused"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one of component, maximum, fused, self-fused, found self_fused");
    }
}
