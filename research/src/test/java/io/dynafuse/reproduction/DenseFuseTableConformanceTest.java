package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The row of DenseFuse in Table 3 of TTD, another network than those the paper weighs, with its authors' weights. */
@Tag("slow")
class DenseFuseTableConformanceTest {
    private static final double TOLERANCE = 0.01;
    // The evaluation behind the printed cross entropy is known less well.
    private static final double CROSS_ENTROPY_TOLERANCE = 0.03;

    @Test
    void theRowIsThePrintedOne() throws Exception {
        Path images = Reference.path("images/medical/mri-ct");
        Reproduction reproduction = TestReproductions.of(
                Experiments.of("ttd-table3"),
                images,
                TestReproductions.scenes(images, "ct", 21),
                Reference.path("zoo/densefuse/densefuse_gray.model"));
        assertThat(TestNetworks.row(reproduction, "static").absent()).hasValue("needs a checkpoint of ifcnn");
        Reproduction.Row row = TestNetworks.row(reproduction, "DenseFuse static");
        for (int column = 0; column < reproduction.columns().size(); column++) {
            String metric = reproduction.columns().get(column).label();
            Reproduction.Cell cell = row.cells().get(column);
            if (cell.publishedValue().isPresent()) {
                double difference = Math.abs(cell.difference().orElseThrow());
                Golden.report("mean of " + metric + " of DenseFuse over ttd-table3", difference);
                assertThat(difference)
                        .as(metric)
                        .isLessThanOrEqualTo(metric.equals("CE") ? CROSS_ENTROPY_TOLERANCE : TOLERANCE);
            }
        }
    }
}
