package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that are transparent somewhere. */
class TransparencyTest {
    private static final int WIDTH = 30;
    private static final int HEIGHT = 20;
    private static final Region WHOLE = new Region(0, 0, WIDTH, HEIGHT);

    /** How far IFCNN looks: four pixels to its features, one more to their image, and one to the loss of a reference. */
    private static final int REACH = 6;

    private static Image noise(int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(WIDTH, HEIGHT, channels, values, SampleDepth.FLOAT_32);
    }

    private static Image constant(float... channels) {
        float[] values = new float[channels.length * WIDTH * HEIGHT];
        for (int channel = 0; channel < channels.length; channel++) {
            Arrays.fill(values, channel * WIDTH * HEIGHT, (channel + 1) * WIDTH * HEIGHT, channels[channel]);
        }
        return Image.of(WIDTH, HEIGHT, channels.length, values, SampleDepth.FLOAT_32);
    }

    /** An image with this alpha and, where that is 0, these samples. */
    private static Image transparent(Image image, IntPredicate hasData, float alphaOfData, float hidden) {
        float[] values = image.values();
        float[] alphas = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % alphas.length;
            alphas[pixel] = hasData.test(pixel) ? alphaOfData : 0;
            values[i] = hasData.test(pixel) ? values[i] : hidden;
        }
        ImageBuilder builder = new ImageBuilder(WIDTH, HEIGHT, image.channels(), image.depth());
        builder.put(WHOLE, values);
        builder.putAlpha(WHOLE, alphas);
        return builder.build(ImageMetadata.NONE);
    }

    private static Image without(Image image, IntPredicate noData) {
        return transparent(image, noData.negate(), 1, 0);
    }

    private static boolean isOnTheLeft(int pixel) {
        return pixel % WIDTH < 9;
    }

    private static boolean isInTheHole(int pixel) {
        return Math.hypot(pixel % WIDTH - 18, pixel / WIDTH - 9) < 3.5;
    }

    private static boolean isInTheRim(int pixel) {
        int x = pixel % WIDTH;
        int y = pixel / WIDTH;
        return x < 2 || y < 2 || x >= WIDTH - 3 || y >= HEIGHT - 2;
    }

    private static boolean isNear(int pixel, IntPredicate place, int distance) {
        for (int y = Math.max(0, pixel / WIDTH - distance); y <= Math.min(HEIGHT - 1, pixel / WIDTH + distance); y++) {
            for (int x = Math.max(0, pixel % WIDTH - distance);
                    x <= Math.min(WIDTH - 1, pixel % WIDTH + distance);
                    x++) {
                if (place.test(y * WIDTH + x)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Fuser fuser(Ifcnn network) throws Exception {
        return Fuser.with(RandomNetworks.load(network, 5))
                .depth(SampleDepth.FLOAT_32)
                .keepWeightMaps()
                .open();
    }

    /** All ways for one network, and for the others those in which they differ. */
    private static List<Variant> variants(Ifcnn network) {
        return network == Ifcnn.SUM ? variants() : variants().subList(0, 1 + Reference.values().length);
    }

    private static List<Variant> variants() {
        Dominability fused = Dominability.of(Reference.FUSED);
        List<Variant> variants = new ArrayList<>(List.of(Variant.STATIC));
        for (Reference reference : Reference.values()) {
            variants.add(Variant.of(Dominability.of(reference)));
        }
        for (String words : List.of(
                "contrast",
                "proportional, k=50",
                "none",
                "average",
                "uniform",
                "smoothing=2",
                "iterations=2",
                "gradient=l1, channel=auto",
                "gradient=l2+ssim, channel=mean, maximum",
                "gradient=l1, joint, channel=3")) {
            variants.add(Variant.of(fused.with(words)));
        }
        return variants;
    }

    @ParameterizedTest
    @EnumSource
    void coloursUnderNoDataChangeNothing(Ifcnn network) throws Exception {
        IntPredicate hasData = pixel -> !isOnTheLeft(pixel);
        List<Image> black = List.of(noise(3, 1), transparent(noise(3, 2), hasData, 1, 0));
        List<Image> pink = List.of(noise(3, 1), transparent(noise(3, 2), hasData, 1, 0.8f));
        try (Fuser fuser = fuser(network)) {
            for (Variant variant : variants(network)) {
                FusedImage expected = fuser.fuse(black, variant);
                FusedImage actual = fuser.fuse(pink, variant);
                assertThat(actual.image().values())
                        .as(variant.label())
                        .containsExactly(expected.image().values());
                for (int m = 0; m < expected.weightMaps().size(); m++) {
                    assertThat(actual.weightMaps().get(m).values())
                            .as(variant.label())
                            .containsExactly(expected.weightMaps().get(m).values());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatIsAHoleCountsOnlyThere(Ifcnn network) throws Exception {
        Image everywhere = noise(3, 1);
        Image hole = without(noise(3, 2), pixel -> !isInTheHole(pixel));
        try (Fuser fuser = fuser(network)) {
            for (Variant variant : variants(network)) {
                float[] alone = fuser.fuse(List.of(everywhere, everywhere), variant)
                        .image()
                        .values();
                FusedImage fused = fuser.fuse(List.of(everywhere, hole), variant);
                assertThat(fused.image().isOpaque()).isTrue();
                assertThat(differences(fused.image().values(), alone, p -> isInTheHole(p)).near)
                        .as(variant.label())
                        .isGreaterThan(1e-3);
                // One pixel to the static fusion that a loss is of, one from the weights to the result, and one to
                // spare.
                assertThat(differences(fused.image().values(), alone, p -> isNear(p, TransparencyTest::isInTheHole, 3))
                                .far)
                        .as(variant.label())
                        .isLessThan(2e-5);
                fused.weightMaps().stream()
                        .skip(1)
                        .forEach(map -> assertThat(differences(
                                                map.values(), new float[WIDTH * HEIGHT], TransparencyTest::isInTheHole)
                                        .far)
                                .as(variant.label())
                                .isZero());
            }
        }
    }

    private record NearAndFar(double near, double far) {}

    /** The largest differences at pixels of a place and at all others. */
    private static NearAndFar differences(float[] first, float[] second, IntPredicate place) {
        double near = 0;
        double far = 0;
        for (int i = 0; i < first.length; i++) {
            double difference = Math.abs(first[i] - second[i]);
            if (place.test(i % (WIDTH * HEIGHT))) {
                near = Math.max(near, difference);
            } else {
                far = Math.max(far, difference);
            }
        }
        return new NearAndFar(near, far);
    }

    @Test
    void sourcesInAnotherOrderHaveTheirWeightsInThatOrder() throws Exception {
        List<Image> sources = List.of(
                without(noise(3, 1), TransparencyTest::isOnTheLeft),
                transparent(noise(3, 2), p -> !isInTheHole(p), 0.6f, 0),
                transparent(noise(3, 3), p -> !isInTheRim(p), 0.3f, 0));
        List<Image> turned = List.of(sources.get(2), sources.get(0), sources.get(1));
        try (Fuser fuser = fuser(Ifcnn.MEAN)) {
            for (Variant variant : variants()) {
                FusedImage first = fuser.fuse(sources, variant);
                FusedImage second = fuser.fuse(turned, variant);
                assertThat(Differences.largest(
                                first.image().values(), second.image().values()))
                        .as(variant.label())
                        .isLessThan(2e-5);
                for (int m = 0; m < first.weightMaps().size(); m++) {
                    assertThat(Differences.largest(
                                    first.weightMaps().get(m).values(),
                                    second.weightMaps().get((m + 1) % 3).values()))
                            .as(variant.label())
                            .isLessThan(5e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void farFromARimNothingChanges(Ifcnn network) throws Exception {
        Image rimmed = without(noise(1, 2), TransparencyTest::isInTheRim);
        try (Fuser fuser = fuser(network)) {
            for (Reference reference : List.of(Reference.FUSED, Reference.MAXIMUM)) {
                Variant variant = Variant.of(Dominability.of(reference));
                float[] whole = fuser.fuse(List.of(noise(1, 1), noise(1, 2)), variant)
                        .image()
                        .values();
                float[] withRim = fuser.fuse(List.of(noise(1, 1), rimmed), variant)
                        .image()
                        .values();
                assertThat(differences(whole, withRim, p -> isNear(p, TransparencyTest::isInTheRim, REACH)).far)
                        .as(variant.label())
                        .isLessThan(2e-6);
            }
        }
    }

    /** Two sources that show the same, so that it makes no difference which of them has data. */
    @ParameterizedTest
    @EnumSource
    void nearARimNothingStandsOut(Ifcnn network) throws Exception {
        float[] wave = new float[WIDTH * HEIGHT];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 0.5f + 0.2f * (float) Math.sin(0.1 * (i % WIDTH) + 0.07 * (i / WIDTH));
        }
        Image full = Image.of(WIDTH, HEIGHT, 1, wave, SampleDepth.FLOAT_32);
        Image rimmed = without(full, TransparencyTest::isInTheRim);
        try (Fuser fuser = fuser(network)) {
            for (Variant variant : List.of(Variant.STATIC, Variant.of(Dominability.of(Reference.FUSED)))) {
                float[] whole = fuser.fuse(List.of(full, full), variant).image().values();
                float[] withRim =
                        fuser.fuse(List.of(full, rimmed), variant).image().values();
                float[] withBlack = fuser.fuse(List.of(full, rimmed.overBlack()), variant)
                        .image()
                        .values();
                assertThat(differences(whole, withRim, p -> true).near)
                        .as(variant.label())
                        .isLessThan(differences(whole, withBlack, p -> true).near / 10);
            }
        }
    }

    @Test
    void tilesAreTheWhole() throws Exception {
        List<Image> sources = List.of(
                without(noise(3, 1), p -> isOnTheLeft(p) || isInTheHole(p)),
                transparent(noise(3, 2), p -> !isInTheRim(p) && !isInTheHole(p), 0.4f, 0));
        try (Fuser whole = fuser(Ifcnn.SUM);
                Fuser tiled = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 5))
                        .depth(SampleDepth.FLOAT_32)
                        .largestTile(16)
                        .open()) {
            for (Variant variant : variants()) {
                Image expected = whole.fuse(sources, variant).image();
                FusedImage actual = tiled.fuse(sources, variant);
                assertThat(Differences.largest(expected.values(), actual.image().values()))
                        .as(variant.label())
                        .isLessThan(1e-5);
                assertThat(actual.image().alpha(WHOLE)).containsExactly(expected.alpha(WHOLE));
            }
        }
    }

    @Test
    void theResultIsTransparentOnlyWhereNoSourceHasData() throws Exception {
        Image first = without(constant(0.2f), p -> isOnTheLeft(p) || isInTheHole(p));
        Image second = transparent(constant(0.8f), p -> !isInTheHole(p), 0.5f, 0.7f);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).keepWeightMaps().open()) {
            for (Variant variant : List.of(Variant.STATIC, Variant.of(Dominability.of(Reference.FUSED)))) {
                FusedImage fused = fuser.fuse(List.of(first, second), variant);
                float[] values = fused.image().values();
                float[] alphas = fused.image().alpha(WHOLE);
                for (int i = 0; i < alphas.length; i++) {
                    assertThat(alphas[i]).isEqualTo(isInTheHole(i) ? 0 : isOnTheLeft(i) ? 0.5f : 1);
                    if (isInTheHole(i)) {
                        assertThat(values[i]).isZero();
                    } else if (isOnTheLeft(i)) {
                        assertThat(values[i]).isCloseTo(0.8f, within(1e-6f));
                    }
                }
                fused.weightMaps()
                        .forEach(map -> assertThat(map.values()[9 * WIDTH + 18]).isZero());
            }
        }
    }

    /** (0.2 · 0.5 + 0.8 · 1) / 1.5 = 0.6; without alpha it is 0.5. */
    @Test
    void partialAlphaWeighs() throws Exception {
        Image half = transparent(constant(0.2f), p -> true, 0.5f, 0);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).open()) {
            for (String words : List.of("static", "uniform")) {
                Image fused = fuser.fuse(
                                List.of(half, constant(0.8f)), Variant.parse(words, fuser.defaultDominability()))
                        .image();
                assertThat(fused.isOpaque()).isTrue();
                assertThat(fused.values()[7]).isCloseTo(0.6f, within(1e-6f));
            }
        }
    }

    /**
     * Where the brightest source has no data the target is 0.5, which the second reaches and the first misses by 0.2: ω⁽²⁾ =
     * 1 / (1 + exp(exp(−0.2) − 1)) = 0.545193, and the result 0.3 + 0.2 ω⁽²⁾ = 0.409039.
     */
    @Test
    void theTargetIsTheBrightestOfThoseWhoHaveData() throws Exception {
        Image hidden = without(constant(0.9f), TransparencyTest::isOnTheLeft);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).open()) {
            Image fused = fuser.fuse(
                            List.of(constant(0.3f), constant(0.5f), hidden),
                            Variant.of(Dominability.of(Reference.MAXIMUM)))
                    .image();
            assertThat(fused.values()[5 * WIDTH + 2]).isCloseTo(0.409039f, within(2e-6f));
        }
    }

    /** Cb and Cr of the red source alone: where it has no data, the other's none. */
    @Test
    void colourOfNoDataDoesNotShine() throws Exception {
        Image red = without(constant(0.9f, 0.1f, 0.1f), TransparencyTest::isOnTheLeft);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).open()) {
            Image fused =
                    fuser.fuse(List.of(red, constant(0.5f)), Variant.STATIC).image();
            float[] left = fused.values(new Region(2, 5, 1, 1));
            float[] right = fused.values(new Region(20, 5, 1, 1));
            assertThat(left).containsExactly(new float[] {0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(right[0]).isGreaterThan(right[1] + 0.5f);
        }
    }

    /** Weights that do not sum to 1 leave no brighter and no darker place where a source ends. */
    @ParameterizedTest
    @CsvSource({"none, 1", "average, 0.5"})
    void weightsThatDoNotSumToOneLeaveNoStep(String words, float expected) throws Exception {
        Image half = without(constant(0.5f), TransparencyTest::isOnTheLeft);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).open()) {
            Variant variant = Variant.of(fuser.defaultDominability().with(words));
            float[] fused =
                    fuser.fuse(List.of(half, constant(0.5f)), variant).image().values();
            for (float value : fused) {
                assertThat(value).isCloseTo(expected, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSourceWithoutDataIsRefused(int source) throws Exception {
        List<Image> sources = new ArrayList<>(List.of(noise(1, 1), noise(1, 2)));
        sources.set(source - 1, without(noise(1, 3), p -> true));
        try (Fuser fuser = fuser(Ifcnn.SUM)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(sources))
                    .withMessageContaining("source " + source);
        }
    }
}
