package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceColoursTest {
    private static Image image(int channels, int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return Image.of(levels.length / channels, 1, channels, values, SampleDepth.BITS_8);
    }

    private static List<Integer> levels(Image image) {
        float[] values = image.values();
        return Stream.iterate(0, i -> i < values.length, i -> i + 1)
                .map(i -> Math.round(values[i] * 255))
                .toList();
    }

    /** 76.245, 149.685, 29.07, and for 200, 100, 50: 124.2; for 0, 0, 5: 0.57, which would be rounded up. */
    @Test
    void colourBecomesItsLumaCutToWholeLevels() {
        Image colour = image(3, 255, 0, 0, 200, 0, 0, 255, 0, 100, 0, 0, 0, 255, 50, 5);
        Image gray = SourceColours.GRAY.apply(colour);
        assertThat(gray.channels()).isEqualTo(1);
        assertThat(gray.depth()).isEqualTo(SampleDepth.BITS_8);
        assertThat(levels(gray)).containsExactly(76, 149, 29, 124, 0);
        assertThat(SourceColours.STORED.apply(colour)).isSameAs(colour);
    }

    @Test
    void grayStaysAsItIs() {
        int[] all = new int[3 * 256];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % 256;
        }
        assertThat(levels(SourceColours.GRAY.apply(image(3, all))))
                .isEqualTo(levels(image(1, Arrays.copyOf(all, 256))));
        Image oneChannel = image(1, 7);
        assertThat(SourceColours.GRAY.apply(oneChannel)).isSameAs(oneChannel);
    }

    @Test
    void onlyTables6And7OfTtdFeedGray() {
        Set<String> gray = Set.of("ttd-table6", "ttd-table7");
        for (Experiment experiment : Experiments.all()) {
            if (experiment instanceof MeasuredExperiment measured) {
                assertThat(measured.colours())
                        .as(measured.id())
                        .isEqualTo(gray.contains(measured.id()) ? SourceColours.GRAY : SourceColours.STORED);
            }
        }
    }
}
