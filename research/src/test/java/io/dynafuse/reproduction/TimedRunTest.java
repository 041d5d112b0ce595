package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.ReadOptions;
import io.dynafuse.network.ifcnn.Ifcnn;
import java.nio.file.Path;
import java.util.List;
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
                        new TestNetworks.Fake(Ifcnn.SUM, this::fuse),
                        new ReproductionRun.Settings(1, ReadOptions.DEFAULT),
                        () -> now)
                .run((done, total) -> assertThat(total).isEqualTo(2));
        Reproduction.Row row = reproduction.rows().get(0);
        assertThat(row.method()).hasValue("IFCNN");
        assertThat(row.cells().get(0).ours()).hasValueCloseTo(0.004, within(1e-12));
        assertThat(row.cells().get(1).ours()).hasValueCloseTo(0.016, within(1e-12));
        assertThat(row.cells().get(2).ours()).hasValueCloseTo(4.0, within(1e-9));
        assertThat(row.cells().get(0).counted()).isEqualTo(2);
        assertThat(row.cells().get(0).publishedValue()).hasValue(0.006);
        assertThat(row.cells().get(2).publishedValue()).hasValueCloseTo(0.0013 / 0.006, within(5e-4));
        assertThat(row.cells().get(2).published().orElseThrow().doubt()).isPresent();
        Reproduction.Row other = TestNetworks.row(reproduction, "CDDFuse");
        assertThat(other.absent()).isPresent();
        assertThat(other.cells().get(2).publishedValue()).hasValueCloseTo(1.77 / 1.10, within(5e-4));
        assertThat(other.cells().get(2).published().orElseThrow().doubt()).isEmpty();
    }

    @Test
    void medians() {
        assertThat(TimedRun.median(3, 1, 2)).isEqualTo(2);
        assertThat(TimedRun.median(4, 1, 3, 2)).isEqualTo(2.5);
    }
}
