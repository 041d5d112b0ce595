package io.dynafuse.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.TaskGuess.Certainty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenes made so that only one answer is right. */
class TaskGuessTest {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 140;

    /** Blobs of all sizes with fine texture on them, in [0.1, 0.9]. */
    private static float[] scene(long seed) {
        Random random = new Random(seed);
        float[] values = new float[WIDTH * HEIGHT];
        java.util.Arrays.fill(values, 0.5f);
        for (int blob = 0; blob < 150; blob++) {
            double radius = 4 + 40 / (1 + 6 * random.nextDouble());
            double x = random.nextDouble() * WIDTH;
            double y = random.nextDouble() * HEIGHT;
            float level = 0.15f + 0.7f * random.nextFloat();
            for (int i = 0; i < values.length; i++) {
                if (Math.hypot(i % WIDTH - x, i / WIDTH - y) < radius) {
                    values[i] = level;
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += (random.nextFloat() - 0.5f) * 0.1f;
        }
        return values;
    }

    private static Image gray(float[] values) {
        return Image.of(WIDTH, HEIGHT, 1, values, SampleDepth.BITS_8);
    }

    /** The scene in a warm light. */
    private static Image colour(float[] values) {
        float[] planes = new float[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            planes[i] = values[i];
            planes[values.length + i] = 0.9f * values[i];
            planes[2 * values.length + i] = 0.6f * values[i];
        }
        return Image.of(WIDTH, HEIGHT, 3, planes, SampleDepth.BITS_8);
    }

    private static float[] map(float[] values, DoubleUnaryOperator curve) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) Math.min(1, Math.max(0, curve.applyAsDouble(values[i])));
        }
        return result;
    }

    private static float[] exposed(float[] values, double stops) {
        return map(values, v -> Math.pow(Math.pow(v, 2.2) * Math.pow(2, stops), 1 / 2.2));
    }

    /** Blurred by a box in one half of the image. */
    private static float[] blurred(float[] values, int radius, boolean left) {
        float[] result = values.clone();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = left ? 0 : WIDTH / 2; x < (left ? WIDTH / 2 : WIDTH); x++) {
                double sum = 0;
                int count = 0;
                for (int v = Math.max(0, y - radius); v <= Math.min(HEIGHT - 1, y + radius); v++) {
                    for (int u = Math.max(0, x - radius); u <= Math.min(WIDTH - 1, x + radius); u++) {
                        sum += values[v * WIDTH + u];
                        count++;
                    }
                }
                result[y * WIDTH + x] = (float) (sum / count);
            }
        }
        return result;
    }

    /** The scene in a disc on black, as a head in a scanner. */
    private static float[] onBlack(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < values.length; i++) {
            double x = (i % WIDTH - WIDTH / 2.0) / (0.4 * WIDTH);
            double y = (i / WIDTH - HEIGHT / 2.0) / (0.4 * HEIGHT);
            result[i] = Math.hypot(x, y) < 1 ? values[i] : 0.01f;
        }
        return result;
    }

    private static void assertGuess(Task expected, Image... sources) {
        TaskGuess guess = TaskGuess.of(List.of(sources));
        assertThat(guess.task()).as(guess.toString()).isEqualTo(expected);
        assertThat(guess.certainty()).as(guess.toString()).isEqualTo(Certainty.CLEAR);
        assertThat(guess.reason()).containsPattern("\\d");
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "4, 1"})
    void focusIsSharpElsewhere(long seed, int radius) {
        float[] scene = scene(seed);
        float[] near = blurred(scene, radius, true);
        float[] far = blurred(scene, radius, false);
        assertGuess(Task.MULTI_FOCUS, gray(near), gray(far));
        assertGuess(Task.MULTI_FOCUS, colour(near), colour(far));
        assertGuess(Task.MULTI_FOCUS, colour(onBlack(near)), colour(onBlack(far)));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** A lens blurs light, not the curved values of a file, so that blurred highlights brighten what is around them. */
    @Test
    void whatIsBrighterInSomePlacesOnlyIsNoExposure() {
        float[] scene = scene(5);
        float[] near = blurred(scene, 2, true);
        float[] far = blurred(scene, 2, false);
        for (int i = 0; i < near.length; i++) {
            near[i] += i % WIDTH < WIDTH * 88 / 100 ? 0.045f : -0.045f;
        }
        assertThat(mean(near) - mean(far)).isGreaterThan(0.03);
        TaskGuess guess = TaskGuess.of(List.of(gray(near), gray(far)));
        assertThat(guess.task()).as(guess.toString()).isEqualTo(Task.MULTI_FOCUS);
        assertThat(guess.certainty()).as(guess.toString()).isEqualTo(Certainty.DOUBTFUL);
    }

    @ParameterizedTest
    @CsvSource({"1, -1, 1", "2, 0, 0.5", "3, -3, 3", "4, 0, 4", "5, -5, 0", "6, 2, -2"})
    void exposureChangesBrightnessAndNotItsOrder(long seed, double first, double second) {
        float[] scene = scene(seed);
        assertGuess(Task.MULTI_EXPOSURE, gray(exposed(scene, first)), gray(exposed(scene, second)));
        assertGuess(Task.MULTI_EXPOSURE, colour(exposed(scene, first)), colour(exposed(scene, second)));
    }

    @Test
    void anExposureInFrontOfTheNightSkyIsNoScan() {
        float[] scene = onBlack(scene(1));
        assertGuess(Task.MULTI_EXPOSURE, colour(exposed(scene, -1)), colour(exposed(scene, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anotherModalityHasAnotherOrder(long seed) {
        float[] visible = scene(seed);
        float[] infrared = scene(seed + 100);
        assertGuess(Task.VISIBLE_INFRARED, gray(visible), gray(infrared));
        assertGuess(Task.VISIBLE_INFRARED, colour(visible), gray(infrared));
        assertGuess(Task.VISIBLE_INFRARED, gray(visible), gray(map(visible, v -> 1 - v)));
        assertGuess(Task.VISIBLE_INFRARED, colour(map(visible, v -> v / 5)), gray(infrared));
    }

    /** Near infrared often looks like a brighter photograph, but has no colour; nor has a photograph that lost it. */
    @Test
    void grayBesideColourIsNoExposureHoweverAlike() {
        float[] scene = scene(1);
        TaskGuess guess = TaskGuess.of(List.of(colour(scene), gray(exposed(scene, 1))));
        assertThat(guess.task()).as(guess.toString()).isEqualTo(Task.VISIBLE_INFRARED);
        assertThat(guess.certainty()).as(guess.toString()).isEqualTo(Certainty.DOUBTFUL);
        assertThat(guess.reason()).contains("one source is gray and another one has colour", "begin at 93 %");
    }

    @Test
    void smallImagesAreDoubtful() {
        float[] scene = scene(2);
        Region small = new Region(0, 0, WIDTH, 63);
        Image dark = gray(exposed(scene, -1));
        Image bright = gray(exposed(scene, 1));
        assertGuess(Task.MULTI_EXPOSURE, dark, bright);
        TaskGuess guess = TaskGuess.of(List.of(cut(dark, small), cut(bright, small)));
        assertThat(guess.task()).as(guess.toString()).isEqualTo(Task.MULTI_EXPOSURE);
        assertThat(guess.certainty()).as(guess.toString()).isEqualTo(Certainty.DOUBTFUL);
        assertThat(guess.reason()).endsWith("images of less than 64 pixels on a side show little");
    }

    private static Image cut(Image image, Region region) {
        return Image.of(region.width(), region.height(), 1, image.values(region), SampleDepth.BITS_8);
    }

    /** Added up as 32-bit floats, a quarter of a million times 0.7 is more than a per mille off. */
    @Test
    void largePlacesHaveExactMeans() {
        CoarseView view = view(constant(16_000, 500, 179, false));
        for (float luma : view.luma()) {
            assertThat(luma).isCloseTo(179 / 255f, offset(1e-6f));
        }
    }

    private static CoarseView view(Image image) {
        return CoarseView.of(image, CommonData.of(List.of(image, image)));
    }

    /**
     * An exposure of a bracket taken by hand, after it was turned and moved onto the others: outside its frame there is nothing, or
     * rather {@code hidden}.
     */
    private static Image aligned(Image image, double degrees, double shift, float hidden) {
        ImageBuilder builder = new ImageBuilder(WIDTH, HEIGHT, image.channels(), image.depth());
        float[] values = image.values();
        float[] alphas = new float[WIDTH * HEIGHT];
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        for (int i = 0; i < alphas.length; i++) {
            double x = i % WIDTH - WIDTH / 2.0;
            double y = i / WIDTH - HEIGHT / 2.0;
            boolean inFrame = Math.abs(cosine * x + sine * y + shift) <= WIDTH / 2.0
                    && Math.abs(cosine * y - sine * x - shift) <= HEIGHT / 2.0;
            alphas[i] = inFrame ? 1 : 0;
            for (int plane = 0; plane < image.channels() && !inFrame; plane++) {
                values[plane * alphas.length + i] = hidden;
            }
        }
        builder.put(new Region(0, 0, WIDTH, HEIGHT), values);
        builder.putAlpha(new Region(0, 0, WIDTH, HEIGHT), alphas);
        return builder.build(ImageMetadata.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 4", "2, 2, 3", "3, -3, 0", "4, 1, -7", "5, 4, 2", "6, -1, 6"})
    void theTransparentRimOfAHandHeldBracketIsNotBlack(long seed, double degrees, double shift) {
        float[] scene = scene(seed);
        List<Image> bracket = List.of(
                aligned(colour(exposed(scene, -2)), degrees, shift, 0),
                aligned(colour(scene), -degrees / 2, 0, 0),
                aligned(colour(exposed(scene, 2)), 0, -shift, 0));
        assertThat(bracket).anyMatch(image -> !image.isOpaque());
        assertGuess(Task.MULTI_EXPOSURE, bracket.toArray(Image[]::new));
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 0.5f, 1})
    void whatLiesUnderNoDataChangesNothing(float hidden) {
        List<float[]> scenes = List.of(scene(1), scene(2), onBlack(scene(3)), onBlack(scene(4)));
        for (int i = 0; i < 4; i += 2) {
            Image first = gray(scenes.get(i));
            Image second = colour(scenes.get(i + 1));
            assertThat(TaskGuess.of(List.of(aligned(first, 3, 5, hidden), aligned(second, 0, -4, hidden))))
                    .isEqualTo(TaskGuess.of(List.of(aligned(first, 3, 5, 0), aligned(second, 0, -4, 0))));
        }
    }

    @Test
    void scansWithATransparentRimAreScans() {
        assertGuess(
                Task.MEDICAL, aligned(gray(onBlack(scene(1))), 2, 4, 1), aligned(gray(onBlack(scene(2))), -2, 0, 0));
    }

    @Test
    void nothingInCommonIsNothingToCompare() {
        float[] scene = scene(1);
        TaskGuess guess = TaskGuess.of(
                List.of(aligned(gray(scene), 0, 0.6 * WIDTH, 0), aligned(gray(scene), 0, -0.6 * WIDTH, 0)));
        assertThat(guess.certainty()).isEqualTo(Certainty.DOUBTFUL);
        assertThat(guess.reason()).contains("at no pixel together");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void scansLieOnBlack(long seed) {
        float[] mri = onBlack(scene(seed));
        float[] other = onBlack(scene(seed + 100));
        assertGuess(Task.MEDICAL, gray(mri), gray(other));
        assertGuess(Task.MEDICAL, gray(mri), colour(other));
    }

    @Test
    void theOrderOfTheSourcesDoesNotMatter() {
        float[] scene = scene(7);
        List<Image> bracket = new ArrayList<>(List.of(
                colour(exposed(scene, -3)),
                colour(exposed(scene, -1)),
                colour(exposed(scene, 1)),
                colour(exposed(scene, 3))));
        TaskGuess guess = TaskGuess.of(bracket);
        assertThat(guess.task()).isEqualTo(Task.MULTI_EXPOSURE);
        for (int turn = 0; turn < 4; turn++) {
            Collections.rotate(bracket, 1);
            assertThat(TaskGuess.of(bracket)).isEqualTo(guess);
        }
        Collections.swap(bracket, 0, 2);
        assertThat(TaskGuess.of(bracket)).isEqualTo(guess);
    }

    @Test
    void aStackOfManyIsFocus() {
        float[] scene = scene(8);
        assertGuess(
                Task.MULTI_FOCUS,
                gray(blurred(scene, 3, true)),
                gray(blurred(scene, 5, false)),
                gray(blurred(scene, 8, true)));
    }

    @Test
    void depthAndRepeatedChannelsChangeNothing() {
        float[] visible = scene(9);
        float[] infrared = scene(10);
        TaskGuess guess = TaskGuess.of(List.of(gray(visible), gray(infrared)));
        float[] repeated = new float[3 * visible.length];
        for (int plane = 0; plane < 3; plane++) {
            System.arraycopy(visible, 0, repeated, plane * visible.length, visible.length);
        }
        Image other = Image.of(WIDTH, HEIGHT, 3, repeated, SampleDepth.BITS_8);
        assertThat(TaskGuess.of(List.of(other, gray(infrared))).task()).isEqualTo(guess.task());
        Image deep = Image.of(WIDTH, HEIGHT, 1, visible, SampleDepth.FLOAT_32);
        assertThat(TaskGuess.of(List.of(deep, gray(infrared))).task()).isEqualTo(guess.task());
    }

    /** Nothing can be told from these; that must be said, and nothing may break. */
    @Property(tries = 60)
    void whatShowsNothingIsDoubtful(
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(max = 255) int first,
            @ForAll @IntRange(max = 255) int second,
            @ForAll boolean inColour) {
        TaskGuess guess = TaskGuess.of(
                List.of(constant(width, height, first, inColour), constant(width, height, second, inColour)));
        assertThat(guess.certainty()).as(guess.toString()).isEqualTo(Certainty.DOUBTFUL);
    }

    private static Image constant(int width, int height, int level, boolean inColour) {
        float[] values = new float[(inColour ? 3 : 1) * width * height];
        java.util.Arrays.fill(values, level / 255f);
        return Image.of(width, height, inColour ? 3 : 1, values, SampleDepth.BITS_8);
    }

    @Test
    void equalSourcesAreSaidToBe() {
        Image image = colour(scene(11));
        TaskGuess guess = TaskGuess.of(List.of(image, image));
        assertThat(guess.certainty()).isEqualTo(Certainty.DOUBTFUL);
        assertThat(guess.reason()).contains("look the same");
    }

    @Test
    void sourcesThatMakeNoSceneAreRefused() {
        Image image = gray(scene(12));
        assertThatThrownBy(() -> TaskGuess.of(List.of(image)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1");
        assertThatThrownBy(() -> TaskGuess.of(List.of(image, constant(3, 3, 1, false))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The values as counts of a sensor, or of a camera of few bits, in 16. */
    private static Image counts(Image image, int from, int to) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (from + values[i] * (to - from)) / 65535;
        }
        return Image.of(image.width(), image.height(), image.channels(), values, SampleDepth.BITS_16);
    }

    @ParameterizedTest
    @CsvSource({"7000, 8500", "30000, 31500", "0, 4095", "0, 255"})
    void countsOfAnInfraredSensorAreSeen(int from, int to) {
        Image visible = gray(scene(11));
        Image infrared = gray(scene(12));
        TaskGuess guess = TaskGuess.of(List.of(visible, counts(infrared, from, to)));
        assertThat(guess.task()).isEqualTo(Task.VISIBLE_INFRARED);
        assertThat(guess.certainty()).isEqualTo(TaskGuess.Certainty.CLEAR);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 4095})
    void aCameraOfFewBitsMakesNoDifference(int to) {
        float[] scene = scene(13);
        Image dark = counts(colour(exposed(scene, -1)), 0, to);
        Image bright = counts(colour(exposed(scene, 1)), 0, to);
        assertThat(TaskGuess.of(List.of(dark, bright)).task()).isEqualTo(Task.MULTI_EXPOSURE);
        Image mri = counts(gray(onBlack(scene(14))), 0, to);
        Image other = counts(gray(onBlack(scene(15))), 0, to);
        assertThat(TaskGuess.of(List.of(mri, other)).task()).isEqualTo(Task.MEDICAL);
    }
}
