package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against rectangles worked out by hand, and a search that tries every rectangle. */
class CropTest {
    private static Footprint moved(int width, int height, double x, double y) {
        return new Footprint(width, height, Transform.translation(x, y));
    }

    @Test
    void wordsAreRead() {
        assertThat(Crop.of("union")).contains(Crop.UNION);
        assertThat(Crop.of("all")).isEmpty();
    }

    @Test
    void theReferenceKeepsItsFrame() {
        assertThat(Crop.REFERENCE.canvas(40, 30, List.of(moved(40, 30, 500, 500))))
                .isEqualTo(new Canvas(0, 0, 40, 30));
    }

    @Test
    void shiftsCutTheirSides() {
        // The pixel x of the reference lies at x + 3 in the one and at x - 5.25 in the other, of which the first pixel
        // begins at -0.5.
        List<Footprint> others = List.of(moved(40, 30, 3, -2), moved(40, 30, -5.25, 0));
        assertThat(Crop.COMMON.canvas(40, 30, others)).isEqualTo(new Canvas(5, 2, 32, 28));
        assertThat(Crop.UNION.canvas(40, 30, others)).isEqualTo(new Canvas(-3, 0, 48, 32));
    }

    @Test
    void aPlaceOnTheEdgeOfAPixelHasData() {
        assertThat(Crop.COMMON.canvas(10, 10, List.of(moved(10, 10, 0.5, 0)))).isEqualTo(new Canvas(0, 0, 10, 10));
        assertThat(Crop.COMMON.canvas(10, 10, List.of(moved(10, 10, 0.51, 0)))).isEqualTo(new Canvas(0, 0, 9, 10));
    }

    @Test
    void aSourceTurnedByAQuarterLeavesTheSquareInTheMiddle() {
        Transform turn = Transform.similarity(90, 1, 19.5, 9.5);
        Footprint turned = new Footprint(40, 20, turn);
        assertThat(Crop.COMMON.canvas(40, 20, List.of(turned))).isEqualTo(new Canvas(10, 0, 20, 20));
        assertThat(Crop.UNION.canvas(40, 20, List.of(turned))).isEqualTo(new Canvas(0, -10, 40, 40));
    }

    @Test
    void sourcesThatDoNotOverlapHaveNothingInCommon() {
        assertThatThrownBy(() -> Crop.COMMON.canvas(40, 30, List.of(moved(40, 30, 41, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no pixel has data of every source; expected sources that overlap, or another crop than common");
    }

    @Test
    void aUnionThatExplodesIsRefused() {
        Footprint tiny = new Footprint(40, 30, Transform.similarity(0, 0.2, 0, 0));
        Footprint horizon = new Footprint(40, 30, Transform.of(1, 0, 0, 0, 1, 0, 0.03, 0, 1));
        for (Footprint other : List.of(tiny, horizon, moved(40, 30, 150, 0), moved(40, 30, 0, 1e9))) {
            assertThatThrownBy(() -> Crop.UNION.canvas(40, 30, List.of(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("all data need a canvas more than 4 times as wide or high as the reference of 40 x 30"
                            + " pixels; expected sources that move less, or another crop than union");
        }
    }

    @Test
    void manyRowsAndColumnsAreNoTrouble() {
        Footprint turned = new Footprint(16000, 4, Transform.similarity(0.01, 1, 8000, 2));
        // tan 0.01° · 16,000 is 2.8 rows, so that about half of the columns or half of the rows are left.
        Canvas common = Crop.COMMON.canvas(16000, 4, List.of(turned));
        assertThat((long) common.width() * common.height()).isBetween(20_000L, 50_000L);
        assertThat(Crop.COMMON.canvas(1, 1, List.of(moved(1, 1, 0, 0)))).isEqualTo(new Canvas(0, 0, 1, 1));
    }

    private static boolean hasData(Footprint source, double x, double y) {
        Point place = source.toSource().of(x, y);
        return source.toSource().depth(x, y) > 0
                && place.x() >= -0.5
                && place.x() <= source.width() - 0.5
                && place.y() >= -0.5
                && place.y() <= source.height() - 0.5;
    }

    private static boolean hasData(List<Footprint> sources, int left, int top, int right, int bottom) {
        return sources.stream()
                .allMatch(source -> hasData(source, left, top)
                        && hasData(source, right, top)
                        && hasData(source, left, bottom)
                        && hasData(source, right, bottom));
    }

    private static long largestOfAll(int width, int height, List<Footprint> sources) {
        long largest = 0;
        for (int top = 0; top < height; top++) {
            for (int bottom = top; bottom < height; bottom++) {
                for (int left = 0; left < width; left++) {
                    for (int right = left; right < width; right++) {
                        long area = (right - left + 1L) * (bottom - top + 1L);
                        if (area > largest && hasData(sources, left, top, right, bottom)) {
                            largest = area;
                        }
                    }
                }
            }
        }
        return largest;
    }

    @Property(tries = 60)
    void theCommonRectangleIsTheLargestOfAll(
            @ForAll @IntRange(min = 1, max = 24) int width,
            @ForAll @IntRange(min = 1, max = 16) int height,
            @ForAll @DoubleRange(min = -60, max = 60) double degrees,
            @ForAll @DoubleRange(min = 0.4, max = 1.3) double scale,
            @ForAll @DoubleRange(min = -0.02, max = 0.02) double perspective) {
        Transform turn = Transform.similarity(degrees, scale, 9, 7);
        Transform tilt = Transform.of(1, 0, 0, 0, 1, 0, perspective, 0, 1);
        List<Footprint> sources = List.of(
                new Footprint(20, 15, turn.after(tilt)), new Footprint(22, 13, Transform.translation(1.3, 0.7)));
        long largest = largestOfAll(width, height, sources);
        Optional<Canvas> found =
                largest == 0 ? Optional.empty() : Optional.of(Crop.COMMON.canvas(width, height, sources));
        assertThat(found.map(canvas -> (long) canvas.width() * canvas.height()).orElse(0L))
                .isEqualTo(largest);
        found.ifPresent(canvas -> assertThat(hasData(
                        sources,
                        canvas.x(),
                        canvas.y(),
                        canvas.x() + canvas.width() - 1,
                        canvas.y() + canvas.height() - 1))
                .isTrue());
    }

    @Property(tries = 40)
    void whatIsCommonIsOpaqueAndAUnionHoldsAll(
            @ForAll @DoubleRange(min = -40, max = 40) double degrees,
            @ForAll @DoubleRange(min = 0.7, max = 1.2) double scale,
            @ForAll @DoubleRange(min = -8, max = 8) double shift) {
        Image source = TestImages.textured(37, 23, 1, SampleDepth.BITS_16);
        Transform toSource =
                Transform.translation(shift, -shift / 2).after(Transform.similarity(degrees, scale, 15, 10));
        List<Footprint> others = List.of(new Footprint(37, 23, toSource));
        assertThat(Warp.of(source, toSource, Crop.COMMON.canvas(30, 20, others)).isOpaque())
                .isTrue();
        Canvas union = Crop.UNION.canvas(30, 20, others);
        Canvas wider = new Canvas(union.x() - 3, union.y() - 3, union.width() + 6, union.height() + 6);
        assertThat(dataPixels(Warp.of(source, toSource, wider)))
                .isEqualTo(dataPixels(Warp.of(source, toSource, union)));
    }

    private static long dataPixels(Image image) {
        return Math.round((1 - image.transparentShare()) * image.width() * image.height());
    }

    @Test
    void aCanvasHasPixels() {
        assertThatThrownBy(() -> new Canvas(0, 0, 0, 3)).hasMessageContaining("at least one pixel, found 0 x 3");
    }
}
