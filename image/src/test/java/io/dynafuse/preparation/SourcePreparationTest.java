package io.dynafuse.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.SampleRange;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcePreparationTest {
    private static final SourcePreparation VISIBLE_INFRARED =
            SourcePreparation.DEFAULT.task(Optional.of(Task.VISIBLE_INFRARED));

    /** Levels from the first to the last, over and over, with one dead and one glowing pixel if there are enough. */
    private static PreparedSource gray(String name, SampleDepth depth, int from, int to) {
        return PreparedSource.of(name, image(1, depth, from, to));
    }

    private static Image image(int channels, SampleDepth depth, int from, int to) {
        int pixels = 48 * 60;
        float[] values = new float[channels * pixels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (from + (i % pixels + 7L * (i / pixels)) * 31 % (to - from + 1)) / (float) depth.maximum();
        }
        return Image.of(60, 48, channels, values, depth);
    }

    private static PreparedSource of(String name, int width, int height) {
        return PreparedSource.of(name, Image.of(width, height, 1, new float[width * height], SampleDepth.BITS_8));
    }

    private static PreparedSource colour() {
        return PreparedSource.of("visible", image(3, SampleDepth.BITS_8, 0, 255));
    }

    private static List<String> notes(List<PreparedSource> sources) {
        return sources.stream().flatMap(source -> source.notes().stream()).toList();
    }

    @Test
    void ordinarySourcesStayAsTheyAre() {
        List<PreparedSource> sources = List.of(colour(), gray("infrared", SampleDepth.BITS_16, 0, 40000));
        List<PreparedSource> prepared = VISIBLE_INFRARED.prepare(sources);
        assertThat(prepared.get(0).image()).isSameAs(sources.get(0).image());
        assertThat(prepared.get(1).image()).isSameAs(sources.get(1).image());
        assertThat(notes(prepared)).isEmpty();
    }

    @Test
    void countsOfAnInfraredSensorAreStretchedInTheirDepth() {
        PreparedSource infrared = VISIBLE_INFRARED
                .prepare(List.of(colour(), gray("ir.png", SampleDepth.BITS_16, 7000, 8500)))
                .get(1);
        assertThat(infrared.image().depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(infrared.stretch().orElseThrow().method()).isEqualTo(Stretch.PERCENTILE);
        float[] values = infrared.image().values();
        assertThat(values).contains(0, 1);
        assertThat(infrared.notes().get(0))
                .startsWith("ir.png: uses 7000..8500 of 0..65535 (2.3 %)")
                .contains("stretched from 700")
                .endsWith("--stretch none leaves it as it is");
    }

    @Test
    void eightBitsStayEightBits() {
        Image stretched = VISIBLE_INFRARED
                .prepare(List.of(colour(), gray("ir.png", SampleDepth.BITS_8, 100, 120)))
                .get(1)
                .image();
        assertThat(stretched.depth()).isEqualTo(SampleDepth.BITS_8);
        assertThat(stretched.values()).contains(0, 1);
    }

    @Test
    void floatsInASliverAreStretched() {
        Image image = Image.of(2, 1, 1, new float[] {0.300f, 0.301f}, SampleDepth.FLOAT_32);
        PreparedSource source = SourcePreparation.DEFAULT
                .stretch(Stretch.RANGE)
                .prepare(List.of(PreparedSource.of("f.tif", image)))
                .get(0);
        assertThat(source.image().values()).containsExactly(0, 1);
        assertThat(source.notes())
                .containsExactly(
                        "f.tif: uses 0.3000..0.3010 of 0..1 (0.10 %), stretched from 0.3000..0.3010 to all of it (range,"
                                + " nothing clipped) in its own depth");
    }

    @Test
    void otherTasksAreOnlyToldOf() {
        List<PreparedSource> prepared = SourcePreparation.DEFAULT
                .task(Optional.of(Task.MULTI_EXPOSURE))
                .prepare(List.of(colour(), gray("dark.png", SampleDepth.BITS_16, 7000, 8500)));
        assertThat(prepared.get(1).stretch()).isEmpty();
        assertThat(notes(prepared))
                .containsExactly("dark.png: uses 7000..8500 of 0..65535 (2.3 %), all but 0.14 % of it"
                        + " 7001..8499 (2.3 %), which has little effect; --stretch percentile spreads it");
    }

    @Test
    void whatIsAskedForIsDoneToEachSource() {
        List<PreparedSource> prepared = SourcePreparation.DEFAULT
                .stretch(Stretch.NONE, Stretch.RANGE)
                .prepare(List.of(gray("a", SampleDepth.BITS_16, 7000, 8500), gray("b", SampleDepth.BITS_8, 30, 180)));
        assertThat(prepared.get(0).stretch()).isEmpty();
        assertThat(prepared.get(1).image().values()).contains(0, 1);
        assertThat(prepared.get(1).stretch().orElseThrow().clipped()).isZero();
        assertThat(notes(prepared)).hasSize(2);
    }

    @Test
    void aKnownRoleDecidesWhichSourceIsInfrared() {
        PreparedSource narrow = gray("a", SampleDepth.BITS_16, 7000, 8500);
        PreparedSource other = gray("b", SampleDepth.BITS_8, 0, 255);
        assertThat(VISIBLE_INFRARED.prepare(List.of(narrow, other)).get(0).stretch())
                .isPresent();
        assertThat(VISIBLE_INFRARED
                        .prepare(List.of(narrow, other.role(Optional.of(Role.INFRARED))))
                        .get(0)
                        .stretch())
                .isEmpty();
    }

    @Test
    void aDarkNightIsNoCountOfASensor() {
        List<PreparedSource> sources =
                List.of(gray("night", SampleDepth.BITS_8, 0, 20), gray("b", SampleDepth.BITS_8, 0, 255));
        assertThat(VISIBLE_INFRARED.prepare(sources).get(0).stretch()).isEmpty();
    }

    @Test
    void oneValueAllOverIsSaidAndLeftAlone() {
        PreparedSource source = SourcePreparation.DEFAULT
                .stretch(Stretch.RANGE)
                .prepare(List.of(gray("flat.png", SampleDepth.BITS_16, 7000, 7000)))
                .get(0);
        assertThat(source.stretch()).isEmpty();
        assertThat(source.notes())
                .containsExactly("flat.png: is 7000 all over, which adds nothing and cannot be stretched");
    }

    @Test
    void thereIsAStretchForAllOrOneForEach() {
        List<PreparedSource> three = List.of(of("a", 2, 2), of("b", 2, 2), of("c", 2, 2));
        assertThatThrownBy(() -> SourcePreparation.DEFAULT
                        .stretch(Stretch.NONE, Stretch.RANGE)
                        .prepare(three))
                .hasMessage("--stretch: expected one word for all sources, or one for each of the 3, found 2");
    }

    @Test
    void sizesThatDifferAreRefusedWithTheWayOut() {
        assertThatThrownBy(() -> SourcePreparation.DEFAULT.prepare(List.of(of("v.png", 64, 48), of("i.png", 32, 24))))
                .hasMessage("i.png: is 32x24, but v.png is 64x48; expected registered images of one size, or --resize"
                        + " smallest, largest or first");
    }

    @Test
    void sourcesAreBroughtToTheSizeOfOneOfThem() {
        List<PreparedSource> sources = List.of(of("a", 40, 30), of("b", 20, 15), of("c", 60, 45));
        for (Resize resize : List.of(Resize.FIRST, Resize.SMALLEST, Resize.LARGEST)) {
            int width = resize == Resize.FIRST ? 40 : resize == Resize.SMALLEST ? 20 : 60;
            List<PreparedSource> prepared =
                    SourcePreparation.DEFAULT.resize(resize).prepare(sources);
            assertThat(prepared).allSatisfy(source -> {
                assertThat(source.image().width()).isEqualTo(width);
                assertThat(source.image().height()).isEqualTo(width * 3 / 4);
            });
        }
        PreparedSource larger = SourcePreparation.DEFAULT
                .resize(Resize.LARGEST)
                .prepare(sources)
                .get(1);
        assertThat(larger.horizontalFactor()).isEqualTo(3);
        assertThat(larger.notes().get(0)).isEqualTo("b: 20x15 resampled to 60x45 (--resize), by 3.000");
    }

    @Test
    void theRangeIsThatOfTheImageAsItWasRead() {
        float[] counts = new float[40 * 30];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (7000 + i * 7919L % 1501) / 65535f;
        }
        // One dead pixel in 1,200 is one of those left out, but 36 of 4,800 that it would be smeared over are not.
        counts[615] = 0;
        PreparedSource small = PreparedSource.of("ir", Image.of(40, 30, 1, counts, SampleDepth.BITS_16));
        PreparedSource prepared = VISIBLE_INFRARED
                .resize(Resize.LARGEST)
                .prepare(List.of(of("visible", 80, 60), small))
                .get(1);
        assertThat(prepared.range()).contains(SampleRange.of(small.image()));
        assertThat(prepared.stretch().orElseThrow().levels().from()).isGreaterThanOrEqualTo(7000 / 65535f);
    }

    @Test
    void aspectRatiosMayDifferByAPerCent() {
        SourcePreparation first = SourcePreparation.DEFAULT.resize(Resize.FIRST);
        // 640/481 is 0.2 % from 4/3.
        assertThat(first.prepare(List.of(of("a", 64, 48), of("b", 640, 481)))
                        .get(1)
                        .image()
                        .height())
                .isEqualTo(48);
        assertThatThrownBy(() -> first.prepare(List.of(of("a", 64, 48), of("b", 640, 512))))
                .hasMessage("b: is 640x512, but a is 64x48, whose aspect ratios (1.250 and 1.333) differ by 6.7 %;"
                        + " expected registered images of one aspect ratio, within 1 %");
    }
}
