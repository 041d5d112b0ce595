package io.dynafuse.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedBlocksTest {
    private static double share(boolean... masked) {
        return IntStream.range(0, masked.length).filter(i -> masked[i]).count() / (double) masked.length;
    }

    @ParameterizedTest
    @CsvSource({"640, 480, 30", "256, 256, 16", "100, 33, 2", "17, 15, 1", "1, 1, 1", "1, 40, 1"})
    void coversTheShareWithBlocksOfASixteenth(int width, int height, int side) {
        for (int severity = 1; severity <= 5; severity++) {
            MaskedBlocks blocks = MaskedBlocks.of(width, height, severity, 5);
            double share = severity / 10.0;
            double aBlock = side * side / (double) (width * height);
            assertThat(share(blocks.pixels())).isGreaterThanOrEqualTo(share).isLessThan(share + aBlock);
            assertThat(blocks.blocks()).allMatch(block -> block.width() == side && block.height() == side);
        }
    }

    @Test
    void pixelsAreThoseOfTheBlocks() {
        MaskedBlocks blocks = new MaskedBlocks(4, 3, List.of(new Region(1, 0, 2, 2), new Region(2, 1, 2, 2)));
        boolean o = false;
        boolean x = true;
        assertThat(blocks.pixels())
                .containsExactly(
                        o, x, x, o, //
                        o, x, x, x, //
                        o, o, x, x);
    }

    @Test
    void blackensMaskedPixelsAndNoOthers() {
        Image image = TestImages.textured(50, 40, 3, SampleDepth.BITS_8);
        MaskedBlocks blocks = MaskedBlocks.of(50, 40, 3, 9);
        boolean[] masked = blocks.pixels();
        float[] before = image.values();
        float[] after = blocks.applyTo(image).values();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isEqualTo(masked[i % masked.length] ? 0 : before[i]);
        }
    }

    @Test
    void isWhatTheCorruptionDoes() {
        Image image = TestImages.textured(50, 40, 1, SampleDepth.BITS_8);
        assertThat(Corruption.MASK.apply(image, 4, 77).values())
                .containsExactly(MaskedBlocks.of(50, 40, 4, 77).applyTo(image).values());
    }

    @Test
    void higherSeveritiesAddToLowerOnes() {
        List<Region> few = MaskedBlocks.of(200, 100, 2, 4).blocks();
        List<Region> many = MaskedBlocks.of(200, 100, 5, 4).blocks();
        assertThat(many).hasSizeGreaterThan(few.size()).startsWith(few.toArray(Region[]::new));
    }

    @Test
    void dependsOnTheSeed() {
        assertThat(MaskedBlocks.of(200, 100, 2, 4)).isEqualTo(MaskedBlocks.of(200, 100, 2, 4));
        assertThat(MaskedBlocks.of(200, 100, 2, 4)).isNotEqualTo(MaskedBlocks.of(200, 100, 2, 5));
    }

    /** Over many seeds, every part of the image that is a block away from its rim is masked equally often. */
    @Test
    void liesAnywhere() {
        int[] count = new int[48 * 48];
        for (int seed = 0; seed < 2000; seed++) {
            boolean[] masked = MaskedBlocks.of(48, 48, 1, seed).pixels();
            for (int i = 0; i < masked.length; i++) {
                count[i] += masked[i] ? 1 : 0;
            }
        }
        // 48 pixels: 46 places of a block of 3 on each axis, 3 of which cover an inner pixel.
        double expected = 2000 * 0.1 * (48.0 * 48) / (46.0 * 46);
        for (int y = 3; y < 45; y++) {
            for (int x = 3; x < 45; x++) {
                assertThat((double) count[y * 48 + x]).isBetween(expected * 0.6, expected * 1.4);
            }
        }
    }

    @Test
    void refusesImagesOfAnotherSizeAndBlocksOutside() {
        Image image = TestImages.textured(5, 4, 1, SampleDepth.BITS_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskedBlocks.of(4, 5, 1, 0).applyTo(image))
                .withMessage("expected an image of 4x5 pixels, found 5x4");
        assertThatIllegalArgumentException().isThrownBy(() -> new MaskedBlocks(4, 4, List.of(new Region(3, 0, 2, 2))));
        assertThatIllegalArgumentException().isThrownBy(() -> MaskedBlocks.of(4, 5, 6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MaskedBlocks.of(0, 5, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MaskedBlocks.covering(4, 5, Double.NaN, 0));
    }
}
