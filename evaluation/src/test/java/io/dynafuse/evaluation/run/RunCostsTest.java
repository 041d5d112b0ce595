package io.dynafuse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.fusion.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCostsTest {
    @TempDir
    private Path folder;

    private RunFixture fixture;
    private final List<String> fused = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        fixture = new RunFixture(folder);
        fixture.scenes = 4;
    }

    private RunCosts costs() throws Exception {
        EvaluationRun.Summary summary = fixture.run();
        return RunCosts.of(fixture.request(), fixture.output, summary.results());
    }

    private List<String> measure(RunCosts costs) throws Exception {
        fused.clear();
        return costs.measure(
                (sources, roles, variant) -> {
                    fused.add(variant.label());
                    return RunFixture.fuse(sources, roles, variant);
                },
                (done, total) -> {});
    }

    /** Each of three scenes is fused twice; four are there. */
    @Test
    void aCostIsMeasuredOnceAndKept() throws Exception {
        fixture.variants = List.of(Variant.STATIC);
        RunCosts first = costs();
        assertThat(first.known()).isEmpty();
        assertThat(measure(first)).isEmpty();
        assertThat(fused).hasSize(6);
        Map<String, FusionCost> known = first.known();
        assertThat(known).containsOnlyKeys("static");
        assertThat(known.get("static").milliseconds()).isPositive();

        fixture.variants = List.of(Variant.STATIC, RunFixture.MAXIMUM);
        RunCosts second = costs();
        assertThat(second.known()).isEqualTo(known);
        assertThat(second.missing()).containsExactly(RunFixture.MAXIMUM);
        measure(second);
        assertThat(fused).containsOnly("maximum").hasSize(6);
        assertThat(costs().missing()).isEmpty();
    }

    @Test
    void whatIsNotOfTheSameConditionsIsMeasuredAgain() throws Exception {
        measure(costs());
        fixture.threads = 1;
        assertThat(costs().missing()).hasSize(2);
        fixture.threads = 2;
        assertThat(costs().missing()).isEmpty();
        fixture.scenes = 2;
        assertThat(costs().missing()).hasSize(2);
        fixture.scenes = 4;
        Path file = fixture.output.resolve("costs.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"milliseconds\" : ", "$01"));
        assertThat(costs().known()).isEmpty();
        fixture.restart = true;
        assertThat(costs().missing()).hasSize(2);
    }

    @Test
    void aSceneThatCannotBeFusedHasNoCost() throws Exception {
        Files.write(fixture.source(1, 'a'), new byte[] {1, 2, 3});
        RunCosts costs = costs();
        measure(costs);
        assertThat(costs.known()).hasSize(2);
        assertThat(Files.readString(fixture.output.resolve("costs.json"))).doesNotContain("\"1\"");
    }

    @Test
    void whatFailsMeanwhileIsSaidAndStaysUnknown() throws Exception {
        RunCosts costs = costs();
        assertThat(costs.measure(
                        (sources, roles, variant) -> {
                            if (variant.equals(Variant.STATIC)) {
                                throw new IllegalStateException("it is closed");
                            }
                            return RunFixture.fuse(sources, roles, variant);
                        },
                        (done, total) -> {}))
                .containsExactly("static: its time and memory cannot be measured: it is closed");
        assertThat(costs.known()).containsOnlyKeys("maximum");
    }
}
