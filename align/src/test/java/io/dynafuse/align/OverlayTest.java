package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import org.junit.jupiter.api.Test;

/** Against colours and places worked out by hand. */
class OverlayTest {
    private static final float[] WHITE = {1, 1, 1};

    private static float[] pixel(Image image, int x, int y) {
        float[] values = image.values(new Region(x, y, 1, 1));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i] * 1000) / 1000f;
        }
        return values;
    }

    private static Image gray(int width, int height, float value) {
        return TestImages.constant(width, height, value, SampleDepth.BITS_16);
    }

    private static Image colour(int width, int height, float red, float green, float blue) {
        float[] values = new float[3 * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[] {red, green, blue}[i / (width * height)];
        }
        return Image.of(width, height, 3, values, SampleDepth.BITS_8);
    }

    @Test
    void partsLieInTheirPlaces() {
        // Squares of 2 pixels, a gap of 2.
        Image overlay = Overlay.of(gray(24, 16, 0.2f), gray(24, 16, 0.6f), gray(24, 16, 0.8f));
        assertThat(overlay.width()).isEqualTo(50);
        assertThat(overlay.height()).isEqualTo(34);
        assertThat(overlay.depth()).isEqualTo(SampleDepth.BITS_8);
        assertThat(pixel(overlay, 0, 0)).containsExactly(0.2f, 0.6f, 0.6f);
        assertThat(pixel(overlay, 49, 15)).containsExactly(0.2f, 0.8f, 0.8f);
        assertThat(pixel(overlay, 24, 5)).containsExactly(WHITE);
        assertThat(pixel(overlay, 25, 30)).containsExactly(WHITE);
        assertThat(pixel(overlay, 3, 16)).containsExactly(WHITE);
        assertThat(pixel(overlay, 40, 17)).containsExactly(WHITE);
        assertThat(pixel(overlay, 1, 19)).containsExactly(0.2f, 0.2f, 0.2f);
        assertThat(pixel(overlay, 2, 19)).containsExactly(0.6f, 0.6f, 0.6f);
        assertThat(pixel(overlay, 2, 20)).containsExactly(0.2f, 0.2f, 0.2f);
        assertThat(pixel(overlay, 26 + 23, 18)).containsExactly(0.8f, 0.8f, 0.8f);
    }

    @Test
    void coloursAreLumaAboveAndThemselvesBelow() {
        Image overlay = Overlay.of(colour(8, 8, 1, 0, 0), gray(8, 8, 1), colour(8, 8, 0, 1, 0));
        assertThat(pixel(overlay, 0, 0)[0]).isCloseTo(0.299f, within(0.002f));
        assertThat(pixel(overlay, 10, 0)[1]).isCloseTo(0.587f, within(0.002f));
        assertThat(pixel(overlay, 10, 10)).containsExactly(1, 0, 0);
        assertThat(pixel(overlay, 11, 10)).containsExactly(0, 1, 0);
    }

    @Test
    void anImageOfAnotherSizeIsBlackWhereItHasNothing() {
        Image narrow = Overlay.of(gray(10, 10, 1), gray(4, 30, 1), gray(10, 10, 1));
        assertThat(pixel(narrow, 3, 9)).containsExactly(1, 1, 1);
        assertThat(pixel(narrow, 4, 0)).containsExactly(1, 0, 0);
        Image low = Overlay.of(gray(10, 10, 1), gray(30, 4, 1), gray(10, 10, 1));
        assertThat(pixel(low, 9, 3)).containsExactly(1, 1, 1);
        assertThat(pixel(low, 9, 4)).containsExactly(1, 0, 0);
    }

    @Test
    void transparentPartsAreBlack() {
        ImageBuilder builder = new ImageBuilder(2, 1, 1, SampleDepth.BITS_8);
        builder.put(new Region(0, 0, 2, 1), new float[] {1, 1});
        builder.putAlpha(new Region(0, 0, 2, 1), new float[] {1, 0});
        Image overlay = Overlay.of(gray(2, 1, 1), gray(2, 1, 1), builder.build(ImageMetadata.NONE));
        assertThat(pixel(overlay, 4, 0)).containsExactly(1, 1, 1);
        assertThat(pixel(overlay, 5, 0)).containsExactly(1, 0, 0);
    }

    @Test
    void largeImagesAreMadeSmallerTogether() {
        Image overlay = Overlay.of(gray(6000, 10, 0.2f), gray(3000, 20, 0.6f), gray(6000, 10, 0.8f));
        assertThat(overlay.width()).isEqualTo(6002);
        assertThat(overlay.height()).isEqualTo(12);
        assertThat(pixel(overlay, 1499, 0)).containsExactly(0.2f, 0.6f, 0.6f);
        assertThat(pixel(overlay, 1500, 0)).containsExactly(0.2f, 0, 0);
    }

    @Test
    void onePixelIsEnough() {
        assertThat(Overlay.of(gray(1, 1, 0), gray(1, 1, 0), gray(1, 1, 0)).width())
                .isEqualTo(4);
    }

    @Test
    void whatWasAlignedHasTheSizeOfTheReference() {
        assertThatThrownBy(() -> Overlay.of(gray(4, 3, 0), gray(4, 3, 0), gray(3, 3, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an image of the reference's 4 x 3 pixels, found 3 x 3");
    }
}
