package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.ReadOptions;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.tcmoa.TcMoa;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedRunTest {
    private static final long STATIC_NANOSECONDS = 4_000_000;

    @TempDir
    private Path folder;

    private long now;

    /** Dynamic fusion takes four times as long as static fusion. */
    private int fuse(String variant, double noise) {
        now += STATIC_NANOSECONDS * (variant.equals("static") ? 1 : 4);
        return 40;
    }

    @Test
    void staticAndDynamicFusionsAreTimedApart() throws Exception {
        Reproduction reproduction = new ReproductionRun(
                        Experiments.of("ttd-table9"),
                        folder,
                        List.of(TestNetworks.scene(folder, "1"), TestNetworks.scene(folder, "2")),
                        List.of(
                                new TestNetworks.Fake(Ifcnn.SUM, this::fuse),
                                new TestNetworks.Fake(ReFusion.FULL, this::fuse).trainedHere("own")),
                        new ReproductionRun.Settings(1, ReadOptions.DEFAULT),
                        () -> now)
                .run((done, total) -> assertThat(total).isEqualTo(4));
        Reproduction.Row row = reproduction.rows().get(0);
        assertThat(row.method()).hasValue("IFCNN");
        assertThat(row.cells().get(0).ours()).hasValueCloseTo(0.004, within(1e-12));
        assertThat(row.cells().get(1).ours()).hasValueCloseTo(0.016, within(1e-12));
        assertThat(row.cells().get(2).ours()).hasValueCloseTo(4.0, within(1e-9));
        assertThat(row.cells().get(0).counted()).isEqualTo(2);
        assertThat(row.cells().get(0).publishedValue()).hasValue(0.006);
        assertThat(row.cells().get(2).publishedValue()).hasValueCloseTo(0.0013 / 0.006, within(5e-4));
        assertThat(row.cells().get(2).published().orElseThrow().doubt()).isPresent();
        assertThat(reproduction.columns())
                .extracting(Reproduction.Column::label)
                .containsExactly("seconds static", "seconds dynamic", "dynamic / static", "MB static", "MB dynamic");
        assertThat(row.cells().get(3).ours().orElseThrow()).isBetween(0.0, 500.0);
        Reproduction.Row unprinted = TestNetworks.row(reproduction, "ReFusion, default, own");
        assertThat(unprinted.method()).isEmpty();
        assertThat(unprinted.cells().get(2).ours()).hasValueCloseTo(4.0, within(1e-9));
        assertThat(unprinted.cells().get(2).published()).isEmpty();
        Reproduction.Row other = TestNetworks.row(reproduction, "CDDFuse");
        assertThat(other.absent()).isPresent();
        assertThat(other.cells().get(2).publishedValue()).hasValueCloseTo(1.77 / 1.10, within(5e-4));
        assertThat(other.cells().get(2).published().orElseThrow().doubt()).isEmpty();
    }

    /** One fusion of 4 milliseconds is a speed of 250 a second; where none is given, nothing is timed. */
    @Test
    void speedsAreThoseOfStaticFusion() throws Exception {
        Reproduction reproduction = new ReproductionRun(
                        Experiments.of("tcmoa-table6-visible-infrared"),
                        folder,
                        List.of(TestNetworks.scene(folder, "1")),
                        List.of(new TestNetworks.Fake(TcMoa.BASE, this::fuse)),
                        new ReproductionRun.Settings(1, ReadOptions.DEFAULT),
                        () -> now)
                .run((done, total) -> {});
        assertThat(reproduction.columns())
                .extracting(Reproduction.Column::label)
                .containsExactly("images per second visible-infrared", "MB");
        Reproduction.Row row = TestNetworks.row(reproduction, "TC-MoA, base");
        assertThat(row.cells().get(0).ours()).hasValueCloseTo(250.0, within(1e-9));
        assertThat(row.cells().get(0).publishedValue()).hasValue(3.33);
        Reproduction.Row absent = TestNetworks.row(reproduction, "TC-MoA, large");
        assertThat(absent.absent()).hasValue("needs a checkpoint of tc-moa-large");
        assertThat(absent.cells().get(0).publishedValue()).hasValue(1.6);
    }

    /** A checkpoint that is given takes the place of random parameters; its network is never timed twice. */
    @Test
    void networksWithoutACheckpointBeginAtRandom() throws Exception {
        Reproduction reproduction = ReproductionRun.of(
                        Experiments.of("ttd-table9"),
                        folder,
                        List.of(TestNetworks.scene(folder, "1")),
                        List.of(),
                        Optional.empty(),
                        new ReproductionRun.Settings(1, ReadOptions.DEFAULT))
                .run((done, total) -> {});
        assertThat(reproduction.failed()).isEmpty();
        for (NetworkFamily family : Experiments.of("ttd-table9").families()) {
            assertThat(reproduction.remarks())
                    .contains(family.network().id() + " ran with random parameters, as no checkpoint of it was given.");
        }
        Reproduction.Row refusion = TestNetworks.row(reproduction, "ReFusion, default, random parameters");
        assertThat(refusion.cells()).allMatch(cell -> cell.ours().isPresent());
        assertThat(refusion.cells().get(0).ours().orElseThrow()).isPositive();
    }
}
