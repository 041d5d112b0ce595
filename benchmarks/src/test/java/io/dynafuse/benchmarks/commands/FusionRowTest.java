package io.dynafuse.benchmarks.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FusionRowTest {
    @Test
    void theRowsAreThoseOfTheSpeedTable() {
        assertThat(FusionRow.all().stream().map(FusionRow::name))
                .containsExactly(
                        "static",
                        "fused",
                        "maximum",
                        "component",
                        "images, visible-infrared",
                        "images, medical",
                        "images, multi-exposure",
                        "images, multi-focus",
                        "static, bf16",
                        "fused, bf16",
                        "maximum, bf16",
                        "component, bf16");
    }

    @Test
    void aNameThatIsNoRowIsRefusedWithThoseThatAre() {
        assertThat(FusionRow.named("images, medical").options()).containsExactly("--task", "medical");
        assertThatThrownBy(() -> FusionRow.named("dynamic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected one of [static, fused")
                .hasMessageEndingWith("found dynamic");
    }
}
