package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Static rows of Tables 6 and 7 of TTD on all of the authors' images and with their weights, against the printed ones. */
@Tag("slow")
class GrayTablesConformanceTest {
    private static final double TOLERANCE = 0.02;
    // The evaluation behind the printed cross entropy is known less well.
    private static final double CROSS_ENTROPY_TOLERANCE = 0.1;

    /** As the paper prints them. */
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(
                        "ttd-table6",
                        "pet",
                        42,
                        Map.of(
                                "EN", 3.96, "SD", 55.29, "AG", 7.21, "EI", 18.21, "SF", 26.69, "SSIM", 1.52, "CE",
                                3.66)),
                Arguments.of(
                        "ttd-table7",
                        "spect",
                        73,
                        Map.of(
                                "EN", 3.63, "SD", 47.48, "AG", 4.75, "EI", 11.96, "SF", 19.35, "SSIM", 1.60, "CE",
                                3.61)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theStaticRowIsThePrintedOne(String id, String source, int count, Map<String, Double> printed)
            throws Exception {
        Path images = Reference.path("reproduction/mri-" + source);
        Reproduction reproduction = TestReproductions.of(
                TestReproductions.staticAlone(id),
                images,
                TestReproductions.scenes(images, source, count),
                Reference.path("ifcnn/IFCNN-SUM.pth"));
        Reproduction.Row row = TestNetworks.row(reproduction, "static");
        for (int column = 0; column < reproduction.columns().size(); column++) {
            String metric = reproduction.columns().get(column).label();
            Reproduction.Cell cell = row.cells().get(column);
            double difference = Math.abs(cell.ours().orElseThrow() - printed.get(metric));
            Golden.report("mean of " + metric + " over " + id, difference);
            assertThat(cell.publishedValue()).hasValue(printed.get(metric));
            assertThat(difference)
                    .as(metric)
                    .isLessThanOrEqualTo(metric.equals("CE") ? CROSS_ENTROPY_TOLERANCE : TOLERANCE);
        }
    }
}
