package io.dynafuse.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.corruption.Blur;
import io.dynafuse.corruption.Planes;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FocusScenesTest {
    private static final FocusScenes STANDARD = FocusScenes.standard();

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, BITS_8",
        "2, 1, 3, BITS_8",
        "1, 13, 1, BITS_16",
        "37, 21, 3, BITS_8",
        "64, 48, 1, FLOAT_32",
        "51, 49, 3, BITS_16"
    })
    void everyPixelIsThePhotographsInTheSourceItBelongsTo(int width, int height, int channels, SampleDepth depth) {
        Image photograph = TestImages.textured(width, height, channels, depth);
        for (int count : new int[] {2, 3}) {
            FocusScenes scenes = new FocusScenes(count, Blur.gaussian(3), 1, 0.2);
            TruthScenes.Scene scene = scenes.scene("a", photograph, 4);
            FocusRegions regions = scenes.regions("a", width, height, 4);
            assertThat(scene.truth()).isSameAs(photograph);
            assertThat(scene.sources()).hasSize(count).allMatch(source -> source.depth() == depth);
            float[] truth = photograph.values();
            for (int i = 0; i < truth.length; i++) {
                int pixel = i % (width * height);
                Image owner = scene.sources().get(regions.ownerAt(pixel % width, pixel / width));
                assertThat(owner.values()[i]).isEqualTo(truth[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sourcesDifferFromThePhotographOnlyWhereTheyAreNotSharp(int channels) {
        Image photograph = TestImages.textured(90, 70, channels, SampleDepth.BITS_8);
        Image blurred = Planes.map(photograph, plane -> STANDARD.blur().apply(plane, 90, 70));
        TruthScenes.Scene scene = STANDARD.scene("b", photograph, 4);
        FocusRegions regions = STANDARD.regions("b", 90, 70, 4);
        for (int source = 0; source < 2; source++) {
            float[] sharpness = regions.sharpness(source, STANDARD.borderDeviation());
            float[] values = scene.sources().get(source).values();
            int changed = 0;
            for (int i = 0; i < values.length; i++) {
                float here = sharpness[i % sharpness.length];
                if (here == 1) {
                    assertThat(values[i]).isEqualTo(photograph.values()[i]);
                } else if (here == 0) {
                    // Rounding once or twice may differ by a level.
                    assertThat(values[i]).isCloseTo(blurred.values()[i], within(1.01f / 255));
                    changed += values[i] == photograph.values()[i] ? 0 : 1;
                }
            }
            assertThat(changed).isGreaterThan(values.length / 5);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 90, 70", "3, 90, 70", "5, 31, 17", "2, 1, 7"})
    void sourcesOwnEqualShares(int count, int width, int height) {
        FocusScenes scenes = new FocusScenes(count, Blur.disc(2), 1, 0.3);
        int[] owned = new int[count];
        FocusRegions regions = scenes.regions("c", width, height, 8);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                owned[regions.ownerAt(x, y)]++;
            }
        }
        for (int each : owned) {
            assertThat((double) each).isCloseTo(width * height / (double) count, within(1.0));
        }
    }

    /** A line crosses the border of a half plane once. */
    @Test
    void regionsAreNotHalfPlanes() {
        for (long seed = 0; seed < 20; seed++) {
            FocusRegions regions = STANDARD.regions("d", 120, 90, seed);
            int most = 0;
            for (int y = 0; y < 90; y++) {
                int crossings = 0;
                for (int x = 1; x < 120; x++) {
                    crossings += regions.ownerAt(x, y) == regions.ownerAt(x - 1, y) ? 0 : 1;
                }
                most = Math.max(most, crossings);
            }
            assertThat(most).isBetween(2, 12);
        }
    }

    /** Beyond a straight border, a blurred step falls as twice the upper tail of the normal distribution. */
    @Test
    void sharpnessFallsAlongAGaussianBeyondTheBorder() {
        int[] owners = new int[40 * 20];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = i % 40 < 20 ? 0 : 1;
        }
        float[] sharpness = new FocusRegions(40, 20, owners).sharpness(0, 2);
        double[] twiceTheTail = {0.80259, 0.45325, 0.21130, 0.08012, 0.02445};
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 20; x++) {
                assertThat(sharpness[y * 40 + x]).isEqualTo(1);
            }
            for (int i = 0; i < twiceTheTail.length; i++) {
                assertThat((double) sharpness[y * 40 + 20 + i]).isCloseTo(twiceTheTail[i], within(0.005));
            }
            for (int x = 28; x < 40; x++) {
                assertThat(sharpness[y * 40 + x]).isLessThan(1e-4f);
            }
        }
    }

    @Test
    void dependsOnSeedAndName() {
        Image photograph = TestImages.textured(60, 40, 1, SampleDepth.BITS_8);
        float[] first = near("e", photograph, 1);
        assertThat(near("e", photograph, 1)).containsExactly(first);
        assertThat(near("f", photograph, 1)).isNotEqualTo(first);
        assertThat(near("e", photograph, 2)).isNotEqualTo(first);
    }

    @Test
    void namesItsSources() {
        assertThat(STANDARD.sourceNames()).containsExactly("near", "far");
        assertThat(new FocusScenes(3, Blur.disc(2), 1, 1).sourceNames())
                .containsExactly("focus-1", "focus-2", "focus-3");
    }

    @Test
    void refusesWhatMakesNoScene() {
        Blur blur = Blur.disc(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FocusScenes(1, blur, 1, 1))
                .withMessage("expected 2 to 100 sources, found 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new FocusScenes(101, blur, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FocusScenes(2, blur, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FocusScenes(2, blur, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FocusScenes(2, blur, 1, Double.NaN));
        FocusRegions regions = STANDARD.regions("g", 4, 3, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> regions.ownerAt(4, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> regions.ownerAt(0, -1));
    }

    private static float[] near(String name, Image photograph, long seed) {
        return STANDARD.scene(name, photograph, seed).sources().get(0).values();
    }

    /** Two points whose reliefs have the correlation r lie on one side of the median with the probability 1/2 + asin(r) / π. */
    @ParameterizedTest
    @ValueSource(ints = {5, 10})
    void regionsHaveTheCorrelationThatTheyAreSaidToHave(int distance) {
        double length = 10;
        int side = 80;
        long[] equal = new long[2];
        for (int seed = 0; seed < 60; seed++) {
            FocusRegions regions = FocusRegions.random(side, side, 2, length, seed);
            for (int a = 0; a < side; a++) {
                for (int b = 0; b + distance < side; b++) {
                    equal[0] += regions.ownerAt(b, a) == regions.ownerAt(b + distance, a) ? 1 : 0;
                    equal[1] += regions.ownerAt(a, b) == regions.ownerAt(a, b + distance) ? 1 : 0;
                }
            }
        }
        double correlation = Math.exp(-distance * distance / (2 * length * length));
        double expected = 0.5 + Math.asin(correlation) / Math.PI;
        for (long direction : equal) {
            assertThat(direction / (60.0 * side * (side - distance))).isCloseTo(expected, within(0.04));
        }
    }
}
