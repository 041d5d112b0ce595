package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTest {
    @Test
    void aRegionIsCutOutOfEveryPlane() {
        float[] planar = new float[2 * 3 * 3];
        for (int i = 0; i < planar.length; i++) {
            planar[i] = i / 255f;
        }
        Image image = Image.of(3, 2, 3, planar, SampleDepth.BITS_8);

        assertThat(image.values()).isEqualTo(planar);
        assertThat(image.values(new Region(1, 0, 2, 2)))
                .containsExactly(values(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17));
        assertThat(image.values(new Region(2, 1, 1, 1))).containsExactly(values(5, 11, 17));
    }

    @Test
    void aRegionBeyondTheImageIsRefused() {
        Image image = Image.of(3, 2, 1, new float[6], SampleDepth.BITS_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> image.values(new Region(2, 0, 2, 1)))
                .withMessageContaining("3 x 2");
        assertThatIllegalArgumentException().isThrownBy(() -> image.values(new Region(1, 0, Integer.MAX_VALUE, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Region(0, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Region(-1, 0, 1, 1));
    }

    @Test
    void valuesAreClippedAndRoundedToTheNearestLevel() {
        float[] values = {-1, 2, 0.4f / 255, 0.6f / 255, Float.POSITIVE_INFINITY};

        assertThat(HandMade.levels(Image.of(5, 1, 1, values, SampleDepth.BITS_8), 255))
                .containsExactly(0, 255, 0, 1, 255);
        assertThat(HandMade.levels(Image.of(5, 1, 1, values, SampleDepth.BITS_16), 65535))
                .containsExactly(0, 65535, 103, 154, 65535);
        assertThat(Image.of(5, 1, 1, values, SampleDepth.FLOAT_32).values())
                .containsExactly(0, 1, 0.4f / 255, 0.6f / 255, 1);
    }

    @ParameterizedTest
    @EnumSource
    void samplesTakeNoMoreRoomThanTheirDepth(SampleDepth depth) {
        assertThat(Image.of(5, 4, 3, new float[60], depth).byteSize()).isEqualTo(60L * depth.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void threeEqualChannelsAreGray(SampleDepth depth) {
        float[] gray = {0, 0.2f, 1, 0, 0.2f, 1, 0, 0.2f, 1};
        float[] coloured = gray.clone();
        coloured[8] = 0.99f;

        assertThat(Image.of(3, 1, 3, gray, depth).isGray()).isTrue();
        assertThat(Image.of(3, 1, 3, coloured, depth).isGray()).isFalse();
        assertThat(Image.of(9, 1, 1, coloured, depth).isGray()).isTrue();
    }

    @Test
    void anImageIsBuiltFromItsParts() {
        ImageBuilder builder = new ImageBuilder(3, 2, 1, SampleDepth.BITS_8);
        builder.put(new Region(0, 0, 1, 2), values(1, 2));
        builder.put(new Region(1, 0, 2, 1), values(3, 4));
        builder.put(new Region(1, 1, 2, 1), values(5, 6));

        assertThat(HandMade.levels(builder.build(ImageMetadata.NONE), 255)).containsExactly(1, 3, 4, 2, 5, 6);
    }

    @ParameterizedTest
    @EnumSource
    void anImageIsOpaqueUnlessAnAlphaBelowOneWasPut(SampleDepth depth) {
        Region whole = new Region(0, 0, 3, 1);
        ImageBuilder opaque = new ImageBuilder(3, 1, 1, depth);
        opaque.putAlpha(whole, new float[] {1, 1, 1});
        ImageBuilder transparent = new ImageBuilder(3, 1, 1, depth);
        transparent.putAlpha(new Region(1, 0, 1, 1), new float[] {0.2f});

        assertThat(opaque.build(ImageMetadata.NONE))
                .matches(Image::isOpaque)
                .returns(3L * depth.bytes(), Image::byteSize)
                .satisfies(image -> assertThat(image.alpha(whole)).containsExactly(1, 1, 1));
        assertThat(transparent.build(ImageMetadata.NONE))
                .matches(image -> !image.isOpaque())
                .returns(6L * depth.bytes(), Image::byteSize)
                .satisfies(image -> assertThat(image.alpha(whole)).containsExactly(1, 0.2f, 1))
                .satisfies(
                        image -> assertThat(image.alpha(new Region(1, 0, 2, 1))).containsExactly(0.2f, 1));
    }

    @Test
    void colourThatLiesUnderNoDataIsNone() {
        ImageBuilder builder = new ImageBuilder(2, 1, 3, SampleDepth.BITS_8);
        builder.put(new Region(0, 0, 2, 1), new float[] {1, 1, 1, 0, 1, 0});
        builder.putAlpha(new Region(1, 0, 1, 1), new float[] {0});

        assertThat(builder.build(ImageMetadata.NONE).isGray()).isTrue();
    }

    /** Against every pixel with data, one by one. */
    @Property(tries = 60)
    void whereDataAreMissingTheNearestAreTaken(
            @ForAll @IntRange(min = 1, max = 25) int width,
            @ForAll @IntRange(min = 1, max = 25) int height,
            @ForAll @IntRange(min = 1, max = 60) int data,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[width * height];
        float[] alphas = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 65535f;
            alphas[i] = random.nextInt(100) < data ? random.nextFloat() + 0.01f : 0;
        }
        alphas[random.nextInt(alphas.length)] = 0.5f;
        ImageBuilder builder = new ImageBuilder(width, height, 1, SampleDepth.BITS_16);
        builder.put(new Region(0, 0, width, height), values);
        builder.putAlpha(new Region(0, 0, width, height), alphas);

        Image filled = builder.build(ImageMetadata.NONE).filled();

        assertThat(filled.isOpaque()).isTrue();
        int[] from = HandMade.levels(filled, 65535);
        for (int i = 0; i < from.length; i++) {
            assertThat(alphas[from[i]]).isPositive();
            int pixel = i;
            int nearest = IntStream.range(0, alphas.length)
                    .filter(other -> alphas[other] > 0)
                    .map(other -> squaredDistance(pixel, other, width))
                    .min()
                    .orElseThrow();
            assertThat(squaredDistance(i, from[i], width)).isEqualTo(nearest);
        }
    }

    private static int squaredDistance(int pixel, int other, int width) {
        int x = pixel % width - other % width;
        int y = pixel / width - other / width;
        return x * x + y * y;
    }

    @Test
    void allChannelsOfTheNearestAreTaken() {
        ImageBuilder builder = new ImageBuilder(3, 1, 3, SampleDepth.BITS_8);
        builder.put(new Region(0, 0, 3, 1), values(1, 2, 3, 4, 5, 6, 7, 8, 9));
        builder.putAlpha(new Region(0, 0, 2, 1), new float[] {0, 0});

        Image image = builder.build(ImageMetadata.NONE);

        assertThat(HandMade.levels(image.filled(), 255)).containsExactly(3, 3, 3, 6, 6, 6, 9, 9, 9);
        assertThat(image.transparentShare()).isEqualTo(2.0 / 3);
    }

    @Test
    void anImageWithoutDataCannotBeFilled() {
        ImageBuilder builder = new ImageBuilder(2, 1, 1, SampleDepth.BITS_8);
        builder.putAlpha(new Region(0, 0, 2, 1), new float[2]);
        Image image = builder.build(ImageMetadata.NONE);

        assertThat(image.hasData()).isFalse();
        assertThatIllegalStateException().isThrownBy(image::filled);
    }

    @Test
    void aBuiltImageCannotBeChanged() {
        ImageBuilder builder = new ImageBuilder(1, 1, 1, SampleDepth.BITS_8);
        builder.build(ImageMetadata.NONE);

        assertThatIllegalStateException().isThrownBy(() -> builder.put(new Region(0, 0, 1, 1), new float[1]));
        assertThatIllegalStateException().isThrownBy(() -> builder.build(ImageMetadata.NONE));
    }

    @Test
    void whatCannotBeAnImageIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageBuilder(0, 1, 1, SampleDepth.BITS_8));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageBuilder(1, 1, 2, SampleDepth.BITS_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageBuilder(1 << 15, 1 << 15, 3, SampleDepth.BITS_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Image.of(2, 2, 1, new float[3], SampleDepth.BITS_8))
                .withMessageContaining("expected 4 values")
                .withMessageContaining("found 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Image.of(1, 1, 1, new float[] {Float.NaN}, SampleDepth.FLOAT_32))
                .withMessageContaining("NaN");
    }

    private static float[] values(int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return values;
    }

    @Test
    void channelsOfPartsAreSetAndGivenOneByOne() {
        ImageBuilder builder = new ImageBuilder(3, 4, 3, SampleDepth.FLOAT_32);
        Region part = new Region(1, 2, 2, 2);
        builder.putChannel(1, part, new float[] {0.1f, 0.2f, 0.3f, 0.4f});
        assertThatIllegalArgumentException().isThrownBy(() -> builder.putChannel(3, part, new float[4]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.putChannel(0, part, new float[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.putChannel(0, new Region(2, 2, 2, 2), new float[4]));
        Image image = builder.build(ImageMetadata.NONE);
        assertThat(image.channel(1, part)).containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
        assertThat(image.channel(1, new Region(0, 3, 3, 1))).containsExactly(0, 0.3f, 0.4f);
        assertThat(image.channel(0, part)).containsOnly(0);
        assertThatIllegalArgumentException().isThrownBy(() -> image.channel(3, part));
        assertThatIllegalArgumentException().isThrownBy(() -> image.channel(1, new Region(2, 2, 2, 2)));
    }
}
