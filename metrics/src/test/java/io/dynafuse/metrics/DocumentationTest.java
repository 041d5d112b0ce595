package io.dynafuse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    @Test
    void thePageSaysWhatTheRegistrySays() throws Exception {
        assertThat(Files.readString(Path.of("../docs/metrics.md")))
                .as("docs/metrics.md; ./dynafuse metrics --documentation > docs/metrics.md makes it anew")
                .isEqualTo(Documentation.markdown());
    }

    @Test
    void everyMetricHasItsReferenceAndDirection() {
        String page = Documentation.markdown();
        assertThat(Metrics.all()).isNotEmpty().allSatisfy(metric -> {
            String section = page.substring(page.indexOf("\n## " + metric.id() + "\n"));
            assertThat(section).contains(metric.literature().citation());
            assertThat(section.lines().limit(5))
                    .anyMatch(line -> line.contains(metric.direction().words()));
        });
    }
}
