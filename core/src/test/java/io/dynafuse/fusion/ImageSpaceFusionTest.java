package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.dominability.Space;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.MeanOfLuma;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fusion of the images themselves. The judge is a network whose fusion is the mean. */
class ImageSpaceFusionTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    /** What lies so far from the border of two sources is that of one. */
    private static final int MARGIN = 12;

    private static Fuser.Builder fuser(Task task) {
        return Fuser.with(new MeanOfLuma()).task(task).space(Space.IMAGE);
    }

    /** Computes a channel of a pixel. */
    @FunctionalInterface
    private interface Pixel {
        double at(int x, int y);
    }

    private static Image image(SampleDepth depth, Pixel... channels) {
        float[] values = new float[channels.length * WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % (WIDTH * HEIGHT);
            values[i] = (float) channels[i / (WIDTH * HEIGHT)].at(pixel % WIDTH, pixel / WIDTH);
        }
        return Image.of(WIDTH, HEIGHT, channels.length, values, depth);
    }

    private static Image texture(int channels, SampleDepth depth, long seed) {
        Random random = new Random(seed);
        Pixel[] pixels = new Pixel[channels];
        Arrays.fill(pixels, (Pixel) (x, y) -> 0.1 + 0.8 * random.nextFloat());
        return image(depth, pixels);
    }

    /** A smooth scene that differs from seed to seed. */
    private static Image smooth(SampleDepth depth, long seed) {
        return image(depth, (x, y) -> 0.5 + 0.2 * Math.sin(0.1 * x + seed) + 0.2 * Math.sin(0.13 * y - 2 * seed));
    }

    /** Sharp in some columns, and the mean of 7 by 7 pixels elsewhere. */
    private static Image sharpBetween(Image scene, int first, int last) {
        float[] values = scene.values();
        Pixel[] channels = new Pixel[scene.channels()];
        for (int channel = 0; channel < channels.length; channel++) {
            int start = channel * WIDTH * HEIGHT;
            channels[channel] =
                    (x, y) -> x >= first && x < last ? values[start + y * WIDTH + x] : mean(values, start, x, y);
        }
        return image(scene.depth(), channels);
    }

    private static double mean(float[] values, int start, int x, int y) {
        double sum = 0;
        for (int v = y - 3; v <= y + 3; v++) {
            for (int u = x - 3; u <= x + 3; u++) {
                sum += values[start + Math.floorMod(v, HEIGHT) * WIDTH + Math.floorMod(u, WIDTH)];
            }
        }
        return sum / 49;
    }

    private static void assertSame(Image actual, Image expected, int firstColumn, int lastColumn) {
        float[] values = actual.values();
        float[] wanted = expected.values();
        assertThat(values).hasSameSizeAs(wanted);
        for (int i = 0; i < values.length; i++) {
            if (i % WIDTH >= firstColumn && i % WIDTH < lastColumn) {
                assertThat(values[i]).as("sample %d", i).isEqualTo(wanted[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SampleDepth.class,
            names = {"BITS_8", "BITS_16"})
    void focusTakesTheSharpSamplesAsTheyAre(SampleDepth depth) throws Exception {
        for (int channels : new int[] {1, 3}) {
            Image scene = texture(channels, depth, 1);
            List<Image> sources = List.of(sharpBetween(scene, 0, 48), sharpBetween(scene, 48, WIDTH));
            try (Fuser fuser = fuser(Task.MULTI_FOCUS).open()) {
                Image fused = fuser.fuse(sources).image();
                assertThat(fused.depth()).isEqualTo(depth);
                assertThat(fused.channels()).isEqualTo(channels);
                assertSame(fused, scene, 0, 48 - MARGIN);
                assertSame(fused, scene, 48 + MARGIN, WIDTH);
            }
        }
    }

    @Test
    void theEmbeddedNetworkTakesTheSharpSamplesAsTheyAre() throws Exception {
        Image scene = texture(3, SampleDepth.BITS_8, 2);
        List<Image> sources = List.of(sharpBetween(scene, 0, 48), sharpBetween(scene, 48, WIDTH));
        try (Fuser fuser = Fuser.forTask(Task.MULTI_FOCUS).open()) {
            Image fused = fuser.fuse(sources).image();
            assertSame(fused, scene, 0, 48 - MARGIN);
            assertSame(fused, scene, 48 + MARGIN, WIDTH);
        }
    }

    @Test
    void focusOfThreeSourcesHasWeightsOfSumOneAndADepthMap() throws Exception {
        Image scene = texture(1, SampleDepth.BITS_16, 3);
        List<Image> sources =
                List.of(sharpBetween(scene, 0, 32), sharpBetween(scene, 32, 64), sharpBetween(scene, 64, WIDTH));
        try (Fuser fuser = fuser(Task.MULTI_FOCUS).keepWeightMaps().depthMap().open()) {
            FusedImage fused = fuser.fuse(sources);
            assertSame(fused.image(), scene, 0, 32 - MARGIN);
            assertSame(fused.image(), scene, 32 + MARGIN, 64 - MARGIN);
            assertSame(fused.image(), scene, 64 + MARGIN, WIDTH);
            float[] sum = sum(fused.weightMaps());
            assertThat(Differences.largest(ones(), sum)).isLessThanOrEqualTo(2.0 / 65535);
            Image depth = fused.depthMap().orElseThrow();
            assertThat(depth.depth()).isEqualTo(SampleDepth.BITS_16);
            float[] positions = depth.values();
            int row = HEIGHT / 2 * WIDTH;
            assertThat(positions[row + 10]).isCloseTo(0, within(1e-4f));
            assertThat(positions[row + 48]).isCloseTo(0.5f, within(1e-4f));
            assertThat(positions[row + 85]).isCloseTo(1, within(1e-4f));
        }
    }

    private static float[] ones() {
        float[] ones = new float[WIDTH * HEIGHT];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] sum(List<Image> maps) {
        float[] sum = new float[WIDTH * HEIGHT];
        for (Image map : maps) {
            float[] values = map.values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }

    @Test
    void swappedFocusSourcesHaveSwappedWeightsAndTheSamePicture() throws Exception {
        Image scene = texture(1, SampleDepth.BITS_16, 4);
        Image left = sharpBetween(scene, 0, 48);
        Image right = sharpBetween(scene, 48, WIDTH);
        try (Fuser fuser = fuser(Task.MULTI_FOCUS).keepWeightMaps().open()) {
            FusedImage one = fuser.fuse(List.of(left, right));
            FusedImage other = fuser.fuse(List.of(right, left));
            assertThat(Differences.largest(one.image().values(), other.image().values()))
                    .isLessThanOrEqualTo(1.5 / 65535);
            for (int m = 0; m < 2; m++) {
                assertThat(Differences.largest(
                                one.weightMaps().get(m).values(),
                                other.weightMaps().get(1 - m).values()))
                        .isLessThanOrEqualTo(1.5 / 65535);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Task.class,
            names = {"MULTI_EXPOSURE", "MULTI_FOCUS"})
    void equalSourcesGiveTheSource(Task task) throws Exception {
        Image source = texture(3, SampleDepth.FLOAT_32, 5);
        try (Fuser fuser = fuser(task).open()) {
            assertThat(Differences.largest(
                            source.values(),
                            fuser.fuse(List.of(source, source, source)).image().values()))
                    .isLessThanOrEqualTo(2e-6);
        }
    }

    @Test
    void theOrderOfExposuresDoesNotMatter() throws Exception {
        List<Image> sources = IntStream.range(0, 3)
                .mapToObj(seed -> smooth(SampleDepth.FLOAT_32, seed))
                .collect(Collectors.toCollection(ArrayList::new));
        try (Fuser fuser = fuser(Task.MULTI_EXPOSURE).open()) {
            float[] one = fuser.fuse(sources).image().values();
            Collections.rotate(sources, 1);
            assertThat(Differences.largest(one, fuser.fuse(sources).image().values()))
                    .isLessThanOrEqualTo(1e-5);
        }
    }

    /** TTD's static fusion: with equal weights and nothing else, encoders and decoder that are the identity give the mean. */
    @ParameterizedTest
    @EnumSource(
            value = Task.class,
            names = {"MULTI_EXPOSURE", "MEDICAL"})
    void uniformWeightsAloneGiveTheMean(Task task) throws Exception {
        List<Image> sources = List.of(
                texture(1, SampleDepth.FLOAT_32, 6),
                texture(1, SampleDepth.FLOAT_32, 7),
                texture(1, SampleDepth.FLOAT_32, 8));
        try (Fuser fuser = fuser(task)
                .dominability(ofTask -> ofTask.with("uniform, softmax, " + allOff()))
                .open()) {
            float[] fused = fuser.fuse(sources).image().values();
            for (int i = 0; i < fused.length; i++) {
                int pixel = i;
                double mean = sources.stream()
                        .mapToDouble(source -> source.values()[pixel])
                        .average()
                        .orElseThrow();
                assertThat((double) fused[i]).isCloseTo(mean, within(1e-6));
                if (i > 500) {
                    break;
                }
            }
        }
    }

    private static String allOff() {
        return Arrays.stream(Part.values()).map(Part::offWord).collect(Collectors.joining(", "));
    }

    private static boolean isDisc(int x, int y) {
        return Math.hypot(x - 48, y - 32) < 8;
    }

    private static final Image INFRARED = image(SampleDepth.FLOAT_32, (x, y) -> isDisc(x, y) ? 0.7 : 0.2);

    private static final Image BRIGHT =
            image(SampleDepth.FLOAT_32, (x, y) -> 0.55 + 0.001 * x, (x, y) -> 0.5, (x, y) -> 0.45 + 0.001 * y);

    @Test
    void warmThingsAreAsBrightAgainstTheirSurroundingsAsInInfrared() throws Exception {
        try (Fuser fuser = fuser(Task.VISIBLE_INFRARED).open()) {
            Image fused = fuser.fuse(List.of(BRIGHT, INFRARED), List.of(Role.VISIBLE, Role.INFRARED))
                    .image();
            float[] luma = Bt601.luma(fused.values());
            double inside = mean(luma, 0, 6);
            double around = mean(luma, 14, 20);
            assertThat(inside - around).isGreaterThan(0.95 * 0.5);
        }
    }

    /** Over a ring around the disc. */
    private static double mean(float[] plane, double least, double most) {
        return IntStream.range(0, plane.length)
                .filter(i -> {
                    double distance = Math.hypot(i % WIDTH - 48, i / WIDTH - 32);
                    return distance >= least && distance < most;
                })
                .mapToDouble(i -> plane[i])
                .average()
                .orElseThrow();
    }

    @Test
    void coloursAreThoseOfTheVisibleImage() throws Exception {
        Image grayish =
                image(SampleDepth.FLOAT_32, (x, y) -> 0.30 + 0.001 * x, (x, y) -> 0.25, (x, y) -> 0.2 + 0.001 * y);
        Image weak = image(SampleDepth.FLOAT_32, (x, y) -> isDisc(x, y) ? 0.5 : 0.2);
        try (Fuser fuser = fuser(Task.VISIBLE_INFRARED).open()) {
            float[] fused = fuser.fuse(List.of(weak, grayish), List.of(Role.INFRARED, Role.VISIBLE))
                    .image()
                    .values();
            float[] expected = Bt601.toYCbCr(grayish.values());
            float[] actual = Bt601.toYCbCr(fused);
            int pixels = WIDTH * HEIGHT;
            int compared = 0;
            for (int i = 0; i < pixels; i++) {
                boolean clips = false;
                for (int channel = 0; channel < 3; channel++) {
                    float value = fused[channel * pixels + i];
                    clips |= value <= 0 || value >= 1;
                }
                if (!clips) {
                    assertThat(actual[pixels + i]).isCloseTo(expected[pixels + i], within(1e-5f));
                    assertThat(actual[2 * pixels + i]).isCloseTo(expected[2 * pixels + i], within(1e-5f));
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(pixels * 9 / 10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "exp"})
    void visibleAndInfraredMayBeGivenInEitherOrder(String form) throws Exception {
        try (Fuser fuser = fuser(Task.VISIBLE_INFRARED)
                .dominability(ofTask -> ofTask.with(form))
                .open()) {
            float[] one = fuser.fuse(List.of(BRIGHT, INFRARED), List.of(Role.VISIBLE, Role.INFRARED))
                    .image()
                    .values();
            assertThat(fuser.fuse(List.of(INFRARED, BRIGHT), List.of(Role.INFRARED, Role.VISIBLE))
                            .image()
                            .values())
                    .isEqualTo(one);
            // Colour says it, too.
            assertThat(fuser.fuse(List.of(INFRARED, BRIGHT)).image().values()).isEqualTo(one);
        }
    }

    @Test
    void judgementsAreSmoothedIfAskedFor() throws Exception {
        List<Image> sources = List.of(texture(1, SampleDepth.FLOAT_32, 21), smooth(SampleDepth.FLOAT_32, 22));
        try (Fuser fuser = fuser(Task.MEDICAL).open()) {
            Dominability usual = fuser.defaults().chosen().with("maximum");
            float[] asUsual = fuser.fuse(sources, Variant.of(usual)).image().values();
            float[] smoothed = fuser.fuse(sources, Variant.of(usual.with("smoothing=4")))
                    .image()
                    .values();
            assertThat(Differences.largest(asUsual, smoothed)).isBetween(0.01, 0.5);
        }
    }

    @Test
    void imagesThatDoNotFitIntoTheMemoryAreRefused() throws Exception {
        try (Fuser fuser = fuser(Task.MULTI_FOCUS).memory(1 << 20).open()) {
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> fuser.fuse(List.of(INFRARED, INFRARED)))
                    .withMessageContaining("--space features");
        }
    }

    @Test
    void withoutWarmThingsTheBrightnessIsThatOfTheVisibleImage() throws Exception {
        Image visible = image(SampleDepth.FLOAT_32, (x, y) -> 0.4 + 0.002 * x);
        Random random = new Random(1);
        Image infrared = image(SampleDepth.FLOAT_32, (x, y) -> 0.8 + 0.02 * random.nextFloat());
        try (Fuser fuser = fuser(Task.VISIBLE_INFRARED).open()) {
            float[] fused = fuser.fuse(List.of(visible, infrared), List.of(Role.VISIBLE, Role.INFRARED))
                    .image()
                    .values();
            for (int top = 0; top < HEIGHT; top += 32) {
                for (int left = 0; left < WIDTH; left += 32) {
                    assertThat(block(fused, left, top)).isCloseTo(block(visible.values(), left, top), within(0.01));
                }
            }
        }
    }

    private static double block(float[] values, int left, int top) {
        return IntStream.range(0, 32 * 32)
                .mapToDouble(i -> values[(top + i / 32) * WIDTH + left + i % 32])
                .average()
                .orElseThrow();
    }

    @Test
    void blackStaysBlackInScans() throws Exception {
        Random random = new Random(9);
        List<Image> sources = new ArrayList<>();
        for (int m = 0; m < 2; m++) {
            sources.add(image(SampleDepth.BITS_8, (x, y) -> x < 48 ? 0 : random.nextFloat()));
        }
        try (Fuser fuser = fuser(Task.MEDICAL).open()) {
            float[] fused = fuser.fuse(sources).image().values();
            for (int i = 0; i < fused.length; i++) {
                if (i % WIDTH < 48) {
                    assertThat(fused[i]).isZero();
                }
            }
            assertThat(fused[60]).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void sourcesReadOneAfterTheOtherGiveTheSamePicture(Task task) throws Exception {
        Image scene = texture(3, SampleDepth.BITS_8, 11);
        List<Image> images = List.of(
                sharpBetween(scene, 0, 24),
                sharpBetween(scene, 24, 48),
                sharpBetween(scene, 48, 72),
                sharpBetween(scene, 72, WIDTH));
        SourceSequence again = new SourceSequence() {
            @Override
            public int count() {
                return images.size();
            }

            @Override
            public Image read(int index) {
                Image image = images.get(index);
                return Image.of(WIDTH, HEIGHT, 3, image.values(), image.depth());
            }
        };
        try (Fuser fuser = fuser(task).open()) {
            assertThat(fuser.fuse(again, List.of()).image().values())
                    .isEqualTo(fuser.fuse(images).image().values());
        }
    }

    @Test
    void aSourceThatCannotBeReadIsThatException() throws Exception {
        IOException reason = new IOException("gone");
        SourceSequence sources = new SourceSequence() {
            @Override
            public int count() {
                return 2;
            }

            @Override
            public Image read(int index) throws IOException {
                throw reason;
            }
        };
        try (Fuser fuser = fuser(Task.MULTI_FOCUS).open()) {
            assertThatThrownBy(() -> fuser.fuse(sources, List.of())).isSameAs(reason);
        }
    }

    @Test
    void coloursThatMeanDifferentThingsAreNoted() throws Exception {
        Image usual = withProfile(1);
        Image other = withProfile(2);
        try (Fuser fuser = fuser(Task.MULTI_FOCUS).open()) {
            assertThat(fuser.fuse(List.of(other, usual)).notes())
                    .singleElement()
                    .asString()
                    .contains("different ICC profiles");
            assertThat(fuser.fuse(List.of(usual, usual)).notes()).isEmpty();
            assertThat(fuser.fuse(List.of(other, usual)).image().metadata()).isEqualTo(other.metadata());
        }
    }

    private static Image withProfile(int content) {
        byte[] profile = new byte[132];
        System.arraycopy("RGB ".getBytes(StandardCharsets.US_ASCII), 0, profile, 16, 4);
        profile[130] = (byte) content;
        return new ImageBuilder(WIDTH, HEIGHT, 3, SampleDepth.BITS_8)
                .build(new ImageMetadata(Optional.of(profile), Optional.empty()));
    }

    @Test
    void onlyWeightsOnImagesFuseOneSourceAfterTheOther() throws Exception {
        SourceSequence sources = SourceSequence.of(List.of(INFRARED, INFRARED));
        try (Fuser features = Fuser.with(new MeanOfLuma()).task(Task.MEDICAL).open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> features.fuse(sources, List.of()))
                    .withMessageContaining("weights on images");
        }
    }

    @Test
    void sourcesMustBeTwoOrMoreOfOneSizeWithData() throws Exception {
        Image smaller = Image.of(4, 4, 1, new float[16], SampleDepth.BITS_8);
        for (Task task : Task.values()) {
            try (Fuser fuser = fuser(task).open()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fuser.fuse(List.of(INFRARED, smaller)))
                        .withMessage("expected sources of one size, found 96x64 and 4x4");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fuser.fuse(List.of(INFRARED)))
                        .withMessageContaining("found 1");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fuser.fuse(List.of()))
                        .withMessageContaining("found 0");
            }
        }
    }

    @Test
    void theDefaultsOfAFuserAreThoseOfItsTask() throws Exception {
        try (Fuser image = Fuser.forTask(Task.MULTI_EXPOSURE).open();
                Fuser features =
                        Fuser.forTask(Task.MULTI_EXPOSURE).space(Space.FEATURES).open()) {
            Dominability inImages = image.defaults().chosen();
            assertThat(inImages.imageSpace()).isPresent();
            assertThat(features.defaults().chosen()).isEqualTo(features.defaultDominability());
            assertThat(features.defaultDominability().imageSpace()).isEmpty();
            assertThat(image.fuse(List.of(BRIGHT, BRIGHT)).dominability()).contains(inImages);
            assertThat(features.fuse(List.of(BRIGHT, BRIGHT)).dominability()).contains(features.defaultDominability());
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void progressReachesAllRows(Task task) throws Exception {
        List<Integer> rows = new ArrayList<>();
        try (Fuser fuser = fuser(task)
                .progress((done, total) -> {
                    assertThat(total).isEqualTo(HEIGHT);
                    rows.add(done);
                })
                .open()) {
            fuser.fuse(List.of(texture(1, SampleDepth.BITS_8, 1), texture(1, SampleDepth.BITS_8, 2)));
        }
        assertThat(rows).isSorted().doesNotHaveDuplicates().endsWith(HEIGHT);
    }

    @Test
    void progressCanEndTheFusion() throws Exception {
        List<Image> sources = List.of(texture(1, SampleDepth.BITS_8, 1), texture(1, SampleDepth.BITS_8, 2));
        try (Fuser fuser = fuser(Task.MULTI_FOCUS)
                .progress((done, total) -> {
                    throw new CancellationException();
                })
                .open()) {
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> fuser.fuse(sources));
        }
    }
}
