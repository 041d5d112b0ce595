package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.Resampling;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.TestImages;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against weights worked out by hand, a plain double sum over all pixels, and what must hold of any warp. */
class WarpTest {
    private static final Offset<Float> FLOAT = within(2e-6f);

    private static Image withAlpha(Image image, float[] alphas) {
        ImageBuilder builder = new ImageBuilder(image.width(), image.height(), image.channels(), image.depth());
        Region whole = new Region(0, 0, image.width(), image.height());
        builder.put(whole, image.values());
        builder.putAlpha(whole, alphas);
        return builder.build(image.metadata());
    }

    private static float[] alphas(Image image) {
        return image.alpha(new Region(0, 0, image.width(), image.height()));
    }

    private static float[] stripes(int count) {
        float[] alphas = new float[count];
        for (int i = 0; i < count; i++) {
            alphas[i] = i % 7 / 6f;
        }
        return alphas;
    }

    @Property(tries = 60)
    void aShiftByWholePixelsChangesNoSample(
            @ForAll SampleDepth depth,
            @ForAll boolean colour,
            @ForAll boolean transparent,
            @ForAll @IntRange(min = -30, max = 30) int right,
            @ForAll @IntRange(min = -30, max = 30) int down,
            @ForAll @IntRange(min = -5, max = 5) int canvasX) {
        Image opaque = TestImages.textured(45, 33, colour ? 3 : 1, depth);
        Image source = transparent ? withAlpha(opaque, stripes(45 * 33)) : opaque;
        Image moved = Warp.of(source, Transform.translation(right, down), new Canvas(canvasX, 2, 40, 31));
        assertThat(moved.depth()).isEqualTo(depth);
        for (int y = 0; y < 31; y++) {
            for (int x = 0; x < 40; x++) {
                int fromX = x + canvasX + right;
                int fromY = y + 2 + down;
                boolean inside = fromX >= 0 && fromX < 45 && fromY >= 0 && fromY < 33;
                Region pixel = new Region(x, y, 1, 1);
                if (inside) {
                    Region from = new Region(fromX, fromY, 1, 1);
                    assertThat(moved.values(pixel)).containsExactly(source.values(from));
                    assertThat(moved.alpha(pixel)).containsExactly(source.alpha(from));
                } else {
                    assertThat(moved.alpha(pixel)).containsExactly(0);
                }
            }
        }
    }

    @Test
    void manyTilesMoveExactly() {
        Image source = TestImages.textured(300, 270, 3, SampleDepth.FLOAT_32);
        Image moved = Warp.of(source, Transform.translation(7, -3), new Canvas(-7, 3, 300, 270));
        assertThat(moved.values()).containsExactly(source.values());
        assertThat(moved.isOpaque()).isTrue();
    }

    @Test
    void anImpulseHalfwaySpreadsByTheWeightsOfLanczos() {
        float[] values = new float[13];
        Arrays.fill(values, 0.4f);
        values[6] = 0.9f;
        Image source = Image.of(13, 1, 1, values, SampleDepth.FLOAT_32);
        float[] moved =
                Warp.of(source, Transform.translation(0.5, 0), Canvas.of(12, 1)).values();
        // L(0.5), L(1.5) and L(2.5) are 0.607927, -0.135095 and 0.024317, over their sum 0.994298 when taken twice.
        assertThat(moved[5]).isCloseTo(0.4f + 0.5f * 0.611413f, FLOAT);
        assertThat(moved[6]).isCloseTo(0.4f + 0.5f * 0.611413f, FLOAT);
        assertThat(moved[7]).isCloseTo(0.4f - 0.5f * 0.135870f, FLOAT);
        assertThat(moved[8]).isCloseTo(0.4f + 0.5f * 0.024457f, FLOAT);
        assertThat(moved[9]).isCloseTo(0.4f, FLOAT);
    }

    /** A sum over all pixels in double, with exact weights. */
    private static double plainly(Image source, int channel, Point place, double spread) {
        Region whole = new Region(0, 0, source.width(), source.height());
        float[] values = source.values(whole);
        float[] alphas = source.alpha(whole);
        double sum = 0;
        double weights = 0;
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < source.width(); x++) {
                int i = y * source.width() + x;
                double weight = Resampling.lanczos((x - place.x()) / spread)
                        * Resampling.lanczos((y - place.y()) / spread)
                        * alphas[i];
                weights += weight;
                sum += weight * values[channel * alphas.length + i];
            }
        }
        return Math.min(Math.max(sum / weights, 0), 1);
    }

    @Property(tries = 25)
    void everyPixelIsTheSumOfItsNeighbours(
            @ForAll @DoubleRange(min = -180, max = 180) double degrees,
            @ForAll @DoubleRange(min = 0.5, max = 1) double scale,
            @ForAll boolean transparent) {
        Image opaque = TestImages.textured(31, 26, 3, SampleDepth.FLOAT_32);
        float[] soft = new float[31 * 26];
        for (int i = 0; i < soft.length; i++) {
            soft[i] = 0.6f + 0.4f * (i % 31) / 31;
        }
        Image source = transparent ? withAlpha(opaque, soft) : opaque;
        Transform toSource = Transform.of(1, 0, 0.3, 0, 1, -0.2, 1e-4, -1e-4, 1)
                .after(Transform.similarity(degrees, scale * 0.98, 14, 12));
        Image warped = Warp.of(source, toSource, Canvas.of(28, 24));
        for (int i = 0; i < 28 * 24; i += 5) {
            Point place = toSource.of(i % 28, i / 28);
            Region pixel = new Region(i % 28, i / 28, 1, 1);
            float alpha = warped.alpha(pixel)[0];
            boolean inside = place.x() >= -0.5 && place.x() <= 30.5 && place.y() >= -0.5 && place.y() <= 25.5;
            assertThat(alpha > 0).isEqualTo(inside);
            if (inside) {
                assertThat((double) warped.values(pixel)[2]).isCloseTo(plainly(source, 2, place, 1), within(1e-4));
                assertThat(alpha == 1).isEqualTo(!transparent || alpha > 0.999f);
            }
        }
    }

    @Test
    void makingSmallerSpreadsTheWeights() {
        Image source = TestImages.textured(64, 48, 1, SampleDepth.FLOAT_32);
        for (double spread : new double[] {2, 4}) {
            Transform toSource = Transform.similarity(0, spread, 30.2, 20.7);
            Image warped = Warp.of(source, toSource, new Canvas(20, 12, 20, 16));
            for (int i = 0; i < 320; i++) {
                Point place = toSource.of(20 + i % 20, 12 + i / 20);
                Region pixel = new Region(i % 20, i / 20, 1, 1);
                if (warped.alpha(pixel)[0] == 1) {
                    assertThat((double) warped.values(pixel)[0])
                            .isCloseTo(plainly(source, 0, place, spread), within(1e-4));
                }
            }
        }
    }

    @Test
    void nothingAliasesAlongEitherSide() {
        float[] values = new float[240 * 240];
        for (int i = 0; i < values.length; i++) {
            // Waves of 3 pixels across: a third of what half as many columns can show.
            values[i] = 0.5f + 0.4f * (float) Math.cos(2 * Math.PI * (i % 240) / 3);
        }
        Image source = Image.of(240, 240, 1, values, SampleDepth.FLOAT_32);
        for (Transform toSource : new Transform[] {
            Transform.of(4, 0, 0, 0, 1, 0, 0, 0, 1),
            Transform.of(4, 0, 0, 0, 0.25, 0, 0, 0, 1),
            Transform.of(0, 4, 0, 1, 0, 0, 0, 0, 1),
            Transform.of(4.2, 0, 0, 0, 4.2, 0, 1e-6, 0, 1)
        }) {
            float[] middle =
                    Warp.of(source, toSource, new Canvas(10, 10, 35, 35)).values(new Region(0, 0, 30, 30));
            for (float value : middle) {
                assertThat(value).isCloseTo(0.5f, within(0.02f));
            }
        }
    }

    @Property(tries = 40)
    void aConstantImageStaysConstantUpToItsBorder(
            @ForAll SampleDepth depth,
            @ForAll @DoubleRange(min = -180, max = 180) double degrees,
            @ForAll @DoubleRange(min = 0.3, max = 5) double scale,
            @ForAll boolean transparent) {
        Image constant = TestImages.constant(21, 17, 0.7f, depth);
        Image source = transparent ? withAlpha(constant, stripes(21 * 17)) : constant;
        float stored = constant.values()[0];
        Image warped = Warp.of(source, Transform.similarity(degrees, scale, 9.3, 8.8), new Canvas(-4, -4, 30, 30));
        float[] values = warped.values();
        float[] alphas = alphas(warped);
        for (int i = 0; i < values.length; i++) {
            if (alphas[i] > 0.02f) {
                assertThat(values[i]).isCloseTo(stored, within(depth == SampleDepth.FLOAT_32 ? 2e-5f : 0f));
            }
            if (!transparent) {
                assertThat(alphas[i]).isIn(0f, 1f);
            }
        }
    }

    private static Image smooth(int width, int height) {
        float[] values = new float[3 * width * height];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            values[i] = (float) (0.5 + 0.3 * Math.sin(x / 6.0 + i / (width * height)) * Math.cos(y / 7.0));
        }
        return Image.of(width, height, 3, values, SampleDepth.FLOAT_32);
    }

    @Property(tries = 20)
    void thereAndBackIsWhereItWas(
            @ForAll @DoubleRange(min = -180, max = 180) double degrees,
            @ForAll @DoubleRange(min = 0.85, max = 1.15) double scale,
            @ForAll @DoubleRange(min = -3, max = 3) double shift) {
        Image source = smooth(90, 90);
        Transform there = Transform.of(1, 0, shift, 0, 1, -shift, 1e-4, 1e-4, 1)
                .after(Transform.similarity(degrees, scale, 45, 45));
        Image warped = Warp.of(source, there, new Canvas(-30, -30, 150, 150));
        Transform back = Transform.translation(30, 30).after(there.inverse());
        Image again = Warp.of(warped, back, Canvas.of(90, 90));
        Region middle = new Region(15, 15, 60, 60);
        assertThat(Differences.largest(source.values(middle), again.values(middle)))
                .isLessThan(5e-3);
    }

    @Test
    void transparentPixelsHaveNoInfluence() {
        Image garbage = Image.of(4, 1, 1, new float[] {0.25f, 0.25f, 1, 1}, SampleDepth.FLOAT_32);
        Image source = withAlpha(garbage, new float[] {1, 1, 0, 0});
        Image moved = Warp.of(source, Transform.translation(0.5, 0), Canvas.of(4, 1));
        float[] alphas = alphas(moved);
        assertThat(moved.values()[0]).isCloseTo(0.25f, FLOAT);
        assertThat(moved.values()[1]).isCloseTo(0.25f, FLOAT);
        // Of the weights 0.611413, -0.135870 and 0.024457 at half, one and a half, and two and a half pixels, over
        // those that exist.
        assertThat(alphas[0]).isEqualTo(1);
        assertThat(alphas[1]).isCloseTo((0.611413f - 0.135870f) / (2 * 0.611413f - 2 * 0.135870f), FLOAT);
        assertThat(alphas[2]).isZero();
        assertThat(alphas[3]).isCloseTo(0.024457f / 0.5f, within(1e-5f));
    }

    @Test
    void opaquePixelsOfATransparentImageStayOpaque() {
        float[] alphas = new float[40 * 40];
        Arrays.fill(alphas, 1);
        // Beside all pixels that are needed, yet in the rectangle around them.
        alphas[5 * 40 + 5] = 0;
        Image source = withAlpha(TestImages.textured(40, 40, 3, SampleDepth.FLOAT_32), alphas);
        Image warped = Warp.of(source, Transform.similarity(3, 0.9, 20, 20), new Canvas(8, 8, 26, 26));
        assertThat(warped.isOpaque()).isTrue();
    }

    @Test
    void onePixelFillsItsArea() {
        Image source = TestImages.constant(1, 1, 0.5f, SampleDepth.BITS_8);
        Image large = Warp.of(source, Transform.of(0.2, 0, 0, 0, 0.2, 0, 0, 0, 1), new Canvas(-5, -5, 11, 11));
        for (int i = 0; i < 121; i++) {
            int x = Math.abs(i % 11 - 5);
            int y = Math.abs(i / 11 - 5);
            // 0.2 · 2 lies within half a pixel, 0.2 · 3 does not.
            assertThat(alphas(large)[i]).isEqualTo(x <= 2 && y <= 2 ? 1 : 0);
        }
        Image one = Warp.of(source, Transform.IDENTITY, Canvas.of(1, 1));
        assertThat(one.isOpaque()).isTrue();
        assertThat(one.values()).containsExactly(source.values());
    }

    @Test
    void aLongNarrowImageIsWarped() {
        Image source = TestImages.textured(16000, 4, 1, SampleDepth.BITS_8);
        Image moved = Warp.of(source, Transform.translation(-15990, 1), new Canvas(15990, -1, 16000, 4));
        assertThat(moved.values()).containsExactly(source.values());
        Image turned = Warp.of(source, Transform.similarity(90, 1, 0, 0), new Canvas(0, -16000, 4, 16001));
        Image back = Warp.of(
                turned, Transform.translation(0, 16000).after(Transform.similarity(-90, 1, 0, 0)), Canvas.of(16000, 4));
        assertThat(back.values()).containsExactly(source.values());
    }

    @Test
    void behindTheCameraThereIsNothing() {
        Image source = TestImages.textured(50, 50, 1, SampleDepth.BITS_8);
        // The depth 1 + 0.1 x is 0 at x = -10; left of it, the map folds over.
        Image warped = Warp.of(source, Transform.of(1, 0, 0, 0, 1, 0, 0.1, 0, 1), new Canvas(-300, -20, 320, 60));
        assertThat(alphas(warped)[20 * 320 + 300]).isEqualTo(1);
        for (int y = 0; y < 60; y++) {
            for (float alpha : warped.alpha(new Region(0, y, 290, 1))) {
                assertThat(alpha).isZero();
            }
        }
    }

    @Test
    void farAwayThereIsNothing() {
        Image source = TestImages.textured(5, 5, 3, SampleDepth.BITS_8);
        Image warped = Warp.of(source, Transform.translation(1e12, -1e12), Canvas.of(200, 3));
        assertThat(warped.hasData()).isFalse();
    }

    @Test
    void metadataAreKept() {
        ImageMetadata metadata = new ImageMetadata(Optional.of(new byte[] {1, 2, 3}), Optional.empty());
        ImageBuilder builder = new ImageBuilder(6, 6, 1, SampleDepth.BITS_16);
        Image warped = Warp.of(builder.build(metadata), Transform.translation(0.3, 0), Canvas.of(6, 6));
        assertThat(warped.metadata()).isEqualTo(metadata);
        assertThat(warped.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(warped.channels()).isEqualTo(1);
    }
}
