package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.ReferenceNetworks;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuserTest {
    private static Image noise(int width, int height, int channels, SampleDepth depth, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(width, height, channels, values, depth);
    }

    private static Image gray(long seed) {
        return noise(20, 10, 1, SampleDepth.BITS_8, seed);
    }

    private static Image colour(long seed) {
        return noise(20, 10, 3, SampleDepth.BITS_8, seed);
    }

    private static Fuser.Builder ifcnn(Ifcnn network) {
        return Fuser.with(RandomNetworks.load(network, 1));
    }

    /** Where features are added up, a joint loss has one derivative for all sources: weights are equal, the result static. */
    @Test
    void weightsOfAJointGradientAreEqual() throws Exception {
        List<Image> sources = List.of(gray(1), gray(2));
        Dominability joint = Dominability.of(Reference.FUSED).with("gradient=l1, joint, channel=mean, scaled");
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            float[] weighed = fuser.fuse(sources, Variant.of(joint)).image().values();
            assertThat(weighed)
                    .usingComparatorWithPrecision(1.5f / 255)
                    .containsExactly(fuser.fuse(sources, Variant.STATIC).image().values());
        }
    }

    @Test
    void grayStaysGrayUnlessASourceHasColour() throws Exception {
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            assertThat(fuser.fuse(List.of(gray(1), gray(2))).image().channels()).isEqualTo(1);
            assertThat(fuser.fuse(List.of(gray(1), colour(2))).image().channels())
                    .isEqualTo(3);
            float[] plane = gray(1).values();
            float[] equalChannels = new float[3 * plane.length];
            for (int i = 0; i < equalChannels.length; i++) {
                equalChannels[i] = plane[i % plane.length];
            }
            Image grayInThreeChannels = Image.of(20, 10, 3, equalChannels, SampleDepth.BITS_8);
            FusedImage fused = fuser.fuse(List.of(grayInThreeChannels, gray(2)));
            assertThat(fused.image().channels()).isEqualTo(1);
            assertThat(fused.image().values())
                    .containsExactly(
                            fuser.fuse(List.of(gray(1), gray(2))).image().values());
        }
    }

    /**
     * Gray sources have a gray result, the luma of what an RGB network makes of them: the same luma wherever no channel of the coloured
     * one was cut to [0,1].
     */
    @Test
    void networkColoursAreKeptIfAskedFor() throws Exception {
        List<Image> sources =
                List.of(noise(20, 10, 1, SampleDepth.FLOAT_32, 1), noise(20, 10, 1, SampleDepth.FLOAT_32, 2));
        try (Fuser usual = ifcnn(Ifcnn.MEAN).withoutWeights().open();
                Fuser coloured =
                        ifcnn(Ifcnn.MEAN).withoutWeights().networkColours().open();
                Fuser luma = Fuser.with(new MeanOfLuma()).networkColours().open()) {
            Image fused = coloured.fuse(sources).image();
            assertThat(fused.channels()).isEqualTo(3);
            assertThat(fused.isGray()).isFalse();
            float[] values = fused.values();
            float[] expected = usual.fuse(sources).image().values();
            float[] actual = Bt601.luma(values);
            int compared = 0;
            for (int i = 0; i < expected.length; i++) {
                float[] pixel = {values[i], values[expected.length + i], values[2 * expected.length + i]};
                if (IntStream.range(0, 3).allMatch(channel -> pixel[channel] > 0 && pixel[channel] < 1)) {
                    assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(10);
            assertThat(luma.fuse(sources).image().channels()).isEqualTo(1);
        }
    }

    @Test
    void oneFuserFusesAnyVariant() throws Exception {
        List<Image> sources =
                List.of(noise(20, 12, 3, SampleDepth.FLOAT_32, 1), noise(20, 12, 3, SampleDepth.FLOAT_32, 2));
        Dominability ofAnother = Dominability.of(Reference.COMPONENT).with("gradient=l2, channel=auto");
        try (Fuser fuser = ifcnn(Ifcnn.SUM).task(Task.MEDICAL).open();
                Fuser staticFuser = ifcnn(Ifcnn.SUM).withoutWeights().open();
                Fuser other = ifcnn(Ifcnn.SUM).dominability(ofAnother).open()) {
            assertThat(fuser.defaultDominability()).isEqualTo(Dominability.of(Reference.MAXIMUM));
            FusedImage fused = fuser.fuse(sources, Variant.of(ofAnother));
            assertThat(fused.dominability()).contains(ofAnother);
            assertThat(fused.channel().orElseThrow()).isBetween(0, 63);
            assertThat(fused.notes()).isEmpty();
            assertThat(fused.image().values())
                    .containsExactly(other.fuse(sources).image().values());
            FusedImage still = fuser.fuse(sources, Variant.STATIC);
            assertThat(still.dominability()).isEmpty();
            assertThat(still.channel()).isEmpty();
            assertThat(still.image().values())
                    .containsExactly(staticFuser.fuse(sources).image().values());
        }
    }

    /** Half a gigabyte holds the program and tiles, but not the features of two photographs as a whole. */
    @Test
    void workOnTensorsStaysWithinTheMemory() throws Exception {
        List<Image> large = List.of(
                Image.of(2000, 1000, 1, new float[2000 * 1000], SampleDepth.BITS_8),
                Image.of(2000, 1000, 1, new float[2000 * 1000], SampleDepth.BITS_8));
        try (Fuser fuser = ifcnn(Ifcnn.SUM).memory(512L << 20).open()) {
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> fuser.onTensors(large, (fusion, tensors) -> 1))
                    .withMessageContaining("for these images as a whole and not in tiles, found a limit of 512 MB");
            assertThat(fuser.<Integer>onTensors(List.of(gray(1), gray(2)), (fusion, tensors) -> 1))
                    .isEqualTo(1);
        }
    }

    @Test
    void weightsThatGiveNoNumbersAreNamed(@TempDir Path folder) throws Exception {
        Map<String, StoredTensor> tensors = RandomNetworks.stored(Ifcnn.MEAN, 1);
        tensors.forEach((name, tensor) -> {
            if (name.endsWith("weight")) {
                Arrays.fill(tensor.values(), 3e38f);
            }
        });
        Path file = folder.resolve("ifcnn-mean.safetensors");
        Safetensors.write(file, tensors, Map.of());
        try (Fuser dynamic = Fuser.with(file).keepWeightMaps().open();
                Fuser constant = Fuser.with(file).withoutWeights().open()) {
            for (Fuser fuser : List.of(dynamic, constant)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fuser.fuse(List.of(colour(1), colour(2))))
                        .withMessageStartingWith(file + ": this checkpoint gives no numbers");
            }
        }
    }

    @Test
    void workOnTensorsSeesWholeImagesAndLeavesNone() throws Exception {
        List<Image> sources = List.of(colour(1), gray(2));
        List<Tensor> seen = new ArrayList<>();
        Fuser fuser = ifcnn(Ifcnn.SUM).largestTile(4).open();
        long[] shape = fuser.onTensors(sources, (fusion, tensors) -> {
            seen.addAll(tensors.images());
            seen.add(fusion.fuseStatically(tensors));
            return seen.get(2).shape();
        });
        assertThat(shape).containsExactly(1, 3, 10, 20);
        assertThat(seen).hasSize(3).allMatch(tensor -> tensor.toString().equals("freed tensor"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fuser.onTensors(List.of(gray(1)), (fusion, tensors) -> 1));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> fuser.onTensors(sources, (fusion, tensors) -> {
                    seen.addAll(Cut.of(fusion.model()).encode(tensors.images()));
                    throw new ArithmeticException();
                }));
        assertThat(seen).hasSize(5).allMatch(tensor -> tensor.toString().equals("freed tensor"));
        assertThatIllegalStateException()
                .isThrownBy(() -> fuser.onTensors(sources, (fusion, tensors) -> {
                    try {
                        return fuser.fuse(sources);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
        fuser.close();
        assertThatIllegalStateException().isThrownBy(() -> fuser.onTensors(sources, (fusion, tensors) -> 1));
    }

    @Test
    void aProgressListenerCannotWaitForItsOwnFuser() throws Exception {
        List<Image> sources = List.of(gray(1), gray(2));
        List<Fuser> self = new ArrayList<>();
        Fuser.Builder builder = ifcnn(Ifcnn.SUM).progress((done, total) -> {
            try {
                self.get(0).onTensors(sources, (fusion, tensors) -> 1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        try (Fuser fuser = builder.open()) {
            self.add(fuser);
            assertThatIllegalStateException().isThrownBy(() -> fuser.fuse(sources));
        }
    }

    /** A loss that fails half-way leaves the thread of the engine as it was: what follows is as on a fresh one. */
    @Test
    void aGradientThatFailsLeavesNothingRecorded() throws Exception {
        List<Image> sources = List.of(gray(1), gray(2));
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            Variant tooSmall = Variant.parse("gradient=l1+ssim", fuser.defaultDominability());
            assertThatIllegalArgumentException().isThrownBy(() -> fuser.fuse(sources, tooSmall));
            assertThat(fuser.<Boolean>onTensors(sources, (fusion, tensors) -> {
                        Tensor variable = tensors.images().get(0).asVariable();
                        return variable.times(2).requiresGrad();
                    }))
                    .isFalse();
        }
    }

    @Test
    void resultHasTheDeepestDepthOfItsSourcesUnlessToldOtherwise() throws Exception {
        Image deep = noise(20, 10, 1, SampleDepth.BITS_16, 3);
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open();
                Fuser shallow = ifcnn(Ifcnn.SUM).depth(SampleDepth.BITS_8).open()) {
            assertThat(fuser.fuse(List.of(gray(1), deep)).image().depth()).isEqualTo(SampleDepth.BITS_16);
            assertThat(fuser.fuse(List.of(gray(1), gray(2))).image().depth()).isEqualTo(SampleDepth.BITS_8);
            assertThat(shallow.fuse(List.of(gray(1), deep)).image().depth()).isEqualTo(SampleDepth.BITS_8);
        }
    }

    /** A network whose result is known: the mean of the sources' luma, so that chroma is all that is left to see. */
    @Test
    void lumaNetworksFuseLumaAndKeepTheChromaOfColourSources() throws Exception {
        Image red = uniform(0.8f, 0.2f, 0.2f);
        Image halfGray = uniform(0.5f, 0.5f, 0.5f);
        try (Fuser fuser = Fuser.with(new MeanOfLuma()).withoutWeights().open()) {
            float[] fused = fuser.fuse(List.of(red, halfGray)).image().values();
            // Y = 0.299·0.8 + 0.701·0.2 = 0.3794; with gray beside it, chroma is red's alone, and the mean luma 0.4397
            // is 0.0603 more than red's, which moves every channel by as much.
            int plane = fused.length / 3;
            assertThat(fused[0]).isCloseTo(0.8603f, within(1e-4f));
            assertThat(fused[plane]).isCloseTo(0.2603f, within(1e-4f));
            assertThat(fused[2 * plane]).isCloseTo(0.2603f, within(1e-4f));
            assertThat(fuser.fuse(List.of(halfGray, halfGray)).image().channels())
                    .isEqualTo(1);
        }
    }

    @Test
    void lumaNetworksFuseTheSameInTiles() throws Exception {
        List<Image> sources =
                List.of(noise(50, 40, 3, SampleDepth.FLOAT_32, 1), noise(50, 40, 3, SampleDepth.FLOAT_32, 2));
        try (Fuser whole = Fuser.with(new MeanOfLuma()).withoutWeights().open();
                Fuser tiled = Fuser.with(new MeanOfLuma())
                        .withoutWeights()
                        .largestTile(16)
                        .open()) {
            assertThat(tiled.fuse(sources).image().values())
                    .containsExactly(whole.fuse(sources).image().values(), within(1e-6f));
        }
    }

    private static Image uniform(float red, float green, float blue) {
        float[] values = new float[3 * 12];
        Arrays.fill(values, 0, 12, red);
        Arrays.fill(values, 12, 24, green);
        Arrays.fill(values, 24, 36, blue);
        return Image.of(4, 3, 3, values, SampleDepth.FLOAT_32);
    }

    @Test
    void resultCarriesTheProfileAndExifOfTheFirstSource(@TempDir Path folder) throws Exception {
        byte[] profile = new byte[128];
        System.arraycopy("RGB ".getBytes(StandardCharsets.US_ASCII), 0, profile, 16, 4);
        // Little-endian TIFF with an empty directory.
        byte[] exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        ImageMetadata metadata = new ImageMetadata(Optional.of(profile), Optional.of(exif));
        ImageBuilder first = new ImageBuilder(20, 10, 3, SampleDepth.BITS_8);
        first.put(new Region(0, 0, 20, 10), colour(1).values());
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            Image fused = fuser.fuse(List.of(first.build(metadata), colour(2))).image();
            assertThat(fused.metadata()).isEqualTo(metadata);
            Path file = folder.resolve("fused.png");
            ImageFiles.write(fused, file);
            assertThat(ImageFiles.read(file).metadata()).isEqualTo(metadata);
        }
    }

    @Test
    void bfloat16ComesCloseToFullPrecision() throws Exception {
        List<Image> sources =
                List.of(noise(40, 30, 3, SampleDepth.FLOAT_32, 1), noise(40, 30, 3, SampleDepth.FLOAT_32, 2));
        try (Fuser exact = Fuser.with(ReferenceNetworks.file(Ifcnn.SUM)).open();
                Fuser coarse = Fuser.with(ReferenceNetworks.file(Ifcnn.SUM))
                        .precision(Precision.BF16)
                        .open()) {
            double difference = Differences.largest(
                    exact.fuse(sources).image().values(),
                    coarse.fuse(sources).image().values());
            Golden.report("bf16 against fp32 on noise, ifcnn-sum, fused", difference);
            // Eight bits of mantissa, over four layers.
            assertThat(difference).isPositive().isLessThanOrEqualTo(8 / 256.0);
        }
    }

    @Test
    void aFailingChangeOfTheDominabilityFreesTheNetwork() {
        AtomicBoolean closed = new AtomicBoolean();
        Fuser.Builder builder = Fuser.with(new MeanOfLuma(() -> closed.set(true)))
                .dominability(base -> {
                    throw new IllegalArgumentException("no");
                });
        assertThatIllegalArgumentException().isThrownBy(builder::open);
        assertThat(closed).isTrue();
    }

    @Test
    void fusingFromTheProgressListenerIsRefusedRatherThanWaitedFor() throws Exception {
        Fuser[] self = new Fuser[1];
        List<Image> sources = List.of(gray(1), gray(2));
        try (Fuser fuser = ifcnn(Ifcnn.SUM)
                .progress((done, total) -> {
                    try {
                        self[0].fuse(sources);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .open()) {
            self[0] = fuser;
            assertThatIllegalStateException()
                    .isThrownBy(() -> fuser.fuse(sources))
                    .withMessageContaining("own thread");
        }
    }

    @Test
    void weightMapsAreSixteenBitGrayAndSumToOne() throws Exception {
        try (Fuser fuser = ifcnn(Ifcnn.SUM).keepWeightMaps().open();
                Fuser without = ifcnn(Ifcnn.SUM).open()) {
            List<Image> maps = fuser.fuse(List.of(colour(1), gray(2), gray(3))).weightMaps();
            assertThat(maps).hasSize(3).allSatisfy(map -> {
                assertThat(map.channels()).isEqualTo(1);
                assertThat(map.depth()).isEqualTo(SampleDepth.BITS_16);
            });
            for (int i = 0; i < 200; i++) {
                float sum = maps.get(0).values()[i]
                        + maps.get(1).values()[i]
                        + maps.get(2).values()[i];
                assertThat(sum).isCloseTo(1, within(3 / 65535f));
            }
            assertThat(without.fuse(List.of(gray(1), gray(2))).weightMaps()).isEmpty();
        }
    }

    @Test
    void dominabilityIsTheNetworksDefaultForTheTaskUnlessChanged() throws Exception {
        List<Image> sources = List.of(gray(1), gray(2));
        try (Fuser medical = ifcnn(Ifcnn.SUM).task(Task.MEDICAL).open();
                Fuser focus = ifcnn(Ifcnn.SUM).task(Task.MULTI_FOCUS).open();
                Fuser component = ifcnn(Ifcnn.SUM)
                        .dominability(Dominability.of(Reference.COMPONENT))
                        .open();
                Fuser withoutWeights = ifcnn(Ifcnn.SUM).withoutWeights().open()) {
            assertThat(medical.fuse(sources).dominability()).contains(Dominability.of(Reference.MAXIMUM));
            assertThat(focus.fuse(sources).dominability()).contains(Dominability.of(Reference.FUSED));
            assertThat(component.fuse(sources).dominability()).contains(Dominability.of(Reference.COMPONENT));
            assertThat(withoutWeights.fuse(sources).dominability()).isEmpty();
        }
    }

    @Test
    void notesSayWhatANetworkCannotDo() throws Exception {
        List<Image> two = List.of(gray(1), gray(2));
        List<Image> three = List.of(gray(1), gray(2), gray(3));
        try (Fuser sum = ifcnn(Ifcnn.SUM).open();
                Fuser mean = ifcnn(Ifcnn.MEAN).open();
                Fuser maximum = ifcnn(Ifcnn.MAX).open()) {
            assertThat(sum.fuse(two).notes()).isEmpty();
            assertThat(sum.fuse(three).notes()).singleElement().asString().contains("trained on 2 sources");
            assertThat(mean.fuse(three).notes()).isEmpty();
            assertThat(maximum.fuse(two).notes()).singleElement().asString().contains("by the mean");
        }
    }

    @Test
    void sourcesMustBeTwoOrMoreOfOneSize() throws Exception {
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(gray(1))))
                    .withMessage("expected 2 or more sources, found 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fuser.fuse(List.of(gray(1), noise(10, 20, 1, SampleDepth.BITS_8, 2))))
                    .withMessage("expected sources of one size, found 20x10 and 10x20");
        }
    }

    @Test
    void memoryLimitIsKeptByTilesAndRefusedWhereNotEvenATileFits() throws Exception {
        List<Image> sources =
                List.of(noise(600, 400, 1, SampleDepth.BITS_8, 1), noise(600, 400, 1, SampleDepth.BITS_8, 2));
        try (Fuser roomy = ifcnn(Ifcnn.SUM).memory(4L << 30).open();
                Fuser narrow = ifcnn(Ifcnn.SUM).memory(370L << 20).open();
                Fuser tooNarrow = ifcnn(Ifcnn.SUM).memory(100L << 20).open()) {
            assertThat(roomy.fuse(sources).tiles()).isEqualTo(1);
            assertThat(narrow.fuse(sources).tiles()).isGreaterThan(1);
            assertThatExceptionOfType(InsufficientMemoryException.class)
                    .isThrownBy(() -> tooNarrow.fuse(sources))
                    .withMessageContaining("found a limit of 100 MB");
        }
    }

    @Test
    void progressReachesItsTotal() throws Exception {
        List<int[]> heard = new ArrayList<>();
        try (Fuser fuser = ifcnn(Ifcnn.SUM)
                .largestTile(10)
                .progress((done, total) -> heard.add(new int[] {done, total}))
                .open()) {
            fuser.fuse(List.of(gray(1), gray(2)));
        }
        assertThat(heard).containsExactly(new int[] {1, 2}, new int[] {2, 2});
    }

    @Test
    void closingLetsAFusionFinishAndBeginsNoOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Fuser fuser = ifcnn(Ifcnn.SUM)
                .largestTile(10)
                .progress((done, total) -> begun.countDown())
                .open();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        List<Image> sources =
                List.of(noise(200, 100, 1, SampleDepth.BITS_8, 1), noise(200, 100, 1, SampleDepth.BITS_8, 2));
        Future<FusedImage> running = caller.submit(() -> fuser.fuse(sources));
        begun.await();
        fuser.close();
        fuser.close();
        assertThat(running.get().tiles()).isEqualTo(200);
        assertThatIllegalStateException().isThrownBy(() -> fuser.fuse(sources));
        caller.shutdown();
    }

    @Test
    void theSmallestImagesFuse() throws Exception {
        try (Fuser fuser = ifcnn(Ifcnn.SUM).keepWeightMaps().open()) {
            for (int[] size : new int[][] {{1, 1}, {1, 7}, {5, 1}, {2, 3}}) {
                List<Image> sources = List.of(
                        noise(size[0], size[1], 3, SampleDepth.BITS_8, 1),
                        noise(size[0], size[1], 1, SampleDepth.BITS_8, 2));
                FusedImage fused = fuser.fuse(sources);
                assertThat(fused.image().width()).isEqualTo(size[0]);
                assertThat(fused.image().height()).isEqualTo(size[1]);
            }
        }
    }

    @Test
    void manyThreadsMayUseOneFuser() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (Fuser fuser = ifcnn(Ifcnn.SUM).open()) {
            float[] expected = fuser.fuse(List.of(gray(1), gray(2))).image().values();
            Callable<float[]> fusion =
                    () -> fuser.fuse(List.of(gray(1), gray(2))).image().values();
            for (Future<float[]> result : callers.invokeAll(Collections.nCopies(12, fusion))) {
                assertThat(result.get()).containsExactly(expected);
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void checkpointsAreRecognisedByWhatTheyHoldAndHowTheyAreNamed(@TempDir Path folder) throws Exception {
        Path plain = folder.resolve("weights.safetensors");
        Path named = folder.resolve("my-IFCNN-MAX-weights.safetensors");
        Path stating = folder.resolve("stating.safetensors");
        Safetensors.write(plain, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        Safetensors.write(named, RandomNetworks.stored(Ifcnn.MAX, 1), Map.of());
        Safetensors.write(stating, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of("network", "ifcnn-mean"));
        assertThat(network(plain)).isEqualTo(Ifcnn.SUM);
        assertThat(network(named)).isEqualTo(Ifcnn.MAX);
        assertThat(network(stating)).isEqualTo(Ifcnn.MEAN);
    }

    private static Object network(Path checkpoint) throws IOException {
        try (Fuser fuser = Fuser.with(checkpoint).open()) {
            return fuser.network();
        }
    }

    @Test
    void checkpointsThatDoNotFitAreRefusedWithTheirFirstDifference(@TempDir Path folder) throws Exception {
        var parameters = RandomNetworks.stored(Ifcnn.SUM, 1);
        var bias = parameters.remove("conv4.bias");
        assertRefused(folder, parameters, "does not fit ifcnn-sum: missing: conv4.bias");
        parameters.put("conv4.bias", bias);
        parameters.put("conv5.bias", bias);
        assertRefused(folder, parameters, "does not fit ifcnn-sum: not part of the network: conv5.bias");
        parameters.remove("conv5.bias");
        parameters.put("conv1.weight", bias);
        assertRefused(folder, parameters, "of another shape: conv1.weight [3] in place of [64, 3, 7, 7]");
        var negative = RandomNetworks.stored(Ifcnn.SUM, 1);
        negative.get("conv2.bn.running_var").values()[3] = -1;
        assertRefused(folder, negative, "conv2.bn.running_var holds -1.0; expected variances of 0 or more");
        var infinite = RandomNetworks.stored(Ifcnn.SUM, 1);
        infinite.get("conv3.bn.bias").values()[7] = Float.NaN;
        assertRefused(folder, infinite, "conv3.bn.bias holds NaN");
    }

    private static void assertRefused(
            Path folder, Map<String, io.dynafuse.checkpoint.StoredTensor> parameters, String reason)
            throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, parameters, Map.of());
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Fuser.with(file).network(Ifcnn.SUM).open())
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(reason);
    }
}
