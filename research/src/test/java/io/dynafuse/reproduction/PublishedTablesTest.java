package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.MetricProfile;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedTablesTest {
    private static OptionalDouble value(Paper paper, int table, String dataset, String method, String metric) {
        return PublishedTables.of(paper, table)
                .cell(dataset, method, metric)
                .orElseThrow()
                .value();
    }

    @Test
    void everyTableOfTheThreePapersIsThereAndOneFigure() {
        assertThat(PublishedTables.all().stream().map(PublishedTable::label))
                .hasSize(9 + 7 + 6 + 1)
                .doesNotHaveDuplicates()
                .startsWith("TTD, Table 1")
                .endsWith("TC-MoA, Table 6", "TC-MoA, Figure 8");
        assertThatThrownBy(() -> PublishedTables.of(Paper.TTD, 10)).hasMessage("TTD has no Table 10");
    }

    /** Read off the papers. */
    @Test
    void someNumbers() {
        assertThat(value(Paper.TTD, 3, "Harvard MRI-CT", "IFCNN+TTD", "SD")).hasValue(66.14);
        assertThat(value(Paper.TTD, 1, "MSRS", "PIAFusion", "SCD")).hasValue(1.70);
        assertThat(value(Paper.TTD, 8, "LLVIP, parameter noise 0.4", "IFCNN", "EN"))
                .hasValue(6.04);
        assertThat(value(Paper.TTD, 9, "LLVIP", "CDDFuse", "seconds dynamic")).hasValue(1.77);
        assertThat(value(Paper.REFUSION, 1, "RoadScene", "ReFusion", "SF")).hasValue(14.20);
        assertThat(value(Paper.TC_MOA, 1, "LLVIP", "TC-MoA", "Qcv")).hasValue(423.773);
        assertThat(PublishedTables.ofFigure(Paper.TC_MOA, 8)
                        .cell("multi-focus", "N=4, τ=2", "Qabf")
                        .orElseThrow()
                        .value())
                .hasValue(0.396);
        assertThat(value(Paper.REFUSION, 7, "", "DDFM", "million trainable parameters"))
                .isEmpty();
    }

    @Test
    void noCellIsThereTwice() {
        for (PublishedTable table : PublishedTables.all()) {
            Set<List<String>> places = new HashSet<>();
            table.cells()
                    .forEach(cell -> assertThat(places.add(List.of(cell.dataset(), cell.method(), cell.metric())))
                            .as(table.label() + " " + cell)
                            .isTrue());
        }
    }

    /** A printed improvement is the difference of two printed cells, unless it is known to be wrong. */
    @Test
    void improvementsAreThoseOfTheirRows() {
        int checked = 0;
        for (PublishedTable table : PublishedTables.all()) {
            for (PublishedTable.Improvement improvement : table.improvements()) {
                double change = value(table, improvement, improvement.improved())
                        - value(table, improvement, improvement.baseline());
                Direction direction = table.paper()
                        .measure(improvement.metric())
                        .orElseThrow()
                        .direction();
                if (improvement.doubt().isEmpty()) {
                    checked++;
                    assertThat(improvement.change())
                            .as(table.label() + " " + improvement)
                            .isCloseTo(Math.abs(change), within(1e-6));
                    if (improvement.change() > 0) {
                        assertThat(improvement.better())
                                .as(table.label() + " " + improvement)
                                .isEqualTo(direction.merit(change) > 0);
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(90);
    }

    private static double value(PublishedTable table, PublishedTable.Improvement improvement, String method) {
        return table.cell(improvement.dataset(), method, improvement.metric())
                .orElseThrow()
                .value()
                .orElseThrow();
    }

    @Test
    void doubtsAreWithTheirCells() {
        PublishedTable times = PublishedTables.of(Paper.TTD, 9);
        assertThat(times.cell("LLVIP", "IFCNN", "seconds dynamic").orElseThrow().doubt())
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("0.013"));
        assertThat(times.cell("LLVIP", "IFCNN", "seconds static").orElseThrow().doubt())
                .isEmpty();
        assertThat(times.cell("LLVIP", "CDDFuse", "seconds dynamic")
                        .orElseThrow()
                        .doubt())
                .isEmpty();
        PublishedTable normalisations = PublishedTables.of(Paper.TTD, 5);
        assertThat(normalisations
                        .cell("LLVIP", "IFCNN, proportional", "SSIM")
                        .orElseThrow()
                        .doubt())
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("SCD").contains("Table 4"));
        assertThat(normalisations
                        .cell("LLVIP", "IFCNN, proportional", "EN")
                        .orElseThrow()
                        .doubt())
                .isEmpty();
        assertThat(PublishedTables.of(Paper.TTD, 8)
                        .improvement("LLVIP, parameter noise 0.5", "IFCNN+TTD", "IFCNN", "SF")
                        .orElseThrow()
                        .doubt())
                .isPresent();
    }

    @Test
    void headsAreMeasuredAsTheirPapersDid() {
        assertThat(Paper.TTD.measure("CE").map(Measure::label)).hasValue("CE@ttd");
        assertThat(Paper.TC_MOA.measure("FMI").map(Measure::label)).hasValue("FMI_edge@tcmoa");
        assertThat(Paper.TC_MOA.measure("MS-SSIM").map(Measure::profile)).hasValue(MetricProfile.TCMOA);
        assertThat(Paper.REFUSION.measure("VIF")).isEmpty();
        assertThat(Paper.TTD.measure("seconds static")).isEmpty();
        for (int table : new int[] {1, 2, 3}) {
            assertThat(PublishedTables.of(Paper.TC_MOA, table).cells())
                    .allSatisfy(cell ->
                            assertThat(Paper.TC_MOA.measure(cell.metric())).isPresent());
        }
    }
}
