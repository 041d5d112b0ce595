package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.FailedScene;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.zoo.DenseFuse;
import io.dynafuse.testing.MeanOfLuma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deviation of an image that is half black and half of level n is n / 2. */
class MeasuredRunTest {
    private static final String DATASET = "two";
    private static final PublishedTable TABLE = new PublishedTable(
            Paper.TTD,
            false,
            3,
            List.of(
                    cell("plain", 20),
                    cell("better", 25),
                    new PublishedTable.Cell(
                            DATASET, "doubted", "SD", OptionalDouble.of(30), Optional.of("does not look right"))),
            List.of(
                    new PublishedTable.Improvement(
                            DATASET, "plain", "better", "SD", true, 6, Optional.of("is printed twice")),
                    new PublishedTable.Improvement(
                            DATASET, "plain", "doubted", "SD", true, 10, Optional.of("holds all the same"))));

    @TempDir
    private Path folder;

    private static PublishedTable.Cell cell(String method, double value) {
        return new PublishedTable.Cell(DATASET, method, "SD", OptionalDouble.of(value), Optional.empty());
    }

    private static MeasuredExperiment.Row row(
            String label, double noise, String method, Optional<MeasuredExperiment.Claim> claim) {
        return row(NetworkFamily.IFCNN, label, noise, method, claim);
    }

    private static MeasuredExperiment.Row row(
            NetworkFamily family, String label, double noise, String method, Optional<MeasuredExperiment.Claim> claim) {
        return new MeasuredExperiment.Row(
                family, label, label, noise, Optional.of(new PublishedTable.Row(TABLE, DATASET, method)), claim);
    }

    private static Optional<MeasuredExperiment.Claim> than(
            String baseline, MeasuredExperiment.Claim.Basis basis, boolean contrast) {
        return Optional.of(new MeasuredExperiment.Claim(baseline, basis, contrast));
    }

    static MeasuredExperiment experiment(MeasuredExperiment.Row... rows) {
        return new MeasuredExperiment(
                "two-table3",
                "a table",
                new ExpectedImages(DATASET, "two pairs", Optional.empty(), OptionalInt.of(2), Set.of()),
                List.of(new MeasuredExperiment.Column(
                        "SD", new Measure(Metrics.find("SD").orElseThrow(), MetricProfile.TTD))),
                List.of(rows),
                List.of("A remark."));
    }

    private Reproduction run(Experiment experiment, NetworkSource source, DatasetScene... scenes) throws Exception {
        return run(experiment, List.of(source), scenes);
    }

    private Reproduction run(Experiment experiment, List<NetworkSource> sources, DatasetScene... scenes)
            throws Exception {
        return new ReproductionRun(
                        experiment,
                        folder,
                        List.of(scenes),
                        sources,
                        new ReproductionRun.Settings(2, ReadOptions.DEFAULT),
                        System::nanoTime)
                .run((done, total) -> {});
    }

    private static Reproduction.Cell cell(Reproduction reproduction, String label) {
        return TestNetworks.row(reproduction, label).cells().get(0);
    }

    @Test
    void cellsAreHeldAgainstPrintedOnes() throws Exception {
        TestNetworks.Fake network = TestNetworks.fake(Map.of("fixed", 40, "dynamic", 44, "control", 30));
        Reproduction reproduction = run(
                experiment(
                        row("fixed", 0, "plain", Optional.empty()),
                        row("dynamic", 0, "better", than("fixed", MeasuredExperiment.Claim.Basis.NUMBERS, false)),
                        row("control", 0, "doubted", than("fixed", MeasuredExperiment.Claim.Basis.TEXT, true))),
                network,
                TestNetworks.scene(folder, "1"),
                TestNetworks.scene(folder, "2"));
        assertThat(cell(reproduction, "fixed").ours()).hasValueCloseTo(20.0, within(1e-9));
        assertThat(cell(reproduction, "fixed").difference()).hasValueCloseTo(0.0, within(1e-9));
        assertThat(cell(reproduction, "fixed").movement()).isEmpty();
        assertThat(cell(reproduction, "dynamic").difference()).hasValueCloseTo(-3.0, within(1e-9));
        assertThat(cell(reproduction, "dynamic").scores()).hasSize(2);
        Movement along = cell(reproduction, "dynamic").movement().orElseThrow();
        assertThat(along.change()).hasValueCloseTo(2.0, within(1e-9));
        assertThat(along.publishedChange()).hasValue(5);
        assertThat(along.verdict()).isEqualTo(Movement.Verdict.ALONG);
        assertThat(along.along()).isEqualTo(2);
        assertThat(along.doubt()).hasValue("is printed twice");
        Movement against = cell(reproduction, "control").movement().orElseThrow();
        assertThat(against.verdict()).isEqualTo(Movement.Verdict.AGAINST);
        assertThat(against.against()).isEqualTo(2);
        assertThat(against.doubt()).as("a change that is the rows' difference").isEmpty();
        assertThat(reproduction.scenes()).containsExactly("1", "2");
        assertThat(reproduction.remarks()).containsExactly("A remark.", "Note of the network: a note.");
        assertThat(network.open).isZero();
    }

    @Test
    void everyLevelOfNoiseHasANetworkOfItsOwn() throws Exception {
        TestNetworks.Fake network = TestNetworks.fake(Map.of("a", 40, "b", 40, "c", 40));
        Reproduction reproduction = run(
                experiment(
                        row("a", 0, "plain", Optional.empty()),
                        row("b", 0.5, "plain", Optional.empty()),
                        row("c", 0.1, "plain", Optional.empty())),
                network,
                TestNetworks.scene(folder, "1"));
        assertThat(network.opened).containsExactly(0.0, 0.5, 0.1);
        assertThat(network.open).isZero();
        assertThat(cell(reproduction, "a").ours()).hasValueCloseTo(20.0, within(1e-9));
        assertThat(cell(reproduction, "b").ours()).hasValueCloseTo(45.0, within(1e-9));
        assertThat(cell(reproduction, "c").ours()).hasValueCloseTo(25.0, within(1e-9));
    }

    /** One scene that cannot be read, one whose sources differ in size: both named, the rest measured, no mean has them. */
    @Test
    void badScenesStopNothing() throws Exception {
        DatasetScene cut = TestNetworks.scene(folder, "cut");
        byte[] png = Files.readAllBytes(cut.files().get(1));
        Files.write(cut.files().get(1), Arrays.copyOf(png, png.length / 2));
        DatasetScene good = TestNetworks.scene(folder, "good");
        Path small = folder.resolve("small.png");
        ImageFiles.write(Image.of(2, 2, 1, new float[4], SampleDepth.BITS_8), small);
        DatasetScene uneven = TestNetworks.scene("uneven", List.of(good.files().get(0), small));
        List<Integer> heard = new ArrayList<>();
        Reproduction reproduction = new ReproductionRun(
                        experiment(
                                row("fixed", 0, "plain", Optional.empty()),
                                row(
                                        "dynamic",
                                        0,
                                        "better",
                                        than("fixed", MeasuredExperiment.Claim.Basis.NUMBERS, false))),
                        folder,
                        List.of(cut, uneven, good),
                        List.of(TestNetworks.fake(Map.of("fixed", 40, "dynamic", 50))),
                        new ReproductionRun.Settings(3, ReadOptions.DEFAULT),
                        System::nanoTime)
                .run((done, total) -> {
                    assertThat(total).isEqualTo(6);
                    heard.add(done);
                });
        assertThat(reproduction.scenes()).containsExactly("good");
        assertThat(reproduction.failed()).extracting(FailedScene::scene).containsExactly("cut", "uneven");
        assertThat(reproduction.failed().get(0).reason()).contains("cut-b.png");
        assertThat(reproduction.failed().get(1).reason())
                .contains("small.png: is 2x2")
                .contains("16x16");
        assertThat(cell(reproduction, "dynamic").ours()).hasValueCloseTo(25.0, within(1e-9));
        assertThat(cell(reproduction, "dynamic").counted()).isEqualTo(1);
        assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(reproduction.remarks())
                .anyMatch(remark -> remark.contains("2 images") && remark.contains("here are 1"));
    }

    @Test
    void aNetworkThatThrowsFailsItsSceneOnly() throws Exception {
        Reproduction reproduction = run(
                experiment(row("fixed", 0, "plain", Optional.empty())),
                new TestNetworks.Fake(Ifcnn.SUM, (variant, noise) -> {
                    throw new IllegalArgumentException("does not fit\nthe size");
                }),
                TestNetworks.scene(folder, "1"));
        assertThat(reproduction.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.reason()).doesNotContain("\n").contains("does not fit");
            assertThat(failed.cause()).isPresent();
        });
        assertThat(cell(reproduction, "fixed").ours()).isEmpty();
        assertThat(cell(reproduction, "fixed").publishedValue()).hasValue(20);
        assertThat(new ReproductionReport(reproduction).write(ReportFormat.TABLE))
                .contains("0 scenes, 1 more that failed", "No scene could be fused and measured", "1: in no mean: ")
                .doesNotContain("  paper");
    }

    @Test
    void rowsOfOtherNetworksStayWithTheirPrintedNumbers() throws Exception {
        Reproduction reproduction = run(
                experiment(
                        row("fixed", 0, "plain", Optional.empty()),
                        row(NetworkFamily.PIAFUSION, "other", 0, "better", Optional.empty())),
                TestNetworks.fake(Map.of("fixed", 40)),
                TestNetworks.scene(folder, "1"));
        Reproduction.Row other = TestNetworks.row(reproduction, "other");
        assertThat(other.absent())
                .hasValueSatisfying(reason -> assertThat(reason).contains("piafusion"));
        assertThat(other.cells().get(0).ours()).isEmpty();
        assertThat(other.cells().get(0).publishedValue()).hasValue(25);
    }

    /** The second network of a family, which must not pass for the paper's, and one that was trained here. */
    @Test
    void otherNetworksOfAFamilyHaveRowsOfTheirOwn() throws Exception {
        MeasuredExperiment experiment = experiment(
                row("fixed", 0, "plain", Optional.empty()),
                row("dynamic", 0, "better", than("fixed", MeasuredExperiment.Claim.Basis.NUMBERS, false)));
        TestNetworks.Fake own =
                TestNetworks.fake(Map.of("fixed", 60, "dynamic", 50)).trainedHere("own.safetensors");
        TestNetworks.Fake first = TestNetworks.fake(Map.of("fixed", 40, "dynamic", 44));
        TestNetworks.Fake second =
                TestNetworks.fake(Map.of("fixed", 80, "dynamic", 82)).named("second.pth");
        Reproduction all = run(experiment, List.of(own, first, second), TestNetworks.scene(folder, "1"));
        assertThat(all.rows())
                .extracting(Reproduction.Row::label)
                .containsExactly(
                        "fixed",
                        "dynamic",
                        "fixed, own.safetensors",
                        "dynamic, own.safetensors",
                        "fixed, second.pth",
                        "dynamic, second.pth");
        assertThat(all.rows())
                .flatExtracting(Reproduction.Row::cells)
                .extracting(this::twice)
                .containsExactly(40L, 44L, 60L, 50L, 80L, 82L);
        assertThat(all.rows())
                .extracting(row -> row.method().orElse(""))
                .containsExactly("plain", "better", "", "", "", "");
        Reproduction.Cell dynamic = cell(all, "dynamic, own.safetensors");
        assertThat(dynamic.published()).isEmpty();
        Movement movement = dynamic.movement().orElseThrow();
        assertThat(movement.change()).hasValueCloseTo(-5.0, within(1e-9));
        assertThat(movement.publishedChange()).hasValue(5);
        assertThat(movement.verdict()).isEqualTo(Movement.Verdict.AGAINST);
        assertThat(all.network()).isEqualTo("ifcnn-sum, ifcnn-sum, ifcnn-sum");
        assertThat(all.weights()).isEqualTo("own.safetensors, fake.pth, second.pth");
        assertThat(all.remarks()).anyMatch(remark -> remark.startsWith("own.safetensors was trained by Dynafuse"));
        assertThat(List.of(own.open, first.open, second.open)).containsOnly(0);

        Reproduction alone = run(experiment, own, TestNetworks.scene(folder, "2"));
        assertThat(TestNetworks.row(alone, "fixed").absent()).hasValue("needs a checkpoint of ifcnn");
        assertThat(cell(alone, "fixed").publishedValue()).hasValue(20);
        assertThat(TestNetworks.row(alone, "fixed, own.safetensors").absent()).isEmpty();
    }

    private long twice(Reproduction.Cell cell) {
        return Math.round(2 * cell.ours().orElseThrow());
    }

    @Test
    void weightsOfNoNetworkOfTheExperimentAreRefusedBeforeAnySceneIsFused() throws Exception {
        TestNetworks.Fake other = new TestNetworks.Fake(new MeanOfLuma(), (variant, noise) -> {
            throw new AssertionError("fused all the same");
        });
        for (String id : List.of("ttd-table3", "ttd-table9")) {
            assertThatThrownBy(() -> run(Experiments.of(id), other, TestNetworks.scene(folder, "1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("fake.pth: holds mean-of-luma, but " + id + " is about ");
            assertThat(other.open).isZero();
        }
    }

    /** What is printed is the mean of features, not another way to fuse them; and it has its row though it is given second. */
    @Test
    void aVariantOfANetworkDoesNotPassForThePapers() throws Exception {
        MeasuredExperiment experiment =
                experiment(row(NetworkFamily.DENSEFUSE, "static", 0, "plain", Optional.empty()));
        TestNetworks.Fake variant = new TestNetworks.Fake(DenseFuse.GRAY_L1, (way, noise) -> 60).named("a.pth");
        Reproduction alone = run(experiment, variant, TestNetworks.scene(folder, "1"));
        assertThat(TestNetworks.row(alone, "static").absent()).hasValue("needs a checkpoint of densefuse");
        assertThat(cell(alone, "static, densefuse-l1, a.pth").ours()).hasValueCloseTo(30.0, within(1e-9));
        assertThat(cell(alone, "static, densefuse-l1, a.pth").published()).isEmpty();

        TestNetworks.Fake own = new TestNetworks.Fake(DenseFuse.GRAY, (way, noise) -> 40).named("b.pth");
        Reproduction both = run(experiment, List.of(variant, own), TestNetworks.scene(folder, "2"));
        assertThat(both.rows())
                .extracting(Reproduction.Row::label)
                .containsExactly("static", "static, densefuse-l1, a.pth");
        assertThat(cell(both, "static").difference()).hasValueCloseTo(0.0, within(1e-9));
    }

    @Test
    void anotherOfIfcnnsNetworksIsNamed() throws Exception {
        Reproduction reproduction = run(
                experiment(row("fixed", 0, "plain", Optional.empty())),
                new TestNetworks.Fake(Ifcnn.MAX, (variant, noise) -> 40),
                TestNetworks.scene(folder, "1"));
        assertThat(reproduction.remarks()).contains("The paper's numbers are those of ifcnn-sum; here ran ifcnn-max.");
    }

    @Test
    void rowsMustMakeSense() {
        MeasuredExperiment.Row row = row("fixed", 0, "plain", Optional.empty());
        assertThatThrownBy(() -> experiment(row, row)).hasMessageContaining("two rows are called fixed");
        assertThatThrownBy(
                        () -> experiment(row("x", 0, "plain", than("y", MeasuredExperiment.Claim.Basis.TEXT, false))))
                .hasMessageContaining("no row y");
    }

    /** The paper says better and prints no number: for cross entropy that is less. */
    @Test
    void betterInWordsIsLessWhereLessIsBetter() throws Exception {
        MeasuredExperiment deviation = experiment(
                row("fixed", 0, "plain", Optional.empty()),
                row("dynamic", 0, "none", than("fixed", MeasuredExperiment.Claim.Basis.TEXT, false)));
        MeasuredExperiment entropy = new MeasuredExperiment(
                deviation.id(),
                deviation.title(),
                deviation.images(),
                List.of(new MeasuredExperiment.Column(
                        "CE", new Measure(Metrics.find("CE").orElseThrow(), MetricProfile.TTD))),
                deviation.rows(),
                List.of());
        // The sources have the levels 0, 50, 100 and 200: with 100 the fused image has one more of them.
        Reproduction reproduction =
                run(entropy, TestNetworks.fake(Map.of("fixed", 40, "dynamic", 100)), TestNetworks.scene(folder, "1"));
        Movement movement = cell(reproduction, "dynamic").movement().orElseThrow();
        assertThat(movement.change().orElseThrow()).isNegative();
        assertThat(movement.sense()).isEqualTo(-1);
        assertThat(movement.verdict()).isEqualTo(Movement.Verdict.ALONG);
    }
}
