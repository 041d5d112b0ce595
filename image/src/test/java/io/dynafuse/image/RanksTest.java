package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Ranks.Ranked;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RanksTest {
    @Property(tries = 60)
    void findsWhatSortingFinds(
            @ForAll @IntRange(min = 1, max = 400) int count,
            @ForAll @IntRange(min = 1, max = 1000) int levels,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextBoolean() ? random.nextInt(levels) / (float) levels : random.nextFloat();
        }
        int rank = random.nextInt(count);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        Ranked ranked = ranked(values, rank);
        assertThat(ranked.value()).isEqualTo(sorted[rank]);
        long below = 0;
        long same = 0;
        for (float value : values) {
            below += value < sorted[rank] ? 1 : 0;
            same += value == sorted[rank] ? 1 : 0;
        }
        assertThat(ranked.below()).isEqualTo(below);
        assertThat(ranked.same()).isEqualTo(same);
    }

    /** In two parts, as rows are counted. */
    private static Ranked ranked(float[] values, int rank) {
        float[] first = Arrays.copyOf(values, values.length / 2);
        float[] second = Arrays.copyOfRange(values, values.length / 2, values.length);
        Ranks ranks = new Ranks();
        ranks.count(first);
        ranks.count(second);
        assertThat(ranks.size()).isEqualTo(values.length);
        Ranked ranked = ranks.ranked(rank);
        ranked.count(second);
        ranked.count(first);
        return ranked;
    }

    @Test
    void theEndsAreValues() {
        assertThat(ranked(new float[] {1, 0, 1}, 2).value()).isEqualTo(1);
        assertThat(ranked(new float[] {-0f, 0, 1}, 1).value()).isZero();
    }
}
