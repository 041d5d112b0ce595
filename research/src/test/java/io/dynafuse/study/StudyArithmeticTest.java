package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers worked out by hand. */
class StudyArithmeticTest {
    @Test
    void covarianceOverTwoImagesIsThatOfAllTheirPixels() {
        VariantTerms.PixelSums sums = VariantTerms.PixelSums.of(new float[] {1, 2}, new float[] {4, 2})
                .plus(VariantTerms.PixelSums.of(new float[] {3}, new float[] {0}));
        assertThat(sums.meanWeight()).isEqualTo(2);
        assertThat(sums.meanLoss()).isEqualTo(2);
        // ((1 - 2)(4 - 2) + (2 - 2)(2 - 2) + (3 - 2)(0 - 2)) / 3
        assertThat(sums.covariance()).isCloseTo(-4.0 / 3, within(1e-12));
    }

    @Test
    void theErrorOfAMeanIsThatOfTheKnownValues() {
        Sample sample = new Sample();
        for (double value : new double[] {1, Double.NaN, 2, 6}) {
            sample.add(value);
        }
        assertThat(sample.mean()).isEqualTo(3);
        // Squares of -2, -1 and 3 add up to 14; 14 / 2 / 3.
        assertThat(sample.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(new Sample().mean()).isNaN();
    }

    @Test
    void differencesAreTakenImageByImage() {
        Sample first = new Sample();
        Sample second = new Sample();
        for (int i = 0; i < 4; i++) {
            first.add(i);
            second.add(2);
        }
        assertThat(first.minus(second).mean()).isEqualTo(-0.5);
        assertThat(first.minus(second).positive()).isEqualTo(1);
    }

    @Test
    void numbersAreShownAsPeopleReadThem() {
        assertThat(Cell.of(1.25, 1).text()).isEqualTo("1.3");
        assertThat(Cell.of(-0.00001, 3).text()).isEqualTo("0.000");
        assertThat(Cell.of(-0.00001, 3).value()).hasValue(-0.00001);
        assertThat(Cell.of(-0.5, 3).text()).isEqualTo("-0.500");
        assertThat(Cell.of(Double.NaN, 3).text()).isEqualTo("-");
        assertThat(Cell.of(Double.NaN, 3).value()).isEmpty();
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of("t", 1, "a", "b").row("x"));
    }

    @Test
    void tablesInWriting() throws Exception {
        Table table = Table.of("a title, with a comma", 1, "row", "number")
                .row("one", Cell.of(1.0 / 3, 2))
                .row("none", Cell.of(Double.NaN, 2))
                .build();
        Findings findings = new Findings(List.of(table), List.of("So it is."), Map.of(), List.of());
        Study study = new CovarianceStudy();
        assertThat(FindingsReport.of(study, findings).write(ReportFormat.TABLE))
                .startsWith("study covariance: ")
                .endsWith("\n\na title, with a comma\n\nrow   number\none     0.33\nnone       -\n\nSo it is.\n");
        assertThat(FindingsReport.of(study, findings).write(ReportFormat.CSV))
                .isEqualTo("table,row,column,value\n\"a title, with a comma\",one,number," + 1.0 / 3 + "\n");
        JsonNode json =
                new ObjectMapper().readTree(FindingsReport.of(study, findings).write(ReportFormat.JSON));
        assertThat(json.at("/study").asText()).isEqualTo("covariance");
        assertThat(json.at("/tables/0/rows/0/1").asDouble()).isEqualTo(1.0 / 3);
        assertThat(json.at("/tables/0/rows/1/1").asText()).isEqualTo("-");
        assertThat(json.at("/remarks/0").asText()).isEqualTo("So it is.");
    }

    @Test
    void earlierFindingsAreToldFromOtherFiles(@TempDir Path folder) throws Exception {
        Findings findings = new Findings(List.of(), List.of(), Map.of(), List.of());
        for (ReportFormat format : ReportFormat.values()) {
            Path file = folder.resolve(format.name());
            Files.writeString(
                    file, FindingsReport.of(new ChannelStudy(), findings).write(format));
            assertThat(FindingsReport.isReport(file)).isTrue();
            Files.writeString(file, FindingsReport.ofWeights(findings).write(format));
            assertThat(FindingsReport.isReport(file)).isTrue();
        }
        Path other = folder.resolve("other");
        Files.writeString(other, "studying is fun");
        assertThat(FindingsReport.isReport(other)).isFalse();
    }

    @Test
    void aGridOfLargeImagesShowsTheirMeans() {
        float[] values = new float[512 * 256];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 512 < 256 ? 0 : 1;
        }
        PictureGrid grid = new PictureGrid();
        Image image = Image.of(512, 256, 1, values, SampleDepth.BITS_16);
        grid.add(List.of(image, image));
        grid.add(List.of(image, image));
        Image picture = grid.picture();
        // Two by two pixels become one; 4 pixels are left between images.
        assertThat(List.of(picture.width(), picture.height(), picture.channels()))
                .containsExactly(516, 260, 3);
        float[] shown = picture.values();
        assertThat(shown[127]).isEqualTo(0);
        assertThat(shown[128]).isEqualTo(1);
        assertThat(shown[516 + 260 + 127]).isEqualTo(0);
    }

    @Test
    void aGridIsAsWideAsItsLongestRow() {
        PictureGrid grid = new PictureGrid(10);
        Image white = Image.of(2, 1, 1, new float[] {1, 1}, SampleDepth.BITS_8);
        grid.add(List.of(white));
        grid.add(List.of(white, white));
        Image picture = grid.picture();
        assertThat(List.of(picture.width(), picture.height())).containsExactly(2 + 4 + 2, 1 + 4 + 1);
        float[] shown = picture.values();
        assertThat(shown[1]).isEqualTo(1);
        assertThat(shown[7]).isEqualTo(0);
        assertThat(shown[5 * 8 + 7]).isEqualTo(1);
    }
}
