package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Region;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DataMaskTest {
    /**
     * <pre>
     * #.###
     * #####
     * #.###
     * ##...
     * </pre>
     */
    @Test
    void theLargestRectangle() {
        DataMask mask = mask(5, "#.###", "#####", "#.###", "##...");

        assertThat(mask.largestRectangle()).hasValue(new Region(2, 0, 3, 3));
        assertThat(mask(3, "...", "...").largestRectangle()).isEmpty();
        assertThat(mask(2, "##", "##").largestRectangle()).hasValue(new Region(0, 0, 2, 2));
    }

    private static DataMask mask(int width, String... rows) {
        BitSet pixels = new BitSet();
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < width; x++) {
                pixels.set(y * width + x, rows[y].charAt(x) == '#');
            }
        }
        return new DataMask(width, rows.length, pixels);
    }

    /** Against every rectangle there is. */
    @Property(tries = 200)
    void noRectangleIsLarger(
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(max = 100) int data,
            @ForAll long seed) {
        Random random = new Random(seed);
        BitSet pixels = new BitSet();
        for (int i = 0; i < width * height; i++) {
            pixels.set(i, random.nextInt(100) < data);
        }
        int largest = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int bottom = y + 1; bottom <= height; bottom++) {
                    for (int right = x + 1; right <= width; right++) {
                        if (isFull(pixels, width, new Region(x, y, right - x, bottom - y))) {
                            largest = Math.max(largest, (right - x) * (bottom - y));
                        }
                    }
                }
            }
        }

        Optional<Region> found = new DataMask(width, height, pixels).largestRectangle();

        assertThat(found.map(region -> region.width() * region.height()).orElse(0))
                .isEqualTo(largest);
        assertThat(found.filter(region -> !isFull(pixels, width, region))).isEmpty();
    }

    private static boolean isFull(BitSet pixels, int width, Region region) {
        for (int y = region.y(); y < region.y() + region.height(); y++) {
            int start = y * width + region.x();
            if (pixels.get(start, start + region.width()).cardinality() < region.width()) {
                return false;
            }
        }
        return true;
    }
}
