package io.dynafuse.evaluation.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.ReadLimits;
import io.dynafuse.model.ifcnn.Ifcnn;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedRunTest {
    private static final long STATIC_MILLISECONDS = 4;

    @TempDir
    private Path folder;

    private static int sleep(String variant, double noise) {
        try {
            TimeUnit.MILLISECONDS.sleep(STATIC_MILLISECONDS * (variant.equals("static") ? 1 : 4));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 40;
    }

    @Test
    void staticAndDynamicFusionsAreTimedApart() throws Exception {
        Reproduction reproduction = new ReproductionRun(
                        Experiments.of("ttd-table9"),
                        folder,
                        List.of(TestNetworks.scene(folder, "1"), TestNetworks.scene(folder, "2")),
                        new TestNetworks.Fake(Ifcnn.SUM, TimedRunTest::sleep),
                        new RunSettings(1, ReadLimits.DEFAULT))
                .run((done, total) -> assertThat(total).isEqualTo(2));
        ReproducedRow row = reproduction.rows().get(0);
        assertThat(row.method()).hasValue("IFCNN");
        assertThat(row.cells().get(0).ours().orElseThrow()).isBetween(0.004, 0.012);
        assertThat(row.cells().get(1).ours().orElseThrow()).isBetween(0.016, 0.048);
        assertThat(row.cells().get(2).ours().orElseThrow()).isBetween(1.5, 6.0);
        assertThat(row.cells().get(0).counted()).isEqualTo(2);
        assertThat(row.cells().get(0).publishedValue()).hasValue(0.006);
        assertThat(row.cells().get(2).publishedValue()).hasValueCloseTo(0.0013 / 0.006, within(5e-4));
        assertThat(row.cells().get(2).published().orElseThrow().doubt()).isPresent();
        ReproducedRow other = reproduction.row("CDDFuse").orElseThrow();
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
