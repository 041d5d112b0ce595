package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChromaFusionTest {
    /** (0.25·0.75 + 0.125·0.375) / 0.375 = 0.234375 / 0.375 = 0.625 */
    @Test
    void theFurtherFromNeutralCountsMore() {
        assertThat(ChromaFusion.fuse(List.of(new float[] {0.75f}, new float[] {0.375f})))
                .containsExactly(0.625f);
    }

    /** (0.5·1 + 0.5·0 + 0.25·0.75) / 1.25 = 0.55 */
    @Test
    void threeSources() {
        assertThat(ChromaFusion.fuse(List.of(new float[] {1}, new float[] {0}, new float[] {0.75f})))
                .containsExactly(new float[] {0.55f}, within(1e-7f));
    }

    @Test
    void neutralSourcesDoNotCount() {
        float[] neutral = {0.5f, 0.5f};

        assertThat(ChromaFusion.fuse(List.of(neutral, new float[] {0.5f, 0.9f}, neutral)))
                .containsExactly(0.5f, 0.9f);
    }

    @Property
    void theResultLiesBetweenTheSources(
            @ForAll @Size(min = 2, max = 5) List<@FloatRange(min = 0, max = 1) Float> chroma) {
        float fused = fuse(chroma);

        assertThat(fused).isBetween(Math.min(0.5f, Collections.min(chroma)), Math.max(0.5f, Collections.max(chroma)));
        if (chroma.stream().anyMatch(value -> value != 0.5f)) {
            assertThat(fused).isBetween(Collections.min(chroma), Collections.max(chroma));
        }
    }

    @Property
    void theOrderOfSourcesDoesNotMatter(
            @ForAll @Size(min = 2, max = 5) List<@FloatRange(min = 0, max = 1) Float> chroma) {
        List<Float> reversed = new ArrayList<>(chroma);
        Collections.reverse(reversed);

        assertThat(fuse(reversed)).isCloseTo(fuse(chroma), within(1e-6f));
    }

    @Test
    void sourcesMustBeComparable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChromaFusion.fuse(List.of(new float[1])))
                .withMessage("expected 2 or more sources, found 1");
        assertThatIllegalArgumentException().isThrownBy(() -> ChromaFusion.fuse(List.of(new float[1], new float[2])));
    }

    private static float fuse(List<Float> chroma) {
        return ChromaFusion.fuse(
                chroma.stream().map(value -> new float[] {value}).toList())[0];
    }
}
