package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Variant;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.network.zoo.DenseFuse;
import io.dynafuse.task.Task;
import io.dynafuse.training.TcMoaLearner;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentsTest {
    private static Stream<MeasuredExperiment> measured() {
        return Experiments.all().stream()
                .filter(MeasuredExperiment.class::isInstance)
                .map(MeasuredExperiment.class::cast);
    }

    @Test
    void everyTableOfThePapersHasAnExperiment() {
        List<String> ids = Experiments.all().stream().map(Experiment::id).toList();
        assertThat(ids).doesNotHaveDuplicates().contains("ttd-correlation");
        for (PublishedTable table : PublishedTables.all()) {
            String id = table.paper().id().toLowerCase(Locale.ROOT).replace("-", "")
                    + (table.figure() ? "-figure" : "-table")
                    + table.number();
            assertThat(ids).anyMatch(known -> known.equals(id) || known.startsWith(id + "-"));
        }
    }

    @Test
    void everyExperimentSaysWhatItNeeds() {
        assertThat(Experiments.all())
                .allSatisfy(experiment -> assertThat(experiment.families()).isNotEmpty());
        assertThat(Experiments.of("TTD-Table9").needs()).startsWith("available; ");
        String list = String.join(
                "\n",
                Experiments.all().stream()
                        .flatMap(experiment -> experiment.lines().stream())
                        .toList());
        assertThat(list)
                .contains("available with a checkpoint of ifcnn\n")
                .contains("available with a checkpoint of refusion, sdnet or u2fusion");
        Experiments.all().forEach(experiment -> assertThat(list).contains(experiment.id() + ": "));
    }

    @Test
    void everyRowThatIsTrainedIsHeldAgainstPrintedCells() {
        for (String id : List.of("refusion-table5", "refusion-table6")) {
            TrainedExperiment experiment = (TrainedExperiment) Experiments.of(id);
            assertThat(experiment.columns())
                    .extracting(MeasuredExperiment.Column::label)
                    .containsExactly("EN", "SD", "SF", "AG", "SCD", "SSIM");
            for (TrainedExperiment.Row row : experiment.rows()) {
                assertThat(experiment.columns())
                        .as(id + " " + row.label())
                        .allMatch(column -> row.published().cell(column.head()).isPresent());
            }
            assertThat(experiment.rows()).extracting(TrainedExperiment.Row::way).doesNotHaveDuplicates();
        }
    }

    /** README of the reference: 59856 distinct parameters, which the paper rounds to 0.060 million. */
    @Test
    void parametersAreCountedAsThePaperDoes() {
        Reproduction counted = ((CountedExperiment) Experiments.of("refusion-table7")).run();
        Reproduction.Cell cell = counted.rows().get(0).cells().get(0);
        assertThat(cell.ours()).hasValue(0.059856);
        assertThat(cell.publishedValue()).hasValue(0.06);
    }

    /** The network of the paper, in three tasks, is one training; each of the others has one for its row of each task. */
    @Test
    void rowsOfTcMoaShareTrainingsAcrossTasks() {
        for (String id : List.of("tcmoa-table4", "tcmoa-figure8")) {
            TrainedExperiment experiment = (TrainedExperiment) Experiments.of(id);
            assertThat(experiment.ways()).as(id).hasSize(id.equals("tcmoa-table4") ? 5 : 6);
            for (TrainedExperiment.Row row : experiment.rows()) {
                assertThat(row.way().tasks()).contains(row.task());
                assertThat(experiment.baseline(row).way())
                        .isEqualTo(new TcMoaTraining(
                                TcMoa.SMALL,
                                List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                                TcMoaLearner.Options.ALL));
                assertThat(experiment.columns().stream()
                                .filter(column ->
                                        row.published().cell(column.head()).isPresent()))
                        .hasSize(id.equals("tcmoa-table4") ? 5 : 2);
            }
        }
    }

    /** Facts of the reference, section 7: by the same rule, the base version's are the printed ones. */
    @Test
    void parametersOfTcMoaAreCountedAsProfilersDo() {
        Reproduction counted = ((CountedExperiment) Experiments.of("tcmoa-table6-parameters")).run();
        List<Reproduction.Cell> base = TestNetworks.row(counted, "TC-MoA, base").cells();
        assertThat(base.get(0).ours()).hasValue(115.400480);
        assertThat(base.get(0).publishedValue()).hasValue(115.4);
        assertThat(base.get(1).ours()).hasValue(3.865197);
        assertThat(base.get(1).publishedValue()).hasValue(3.87);
        Reproduction.Cell frozen =
                TestNetworks.row(counted, "frozen backbone, base").cells().get(0);
        assertThat(frozen.ours().orElseThrow())
                .isCloseTo(frozen.publishedValue().orElseThrow(), within(0.005));
        List<Reproduction.Cell> large =
                TestNetworks.row(counted, "TC-MoA, large").cells();
        assertThat(large.get(0).ours().orElseThrow()).isCloseTo(340.35, within(0.005));
        assertThat(large.get(1).ours()).hasValue(11.345544);
        assertThat(large.get(1).publishedValue()).hasValue(9.58);
    }

    @Test
    void aMistypedIdIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> Experiments.of("ttd-tabel3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no experiment ttd-tabel3; did you mean ttd-table3?");
        assertThatThrownBy(() -> Experiments.of("")).hasMessageContaining("\"\"");
    }

    /** A row held against a cell that no table has would go unnoticed in a report. */
    @Test
    void everyRowIsHeldAgainstPrintedCells() {
        measured().forEach(experiment -> {
            for (MeasuredExperiment.Row row : experiment.rows()) {
                List<MeasuredExperiment.Column> printed = experiment.columns().stream()
                        .filter(column -> row.published()
                                .flatMap(published -> published.cell(column.head()))
                                .isPresent())
                        .toList();
                if (row.published().isPresent()) {
                    assertThat(printed)
                            .as(experiment.id() + " " + row.label())
                            .hasSizeGreaterThanOrEqualTo(
                                    Math.min(6, experiment.columns().size()))
                            .hasSizeGreaterThanOrEqualTo(experiment.columns().size() - 1);
                }
            }
        });
    }

    /** Table 2 prints IFCNN alone of them. */
    @Test
    void tablesOfTheBaselinesHaveRowsOfAllThree() {
        for (String id : List.of(
                "ttd-table1-llvip",
                "ttd-table1-msrs",
                "ttd-table2-mefb",
                "ttd-table2-mfi-whu",
                "ttd-table3",
                "ttd-table6",
                "ttd-table7")) {
            MeasuredExperiment experiment = (MeasuredExperiment) Experiments.of(id);
            assertThat(experiment.families())
                    .as(id)
                    .startsWith(NetworkFamily.IFCNN, NetworkFamily.CDDFUSE, NetworkFamily.PIAFUSION);
            assertThat(experiment.rows().stream()
                            .filter(row ->
                                    row.family() == NetworkFamily.CDDFUSE || row.family() == NetworkFamily.PIAFUSION))
                    .as(id)
                    .hasSize(4)
                    .allMatch(row -> row.published().isPresent() != id.startsWith("ttd-table2"));
        }
    }

    /** Counted in the papers' tables by hand; TC-MoA of TTD's tables could be any of its versions. */
    @Test
    void everyPrintedNetworkThatIsHereHasARow() {
        Map<String, List<String>> expected = Map.of(
                "ttd-table1-msrs", List.of("DenseFuse static", "U2Fusion static", "MUFusion static"),
                "ttd-table2-mefb", List.of("PMGI static", "U2Fusion static", "DeepFuse static"),
                "ttd-table2-mfi-whu", List.of("PMGI static", "U2Fusion static", "SESF static"),
                "ttd-table7", List.of("DenseFuse static", "U2Fusion static", "MUFusion static"),
                "refusion-table1-roadscene", List.of("SDNet", "TarDAL", "CDDFuse", "LRRNet"),
                "refusion-table2", List.of("SDNet", "U2Fusion", "MATR", "CDDFuse"),
                "refusion-table4-sice", List.of("SDNet", "U2Fusion"),
                "tcmoa-table1",
                        List.of(
                                "IFCNN",
                                "DenseFuse",
                                "SDNet",
                                "U2Fusion",
                                "AUIF",
                                "DIDFuse",
                                "YDTR",
                                "TarDAL",
                                "CDDFuse"),
                "tcmoa-table2", List.of("IFCNN", "DeepFuse", "MEFNet", "PMGI", "U2Fusion"),
                "tcmoa-table3", List.of("IFCNN", "PMGI", "U2Fusion"));
        expected.forEach((id, labels) -> {
            MeasuredExperiment experiment = (MeasuredExperiment) Experiments.of(id);
            List<MeasuredExperiment.Row> rows = experiment.rows();
            List<MeasuredExperiment.Row> last = rows.subList(rows.size() - labels.size(), rows.size());
            assertThat(last)
                    .as(id)
                    .extracting(MeasuredExperiment.Row::label)
                    .containsExactlyInAnyOrderElementsOf(labels);
            assertThat(last).as(id).allSatisfy(row -> {
                assertThat(row.variant()).isEqualTo("static");
                assertThat(row.published().orElseThrow().method())
                        .isEqualToIgnoringCase(row.label().replace(" static", ""));
            });
            assertThat(experiment.remarks()).contains(MeasuredExperiment.OF_OTHERS);
        });
    }

    /** Table 7 of ReFusion prints three digits. */
    @Test
    void parametersOfOtherNetworksAreThePrintedOnes() {
        Reproduction counted = ((CountedExperiment) Experiments.of("refusion-table7")).run();
        for (String label : List.of("CDDFuse", "LRRNet", "SDNet", "TarDAL", "U2Fusion", "MATR")) {
            Reproduction.Cell cell = TestNetworks.row(counted, label).cells().get(0);
            assertThat(cell.ours().orElseThrow())
                    .as(label)
                    .isCloseTo(cell.publishedValue().orElseThrow(), within(0.0007));
        }
        Reproduction twice = ((CountedExperiment) Experiments.of("tcmoa-table6-parameters")).run();
        Reproduction.Cell u2fusion = TestNetworks.row(twice, "U2Fusion").cells().get(0);
        assertThat(2 * u2fusion.ours().orElseThrow())
                .isCloseTo(u2fusion.publishedValue().orElseThrow(), within(0.005));
    }

    /** U2Fusion's speed is printed for three tasks, CDDFuse's for one. */
    @Test
    void speedsAreTakenWhereTheyArePrinted() {
        assertThat(Experiments.of("tcmoa-table6-visible-infrared").families())
                .contains(NetworkFamily.U2FUSION, NetworkFamily.CDDFUSE);
        assertThat(Experiments.of("tcmoa-table6-multi-focus").families())
                .contains(NetworkFamily.U2FUSION)
                .doesNotContain(NetworkFamily.CDDFUSE);
    }

    @Test
    void everyVariantCanBeRun() {
        measured().flatMap(experiment -> experiment.rows().stream()).forEach(row -> {
            for (Reference reference : Reference.values()) {
                Variant variant = Variant.parse(row.variant(), Dominability.of(reference));
                assertThat(variant.dominability().isEmpty())
                        .isEqualTo(row.variant().equals("static"));
                // What a row runs must not depend on what a network does by default.
                if (!row.variant().equals("default")) {
                    assertThat(variant).isEqualTo(Variant.parse(row.variant(), Dominability.of(Reference.FUSED)));
                }
            }
        });
    }

    @Test
    void aControlIsAContrastOrAllChannels() {
        measured()
                .flatMap(experiment -> experiment.rows().stream())
                .forEach(row -> assertThat(row.claim()
                                .map(MeasuredExperiment.Claim::contrast)
                                .orElse(false))
                        .as(row.label())
                        .isEqualTo(row.variant().endsWith("contrast")
                                || row.label().endsWith("all channels")));
    }

    @Test
    void tableEightHasEveryLevelOfNoise() {
        MeasuredExperiment experiment = (MeasuredExperiment) Experiments.of("ttd-table8");
        assertThat(experiment.rows().stream()
                        .map(MeasuredExperiment.Row::parameterNoise)
                        .distinct())
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5);
        assertThat(experiment.rows())
                .allSatisfy(row -> assertThat(row.published().orElseThrow().dataset())
                        .isEqualTo("LLVIP, parameter noise " + row.parameterNoise()));
    }

    @Test
    void sameHeadForTwoMetricsWhereThePaperSeemsToMistakeThem() {
        for (String id : List.of("ttd-table4", "ttd-table5")) {
            assertThat(((MeasuredExperiment) Experiments.of(id)).columns())
                    .extracting(MeasuredExperiment.Column::label)
                    .containsExactly("EN", "SD", "AG", "EI", "SF", "SSIM", "SCD (SSIM)", "CE");
        }
    }

    @Test
    void otherImagesThanThePapersAreSaid() {
        ExpectedImages known = new ExpectedImages("X", "", Optional.empty(), OptionalInt.of(3), Set.of("a", "b"));
        assertThat(known.remarks(List.of("a", "c", "d")))
                .containsExactly("1 of these scenes are among the 2 that the authors' repository listed for X.");
        assertThat(known.remarks(List.of("a")))
                .hasSize(2)
                .anyMatch(remark -> remark.contains("3 images") && remark.contains("not comparable"));
        ExpectedImages unknown = new ExpectedImages("X", "", Optional.empty(), OptionalInt.empty(), Set.of());
        assertThat(unknown.remarks(List.of("a"))).singleElement().asString().contains("does not say");
        assertThat(Experiments.of("ttd-table1-llvip").images().names())
                .hasSize(69)
                .contains("190071");
    }

    @Test
    void imagesOfAnotherKindThanThePapersAreSaidBeforeTheWork() {
        ExpectedImages medical = Experiments.of("ttd-table3").images();
        assertThat(medical.warning(Optional.of(Task.VISIBLE_INFRARED)))
                .hasValue(
                        "these are visible-infrared images, but the paper measured the test pairs of MRI and CT: means"
                                + " are not comparable");
        assertThat(medical.warning(Optional.of(Task.MEDICAL))).isEmpty();
        assertThat(medical.warning(Optional.empty())).isEmpty();
    }

    @Test
    void familiesAreToldByTheNamesOfTheirNetworks() {
        assertThat(NetworkFamily.IFCNN.includes(Ifcnn.MAX)).isTrue();
        assertThat(NetworkFamily.CDDFUSE.includes(Ifcnn.MAX)).isFalse();
        assertThat(NetworkFamily.ofMethod("Densefuse")).contains(NetworkFamily.DENSEFUSE);
        assertThat(NetworkFamily.ofMethod("TC-MoA")).isEmpty();
    }

    /** A variant of a network is of its family, but not what a paper prints. */
    @Test
    void everyFamilyHasTheNetworkThatPapersMean() {
        for (NetworkFamily family : NetworkFamily.values()) {
            assertThat(family.includes(family.network())).as(family.id()).isTrue();
        }
        assertThat(NetworkFamily.DENSEFUSE.network()).isSameAs(DenseFuse.GRAY);
        for (Network network : Networks.all()) {
            assertThat(Arrays.stream(NetworkFamily.values()).filter(family -> family.includes(network)))
                    .as(network.id())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Figure 5b: weights by losses against static fusion, gradients against weights by losses (5.1 and 5.3). */
    @Test
    void everyRowOfTheFigureIsHeldAgainstWhatThePaperHoldsItAgainst() {
        for (MeasuredExperiment.Row row : ((MeasuredExperiment) Experiments.of("ttd-correlation")).rows()) {
            int gradient = row.label().indexOf(", gradient");
            String expected = gradient < 0 ? "static" : row.label().substring(0, gradient);
            assertThat(row.claim().map(MeasuredExperiment.Claim::baseline).orElse("static"))
                    .as(row.label())
                    .isEqualTo(expected);
            assertThat(row.claim().map(MeasuredExperiment.Claim::basis).orElse(MeasuredExperiment.Claim.Basis.TEXT))
                    .isEqualTo(MeasuredExperiment.Claim.Basis.TEXT);
        }
    }
}
